"""A tenant's PingOne as a state document, written and read."""

from collections.abc import Iterator

from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.core.family import SecretOf
from fakeping.families.pingone.document import reading, writing
from fakeping.families.pingone.store import Platform
from fakeping.redaction.secret_digest import digest_of


def dump(store: Platform, base_url: str) -> JSON:  # noqa: ARG001 - no link is kept
    """All that was added or changed, with a digest in place of each secret."""
    return writing.platform(store, digest_of)


def load(
    store: Platform,
    document: JSON,
    findings: DocumentErrors,
    *,
    opened: SecretOf,
    base_url: str,  # noqa: ARG001 - as above
) -> None:
    """Add a document's entries, each that is valid."""
    reading.platform(store, document, findings, opened)


def secrets(store: Platform) -> Iterator[str]:
    """Every stored secret, to find the one of a digest."""
    for environment in store.environments():
        yield environment.worker_secret
        if not environment.is_furnished:
            continue
        signin = environment.signin
        applications = environment.applications
        for each in (*applications.made, *applications.behind_tokens.values()):
            yield each.client_secret
            if each.previous is not None:
                yield each.previous
        yield from environment.secrets.values()
        for cookie, _, _ in signin.sessions.items():
            yield cookie
        for uri, _, _ in signin.pushed.items():
            yield uri
        for _, recovery, _ in signin.recoveries.all():
            yield recovery.code
        for code, device, _ in signin.devices.all():
            yield from (code, device.user_code)
        for kept in signin.authorizations.all():
            yield from (secret for secret, _ in kept.refresh_tokens)
            yield from kept.spent
