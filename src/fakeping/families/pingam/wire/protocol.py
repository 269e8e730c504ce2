"""Versions of the Common REST protocol, as requests name them in `Accept-API-Version`."""

import re

from fakeping.core.exchange import JSON, Request
from fakeping.core.parameter import Parameter, Parameters
from fakeping.families.pingam.problems import WrongRequest
from fakeping.families.pingam.rules import owner as rules

Version = tuple[int, int]

V1: Version = (1, 0)
V2: Version = (2, 0)
#: The version of a request that names none.
LATEST: Version = (2, 1)

_NAMED = re.compile(
    r"(?:^|,)[ \t]*protocol[ \t]*=[ \t]*([0-9]{1,4})(?:\.([0-9]{1,4}))?[ \t]*(?:,|$)"
)

#: The request header.
ACCEPTS: Parameters = {
    "Accept-API-Version": Parameter(
        says="The protocol's version and the resource's: `protocol=2.1,resource=1.0`",
    )
}


def version(request: Request) -> Version:
    """The protocol version of a request. Raises `WrongRequest` for one that is to come."""
    named = _NAMED.search(request.headers.get("Accept-API-Version", ""))
    if named is None:
        return LATEST
    asked = (int(named[1]), int(named[2] or 0))
    for part, wanted, latest in zip(("major", "minor"), asked, LATEST, strict=True):
        if wanted > latest:
            said = f"Unsupported {part} version: {asked[0]}.{asked[1]}"
            raise WrongRequest(said, rule=rules.PROTOCOL)
    return asked


def shaped(document: JSON, asked: Version, *, own_id: bool = True) -> JSON:
    """A resource's document in a protocol version: 1 has no `_rev`, and `_id` only of its own."""
    if asked >= V2:
        return document
    ours = {"_rev"} if own_id else {"_id", "_rev"}
    return {name: value for name, value in document.items() if name not in ours}
