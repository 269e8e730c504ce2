"""A tenant's PingAM as a state document, written and read."""

from collections.abc import Iterator

from fakeping.families.pingam.document.reading import load
from fakeping.families.pingam.document.writing import dump
from fakeping.families.pingam.store import AccessManager

__all__ = ["dump", "load", "secrets"]


def secrets(store: AccessManager) -> Iterator[str]:
    """Every stored secret, to find the one of a digest."""
    yield from store.people.secrets()
    for token in store.tokens.all():
        yield token.value
    for session in store.sessions.all():
        yield session.id
