"""Values that handlers take from a call: its owner, issuer, parameters and body."""

from typing import TypeVar

from fakeping.core.body import read_json
from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.core.operation import Call
from fakeping.core.problem import Malformed
from fakeping.families.oauth import OAuthError
from fakeping.families.pingam.model import Identity
from fakeping.families.pingam.problems import WrongRequest
from fakeping.families.pingam.rules import everywhere
from fakeping.families.pingam.rules import owner as owner_rules
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.store import AccessManager, owner_of
from fakeping.families.pingam.wire import common_rest
from fakeping.families.pingam.wire import oauth as wire
from fakeping.families.pingam.wire.protocol import LATEST, V2, version

AMCall = Call[AccessManager]

E = TypeVar("E")

MAX_LISTED = limit(
    "pingam.query",
    5_000,
    unit="entities",
    bounds="an owner's policies, requests or resource sets that one query looks at",
    past="400 in AM's own shape",
)


def owner(call: AMCall) -> str:
    """The resource owner of the caller."""
    return owner_of(call.caller)


def listed(found: list[E]) -> list[E]:
    """The entities of a query. Raises `WrongRequest` for more than `MAX_LISTED`."""
    if len(found) > MAX_LISTED:
        said = f"The owner has {len(found):,} of these; at most {MAX_LISTED:,} can be queried."
        raise WrongRequest(said, rule=owner_rules.QUERY_WHOLE)
    return found


def identity(call: AMCall) -> Identity:
    """The realm, owner and client of a resource set that this call registers."""
    return Identity(realm=call.address, owner=owner(call), client=call.caller.client)


def deployment(call: AMCall) -> str:
    """The deployment's base URL, under the host name of this request."""
    return call.request.base_url + call.store.mount


def issuer(call: AMCall) -> str:
    """The issuer of the realm's tokens, under the host name of this request."""
    return wire.issuer(deployment(call), call.address, uma1=call.store.edition.uma1)


def owned_url(call: AMCall, collection: str) -> str:
    """The URL of a collection of the user in the path."""
    return common_rest.owned_url(
        deployment(call), realm=call.address, owner=call.params["user"], collection=collection
    )


def required(call: AMCall, name: str, *, sentence: str = "") -> str:
    """A parameter of a form. Raises `OAuthError` when it is missing."""
    try:
        return str(call.body[name])
    except KeyError:
        said = sentence or f"Missing parameter, '{name}'"
        raise OAuthError("invalid_request", said, rule=rules.PARAMETER) from None


def optional_body(call: AMCall) -> JSON:
    """The call's JSON object; an empty one if there is no body. Raises `Malformed`."""
    if call.request.unread:
        raise call.request.unread
    if not call.request.body.strip():
        return {}
    document = read_json(call.request.body)
    if not isinstance(document, dict):
        raise Malformed("The body is not a JSON object")
    return document


def check_creation(call: AMCall) -> None:
    """Raise `WrongRequest` unless a `POST` creates: by `_action=create` or, in 2.1, without any."""
    action = call.query.get("_action")
    if action is None and version(call.request) < LATEST:
        said = "No values provided for the request parameter '_action'"
        raise WrongRequest(said, rule=owner_rules.CREATION)
    if action is not None and action.lower() != "create":
        raise unknown_action(call)


def creates(call: AMCall, *, there: bool) -> bool:
    """Whether a `PUT` creates: `If-None-Match: *` does, and protocol 2 where nothing is there.

    Raises `WrongRequest` for another `If-None-Match`.
    """
    headers = call.request.headers
    must_not = headers.get("If-None-Match")
    if must_not is not None and must_not.strip('"') != "*":
        said = f'"{must_not}" is not a supported value for If-None-Match on PUT'
        raise WrongRequest(said, rule=owner_rules.CREATION)
    upserts = "If-Match" not in headers and version(call.request) >= V2
    return must_not is not None or (upserts and not there)


def unknown_action(call: AMCall) -> WrongRequest:
    """The problem for an unknown `_action`."""
    action = call.query.get("_action")
    return WrongRequest(f"Action '{action}' not supported", rule=everywhere.ACTION)
