"""PingAM's UMA 2.0 resource registration."""

from fakeping.core.body import content_type, require_identity
from fakeping.core.exchange import Request
from fakeping.core.operation import Family, Params
from fakeping.core.problem import UnsupportedMedia
from fakeping.core.sources import Ids
from fakeping.families.pingam.edition import EDITIONS
from fakeping.families.pingam.operations import OPERATIONS
from fakeping.families.pingam.problems import PROBLEM_REPLIES, render_problem
from fakeping.families.pingam.realms import ROOT, realm_of
from fakeping.families.pingam.rules import RULES
from fakeping.families.pingam.store import ResourceSets
from fakeping.families.pingam.tokens import authenticate, stray

# Any media type registers, and these charsets are read: as UTF-8, which JSON is.
_CHARSETS = frozenset({None, "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1"})


def _realm(params: Params, request: Request) -> str:  # noqa: ARG001
    return realm_of(params["realm"])


def _new_realm(ids: Ids) -> str:
    return f"{ROOT}r{ids.uuid()[:13].replace('-', '')}"


def _check_media(request: Request) -> None:
    require_identity(request.headers)
    _, charset = content_type(request.headers)
    if charset not in _CHARSETS:
        raise UnsupportedMedia(f"the charset {charset!r} is not taken")


FAMILY = Family(
    name="pingam",
    mount="/am",
    operations=OPERATIONS,
    rules=RULES,
    editions=tuple(EDITIONS),
    new_store=ResourceSets,
    address=_realm,
    authenticate=authenticate,
    stray=stray,
    check_media=_check_media,
    render_problem=render_problem,
    problem_replies=PROBLEM_REPLIES,
    new_address=_new_realm,
)
