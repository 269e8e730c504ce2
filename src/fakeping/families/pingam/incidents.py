"""The incidents that tests can start in PingAM, such as the expiry of every token."""

from collections.abc import Iterable
from typing import Any

from fakeping.core.incident import Incident, Incoming
from fakeping.core.operation import Operation
from fakeping.core.problem import Forbidden, Problem, Unauthenticated
from fakeping.families.pingam.people import UMA_PROTECTION
from fakeping.families.pingam.store import AccessManager


def _is_denied(incoming: Incoming, seconds: float) -> Problem | None:  # noqa: ARG001 - for good
    if incoming.caller is None:
        return None
    return Forbidden(f"The resource requested requires scope: {UMA_PROTECTION}")


def _is_over(incoming: Incoming, seconds: float) -> Problem | None:  # noqa: ARG001 - from now on
    store: AccessManager = incoming.store
    token = incoming.bearer or ""
    if store.tokens.is_expired_early(token, realms=store.realms):
        return Unauthenticated("the token has expired")
    return None


def incidents(operations: Iterable[Operation[Any]]) -> tuple[Incident, ...]:
    """PingAM's incidents: their operations, what these reply, and the effect on the store."""
    return (
        Incident(
            name="token_expired",
            operations=frozenset(each.name for each in operations),
            refuse=_is_over,
            begin=lambda store: store.tokens.expire_all(),
            end=lambda store: store.tokens.undo_expire_all(),
        ),
        Incident(
            name="scope_revoked",
            # The operations that take a PAT.
            operations=frozenset(
                each.name for each in operations if not each.public and not each.authenticate
            ),
            refuse=_is_denied,
        ),
    )
