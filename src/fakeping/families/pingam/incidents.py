"""PingAM's part in incidents that happen."""

from fakeping.core.incident import Incident
from fakeping.core.problem import Forbidden, Problem, Unauthenticated
from fakeping.families.pingam.operations import OPERATIONS
from fakeping.families.pingam.people import UMA_PROTECTION
from fakeping.families.pingam.store import AccessManager
from fakeping.faults.attempt import Attempt


def _is_denied(attempt: Attempt, seconds: float) -> Problem | None:  # noqa: ARG001 - for good
    if attempt.caller is None:
        return None
    return Forbidden(f"The resource requested requires scope: {UMA_PROTECTION}")


def _is_over(attempt: Attempt, seconds: float) -> Problem | None:  # noqa: ARG001 - from now on
    store: AccessManager = attempt.store
    token = attempt.bearer or ""
    if store.tokens.is_spent(token, realms=store.realms):
        return Unauthenticated("the token has expired")
    return None


INCIDENTS = (
    Incident(
        name="token_expired",
        operations=frozenset(each.name for each in OPERATIONS),
        refuse=_is_over,
        begin=lambda store: store.tokens.spend(),
        end=lambda store: store.tokens.unspend(),
    ),
    Incident(
        name="scope_revoked",
        # What a PAT opens.
        operations=frozenset(
            each.name for each in OPERATIONS if not each.public and not each.authenticate
        ),
        refuse=_is_denied,
    ),
)
