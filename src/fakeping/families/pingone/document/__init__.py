"""A tenant's PingOne as a document, and back."""

from collections.abc import Iterator

from fakeping.core.document_errors import Findings
from fakeping.core.exchange import JSON
from fakeping.core.family import SecretOf
from fakeping.families.pingone.document import reading, writing
from fakeping.families.pingone.store import Platform
from fakeping.redaction.secret_digest import sealed


def dump(store: Platform, base_url: str) -> JSON:  # noqa: ARG001 - no link is kept
    """All that somebody added or changed. No secret in it works."""
    return writing.platform(store, sealed)


def load(
    store: Platform,
    document: JSON,
    findings: Findings,
    *,
    opened: SecretOf,
    base_url: str,  # noqa: ARG001 - as above
) -> None:
    """Add what a document says, as far as it can be read."""
    reading.platform(store, document, findings, opened)


def secrets(store: Platform) -> Iterator[str]:
    """Every secret that is held, for whoever has the seal of one."""
    for environment in store.environments():
        signin = environment.signin
        yield environment.first_worker.client_secret
        for each in environment.applications.values():
            yield each.client_secret
        yield from environment.secrets.all()
        for cookie, _, _ in signin.sessions.all():
            yield cookie
        for kept in signin.authorizations.all():
            yield from (secret for secret, _ in kept.refresh_tokens)
            yield from kept.spent
