"""The incidents that every family has: each refuses what the family says it does."""

from collections.abc import Callable, Iterable
from typing import Any

from fakeping.core.incident import Incident, Incoming
from fakeping.core.operation import Operation
from fakeping.core.problem import Problem, Unauthenticated


def token_expired(
    operations: Iterable[Operation[Any]], *, is_expired: Callable[[Incoming], bool]
) -> Incident:
    """Every access token that was issued so far expires. `is_expired`: the request's is one."""

    def refuse(incoming: Incoming, _seconds: float) -> Problem | None:
        return Unauthenticated("the token has expired") if is_expired(incoming) else None

    return Incident(
        name="token_expired",
        operations=frozenset(each.name for each in operations),
        refuse=refuse,
        begin=lambda store: store.tokens.expire_all(),
        end=lambda store: store.tokens.undo_expire_all(),
    )


def scope_revoked(
    operations: Iterable[Operation[Any]], *, problem: Callable[[Any], Problem]
) -> Incident:
    """No token may do anything any more. `problem` is how a store refuses the request."""

    def refuse(incoming: Incoming, _seconds: float) -> Problem | None:
        return None if incoming.caller is None else problem(incoming.store)

    return Incident(
        name="scope_revoked",
        operations=frozenset(each.name for each in operations),
        refuse=refuse,
    )
