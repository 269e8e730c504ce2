"""Sign-in over REST: an SSO token for a name and a password; session information and logout."""

from fakeping.core.exchange import JSON, Reply
from fakeping.core.operation import Operation
from fakeping.core.parameter import Parameter
from fakeping.core.problem import Unauthenticated
from fakeping.families.pingam import refusals
from fakeping.families.pingam.callers import signed_in
from fakeping.families.pingam.model import Session
from fakeping.families.pingam.operations.call import AMCall, optional_body, unknown_action
from fakeping.families.pingam.parameters import action
from fakeping.families.pingam.problems import WrongCredentials
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.sessions import sso_token
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import common_rest


def authenticate(call: AMCall) -> Reply:
    """Sign a user in by headers, or by callbacks: ask for them first."""
    headers = call.request.headers
    name, password = headers.get("X-OpenAM-Username"), headers.get("X-OpenAM-Password")
    if name is None or password is None:
        body = optional_body(call)
        if not isinstance(body.get("authId", ""), str):
            raise WrongCredentials("Authentication Failed", rule=rules.PASSWORD)
        if "callbacks" not in body:
            asked = common_rest.callbacks(call.store.ids.opaque(), realm=call.address)
            return common_rest.answer(asked, resource_version="2.1")
        name, password = _filled_in(body["callbacks"])
    user = call.store.people.signed_in(name, password, realm=call.address)
    session = call.store.sessions.begin(user.name, realm=call.address)
    return common_rest.signed_in(session, mount=call.store.mount)


def _filled_in(callbacks: JSON) -> tuple[str, str]:
    """The name and password in a client's callbacks. Raises `WrongCredentials`."""
    try:
        said = {each["name"]: each["value"] for callback in callbacks for each in callback["input"]}
        return str(said["IDToken1"]), str(said["IDToken2"])
    except (TypeError, KeyError):
        raise WrongCredentials("Authentication Failed", rule=rules.PASSWORD) from None


def act(call: AMCall) -> Reply:
    """Describe a session, or end it, depending on `_action`."""
    action = call.query.get("_action")
    if action == "getSessionInfo":
        return common_rest.answer(common_rest.session(_named(call)), resource_version="2.0")
    if action == "logout":
        call.store.sessions.end(_named(call).id)
        return common_rest.answer({"result": "Successfully logged out"}, resource_version="2.0")
    raise unknown_action(call)


def _named(call: AMCall) -> Session:
    """The session of the `tokenId` in the query or the body, else the caller's own."""
    body = optional_body(call)
    token_id = call.query.get("tokenId") or body.get("tokenId") or sso_token(call.request)
    found = call.store.sessions.find(str(token_id), realm=call.address)
    if found is None:
        raise Unauthenticated("Access Denied", rule=rules.SSO)
    return found


_BASE = "/json/{realm*}"

OPERATIONS: tuple[Operation[AccessManager], ...] = (
    Operation(
        name="pingam.authenticate",
        method="POST",
        path=f"{_BASE}/authenticate",
        handler=authenticate,
        replies={200: "pingam/authentication"},
        summary="Sign a user in, and reply with an SSO token",
        body_read="pingam/authentication_request",
        headers={
            "X-OpenAM-Username": Parameter(says="Who signs in"),
            "X-OpenAM-Password": Parameter(says="Their password"),
        },
        rule=rules.AUTHENTICATE,
        confidential=True,
        public=True,
        render_problem=refusals.common_rest,
        spare=True,
    ),
    Operation(
        name="pingam.session.act",
        method="POST",
        path=f"{_BASE}/sessions",
        handler=act,
        replies={200: "pingam/session"},
        summary="Describe a session, or end it",
        query=action("getSessionInfo", "logout"),
        secret_query={"tokenId": Parameter(says="The session's token, if not the caller's own")},
        body_read="pingam/session_request",
        rule=rules.SESSION,
        confidential=True,
        authenticate=signed_in,
        security=("session",),
        render_problem=refusals.common_rest,
        adds=False,
    ),
)
