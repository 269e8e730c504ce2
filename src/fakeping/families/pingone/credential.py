"""How a caller whom a journal knows comes by a token again."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.caller import Caller
from fakeping.families.pingone.tenancy import PingOne


def credential(caller: Caller, handle: PingOne) -> tuple[str, Mapping[str, Any]]:
    """The arguments of `token` for an application. Raises `ValueError` for a user."""
    if caller.subject is not None:
        raise ValueError("a user's token belongs to a sign-in")
    said: dict[str, Any] = {}
    if caller.client != handle.credentials.client_id:
        roles = handle.roles_of(caller.client)
        said |= {"client": caller.client} if roles is None else {"roles": sorted(roles)}
    if caller.scopes:
        said["scopes"] = sorted(caller.scopes)
    return "token", said
