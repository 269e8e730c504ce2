"""How a caller whom a journal knows comes by a PAT or a session again."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.caller import Caller
from fakeping.core.exchange import AUTHORIZATION
from fakeping.families.pingam.people import CLIENT, OWNER, UMA_PROTECTION
from fakeping.families.pingam.sessions import SSO
from fakeping.families.pingam.tenancy import PingAM


def header_of(caller: Caller) -> str:
    """The header of a session's token for whoever has a session, and of a PAT for others."""
    return SSO if caller.client == SSO else AUTHORIZATION


def credential(caller: Caller, handle: PingAM) -> tuple[str, Mapping[str, Any]]:  # noqa: ARG001
    """The arguments of `sso_token` or of `pat`."""
    if caller.client == SSO:
        return "sso_token", {"user": caller.subject}
    said: dict[str, Any] = {"owner": caller.subject} if caller.subject != OWNER else {}
    if caller.client != CLIENT:
        said["client"] = caller.client
    if caller.scopes != {UMA_PROTECTION}:
        said["scopes"] = sorted(caller.scopes)
    return "pat", said
