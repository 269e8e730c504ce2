"""Sign-in over REST: an SSO token for a name and a password."""

from fakeping.core.exchange import JSON, Reply
from fakeping.core.operation import Operation, row
from fakeping.core.parameter import Parameter
from fakeping.families.pingam import refusals
from fakeping.families.pingam.operations.call import AMCall, optional_body
from fakeping.families.pingam.problems import WrongCredentials
from fakeping.families.pingam.rules import signin as rules
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
            asked = common_rest.callbacks(
                call.store.ids.opaque(), realm=call.address, uma1=call.store.edition.uma1
            )
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


_BASE = "/json/{realm*}"

OPERATIONS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.authenticate",
        f"POST {_BASE}/authenticate",
        authenticate,
        {200: "pingam/authentication"},
        summary="Sign a user in, and reply with an SSO token",
        body_read="pingam/authentication_request",
        headers={
            "X-OpenAM-Username": Parameter(says="Who signs in"),
            "X-OpenAM-Password": Parameter(says="Their password"),
        },
        rule=rules.AUTHENTICATE,
        unmodelled={
            "authIndexType": "what kind of journey signs the user in",
            "authIndexValue": "the journey that signs the user in",
            "ForceAuth": "whether a user with a session signs in again",
            "noSession": "whether the sign-in brings no session",
            "sessionUpgradeSSOTokenId": "the session that the sign-in upgrades",
        },
        confidential=True,
        public=True,
        render_problem=refusals.common_rest,
        spare=True,
    ),
)
