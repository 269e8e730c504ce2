"""How a test comes by what says who calls."""

import re

from fakeping.core.operation import Caller
from fakeping.families import pingam, pingone
from fakeping.families.pingam.people import CLIENT, OWNER, UMA_PROTECTION
from fakeping.families.pingam.sessions import SSO
from fakeping.families.pingone.tenancy import PingOne
from fakeping.journal.entry import Exchange


class Impossible(Exception):
    """What was asked can't be asked again; the message says why."""


def headers_of(exchange: Exchange, one: PingOne) -> dict[str, str]:
    """The source of each header that says who calls. Raises `Impossible`."""
    sent = exchange.headers.get("Authorization", "")
    caller = exchange.caller
    if caller is None:
        if sent and exchange.status == _FORBIDDEN:
            raise Impossible("nobody recorded who was not allowed to")
        return {"Authorization": repr("Bearer not-a-token")} if sent else {}
    family = (exchange.operation or "").partition(".")[0]
    if family == pingam.FAMILY.name and caller.client == SSO:
        return {SSO: f"fakeping.pingam.sso_token({caller.subject!r})"}
    if not sent:
        return {}
    tokens = {pingone.FAMILY.name: _token, pingam.FAMILY.name: _pat}
    token = tokens[family](caller, one)
    # An f-string of Python 3.11 holds no quote of its own kind, no backslash and no comment.
    plain = _PLAIN.fullmatch(token)
    return {"Authorization": f'f"Bearer {{{token}}}"' if plain else f'"Bearer " + {token}'}


_FORBIDDEN = 403
_PLAIN = re.compile(r"[\w.,:=()\[\]' -]*")


def _token(caller: Caller, one: PingOne) -> str:
    if caller.subject is not None:
        raise Impossible("a user's token belongs to a sign-in")
    said = []
    if caller.client != one.credentials.client_id:
        roles = one.roles_of(caller.client)
        said.append(f"client={caller.client!r}" if roles is None else f"roles={sorted(roles)!r}")
    if caller.scopes:
        said.append(f"scopes={sorted(caller.scopes)!r}")
    return f"fakeping.pingone.token({', '.join(said)})"


def _pat(caller: Caller, one: PingOne) -> str:  # noqa: ARG001 - as `_token`
    said = [f"owner={caller.subject!r}"] if caller.subject != OWNER else []
    if caller.client != CLIENT:
        said.append(f"client={caller.client!r}")
    if caller.scopes != {UMA_PROTECTION}:
        said.append(f"scopes={sorted(caller.scopes)!r}")
    return f"fakeping.pingam.pat({', '.join(said)})"
