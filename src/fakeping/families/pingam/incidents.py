"""The incidents that tests can start in PingAM, such as the expiry of every token."""

from collections.abc import Sequence
from typing import Any

from fakeping.core.incident import Incident, Incoming
from fakeping.core.operation import Operation
from fakeping.core.problem import Forbidden
from fakeping.families.incidents import scope_revoked, token_expired
from fakeping.families.pingam.people import UMA_PROTECTION


def _is_expired(incoming: Incoming) -> bool:
    store = incoming.store
    return bool(store.tokens.is_expired_early(incoming.bearer or "", realms=store.realms))


def incidents(operations: Sequence[Operation[Any]]) -> tuple[Incident, ...]:
    """PingAM's incidents: their operations, what these reply, and the effect on the store."""
    with_pat = [each for each in operations if not each.public and not each.authenticate]
    said = f"The resource requested requires scope: {UMA_PROTECTION}"
    return (
        token_expired(operations, is_expired=_is_expired),
        scope_revoked(with_pat, problem=lambda _: Forbidden(said)),
    )
