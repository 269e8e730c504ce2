"""The incidents that tests can start in PingOne, such as the expiry of every token."""

from collections.abc import Sequence
from typing import Any

from fakeping.core.incident import Incident, Incoming
from fakeping.core.operation import Operation
from fakeping.core.problem import NotFound, Problem
from fakeping.families.incidents import scope_revoked, token_expired
from fakeping.families.pingone.problems import NO_RIGHT, NotPermitted
from fakeping.families.pingone.store import Platform

_ENVIRONMENT = "/v1/environments/{environment_id}/"


def _is_young(incoming: Incoming, seconds: float) -> Problem | None:
    store: Platform = incoming.store
    environment = store.environment(incoming.address)
    # Both are RFC 3339 to the millisecond, in UTC: they sort as text.
    if environment.created_at > store.clock.text(after=-seconds):
        return NotFound(f"environment {environment.id} is not there yet")
    return None


def _begin(store: Platform) -> None:
    store.home.created_at = store.home.updated_at = store.clock.text()


def incidents(operations: Sequence[Operation[Any]]) -> tuple[Incident, ...]:
    """PingOne's incidents: their operations, what these reply, and the effect on the store."""
    return (
        token_expired(
            operations,
            is_expired=lambda of: of.store.tokens.is_expired_early(of.bearer or ""),
        ),
        Incident(
            name="fresh_environment",
            # The environment's entities. The environment itself can be read, and shows its age.
            operations=frozenset(
                each.name for each in operations if each.path.startswith(_ENVIRONMENT)
            ),
            refuse=_is_young,
            begin=_begin,
        ),
        scope_revoked(
            operations,
            problem=lambda store: NotPermitted(NO_RIGHT, status=store.edition.denied_status),
        ),
    )
