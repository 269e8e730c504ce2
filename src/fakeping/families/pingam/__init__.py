"""PingAM: UMA 2.0 resource registration, sign-in, and the UMA grant."""

from collections.abc import Callable

from fakeping.core.body import content_type, require_identity
from fakeping.core.exchange import Request
from fakeping.core.family import Document, Family, Tenancy
from fakeping.core.parameter import Parameter
from fakeping.core.problem import NoTenant, Problem, UnsupportedMedia
from fakeping.core.sample import samples_of
from fakeping.core.sources import Ids
from fakeping.families.pingam import document, model
from fakeping.families.pingam.callers import authenticate
from fakeping.families.pingam.credential import credential, header_of
from fakeping.families.pingam.demo import DEMO
from fakeping.families.pingam.edition import EDITIONS, SWITCHES
from fakeping.families.pingam.incidents import incidents
from fakeping.families.pingam.operations import OPERATIONS
from fakeping.families.pingam.parameters import REALM
from fakeping.families.pingam.realms import ROOT, addressed, checked, override
from fakeping.families.pingam.refusals import PROBLEM_REPLIES, thrown
from fakeping.families.pingam.rules import RULES
from fakeping.families.pingam.seeds import SEEDS, describe
from fakeping.families.pingam.sessions import SSO
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingam.tokens import LIFETIME

# Any media type is accepted, with one of these charsets. JSON is read as UTF-8 all the same.
_CHARSETS = frozenset({None, "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1"})


def _new_realm(ids: Ids) -> str:
    return f"{ROOT}r{ids.uuid()[:13].replace('-', '')}"


def _unknown_realm(
    request: Request,
    address: str,
    store_at: Callable[[str], AccessManager | None],  # noqa: ARG001 - nobody's token helps
) -> Problem:
    """The problem for a request whose realm no tenant has, whatever its token."""
    return NoTenant(override(request) or address)


def _check_media(request: Request) -> None:
    require_identity(request.headers)
    _, charset = content_type(request.headers)
    if charset not in _CHARSETS:
        raise UnsupportedMedia(f"the charset {charset!r} is not taken")


FAMILY = Family(
    name="pingam",
    title="PingAM",
    mount="/am",
    operations=OPERATIONS,
    rules=RULES,
    editions=tuple(EDITIONS),
    switches=SWITCHES,
    behaviour=EDITIONS,
    new_store=AccessManager,
    address=addressed,
    authenticate=authenticate,
    unknown_address=_unknown_realm,
    issued=lambda store, token: store.tokens.issued(token, realms=store.realms),
    check_media=_check_media,
    render_problem=thrown,
    problem_replies=PROBLEM_REPLIES,
    once=frozenset({SSO.lower(), "x-openam-username", "x-openam-password", "accept-api-version"}),
    query=REALM,
    incidents=incidents(OPERATIONS),
    new_address=_new_realm,
    path_parameters={
        "realm*": Parameter(
            says="The realm, below the root one. A realm below it follows as `/realms/NAME`, and"
            " the root realm itself is `realms/root` alone"
        ),
        "id": Parameter(says="The resource set's id, which is its policy's too, or the request's"),
        "user": Parameter(says="The resource owner's name"),
    },
    security={
        "token": {"type": "http", "scheme": "bearer", "description": "A PAT of the realm"},
        "client": {
            "type": "http",
            "scheme": "basic",
            "description": "A client's id and secret. The form may have them instead",
        },
        "session": {
            "type": "apiKey",
            "in": "header",
            "name": SSO,
            "description": "An SSO token. It may come in a cookie of that name instead",
        },
    },
    samples=lambda: samples_of(__name__),
    tenancy=Tenancy(
        handle=PingAM,
        values=(model,),
        issue=PingAM.pat,
        seeds=SEEDS,
        describe=describe,
        option="realm",
        address_of=lambda realm: checked(ROOT + realm.strip(ROOT)),
        holds=PingAM.holds,
        entry=lambda handle: handle.resource_set_url,
        header_of=header_of,
        credential=credential,
        lifetime=LIFETIME,
        demo=DEMO,
    ),
    document=Document(dump=document.dump, load=document.load, secrets=document.secrets),
)
