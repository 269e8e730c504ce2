"""The source of the headers that authenticate a test's requests."""

import re
from http import HTTPStatus

from fakeping.core.exchange import AUTHORIZATION
from fakeping.families import Handles, named, tenancy_of
from fakeping.journal.entry import Exchange


class Impossible(Exception):
    """Raised for a request that a test can't repeat; says why."""


def headers_of(exchange: Exchange, tenant: Handles) -> dict[str, str]:
    """The source of each authenticating header. Raises `Impossible`."""
    sent = exchange.headers.get(AUTHORIZATION, "")
    caller = exchange.caller
    if caller is None:
        if sent and exchange.status == HTTPStatus.FORBIDDEN:
            raise Impossible("nobody recorded who was not allowed to")
        return {AUTHORIZATION: repr("Bearer not-a-token")} if sent else {}
    family = named((exchange.operation or "").partition(".")[0])
    tenancy = tenancy_of(family)
    header = tenancy.header_of(caller)
    if header == AUTHORIZATION and not sent:
        return {}
    try:
        method, said = tenancy.credential(caller, tenant.handle(family))
    except ValueError as reason:
        raise Impossible(str(reason)) from None
    arguments = ", ".join(f"{name}={value!r}" for name, value in said.items())
    source = f"fakeping.{family.name}.{method}({arguments})"
    if header != AUTHORIZATION:
        return {header: source}
    # An f-string of Python 3.11 holds no quote of its own kind, no backslash and no comment.
    plain = _PLAIN.fullmatch(source)
    return {AUTHORIZATION: f'f"Bearer {{{source}}}"' if plain else f'"Bearer " + {source}'}


_PLAIN = re.compile(r"[\w.,:=()\[\]' -]*")
