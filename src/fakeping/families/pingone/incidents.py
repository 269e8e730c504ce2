"""The incidents that tests can start in PingOne, such as the expiry of every token."""

from collections.abc import Iterable
from typing import Any

from fakeping.core.incident import Incident, Incoming
from fakeping.core.operation import Operation
from fakeping.core.problem import NotFound, Problem, Unauthenticated
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


def _is_denied(incoming: Incoming, seconds: float) -> Problem | None:  # noqa: ARG001 - for good
    if incoming.caller is None:
        return None
    return NotPermitted(NO_RIGHT, status=incoming.store.edition.denied_status)


def _is_over(incoming: Incoming, seconds: float) -> Problem | None:  # noqa: ARG001 - from now on
    store: Platform = incoming.store
    if store.tokens.is_expired_early(incoming.bearer or ""):
        return Unauthenticated("the token has expired")
    return None


def incidents(operations: Iterable[Operation[Any]]) -> tuple[Incident, ...]:
    """PingOne's incidents: their operations, what these reply, and the effect on the store."""
    return (
        Incident(
            name="token_expired",
            operations=frozenset(each.name for each in operations),
            refuse=_is_over,
            begin=lambda store: store.tokens.expire_all(),
            end=lambda store: store.tokens.undo_expire_all(),
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
        Incident(
            name="scope_revoked",
            operations=frozenset(each.name for each in operations),
            refuse=_is_denied,
        ),
    )
