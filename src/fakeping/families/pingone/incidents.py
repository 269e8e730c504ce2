"""PingOne's part in incidents that happen."""

from fakeping.core.incident import Incident
from fakeping.core.problem import NotFound, Problem, Unauthenticated
from fakeping.families.pingone.operations import OPERATIONS
from fakeping.families.pingone.problems import NO_RIGHT, NotPermitted
from fakeping.families.pingone.store import Platform
from fakeping.faults.attempt import Attempt

_ENVIRONMENT = "/v1/environments/{environment_id}/"


def _is_young(attempt: Attempt, seconds: float) -> Problem | None:
    store: Platform = attempt.store
    environment = store.environment(attempt.call.address)
    # Both are RFC 3339 to the millisecond, in UTC: they sort as text.
    if environment.created_at > store.clock.text(after=-seconds):
        return NotFound(f"environment {environment.id} is not there yet")
    return None


def _begin(store: Platform) -> None:
    store.home.created_at = store.home.updated_at = store.clock.text()


def _is_denied(attempt: Attempt, seconds: float) -> Problem | None:  # noqa: ARG001 - for good
    if attempt.caller is None:
        return None
    return NotPermitted(NO_RIGHT, status=attempt.store.edition.denied_status)


def _is_over(attempt: Attempt, seconds: float) -> Problem | None:  # noqa: ARG001 - from now on
    store: Platform = attempt.store
    if store.tokens.is_spent(attempt.bearer or ""):
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
        name="fresh_environment",
        # What is in the environment: that itself can be read, and tells its age.
        operations=frozenset(
            each.name for each in OPERATIONS if each.path.startswith(_ENVIRONMENT)
        ),
        refuse=_is_young,
        begin=_begin,
    ),
    Incident(
        name="scope_revoked",
        operations=frozenset(each.name for each in OPERATIONS),
        refuse=_is_denied,
    ),
)
