"""Client authentication at the token endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from fakeping.core.caller import Caller
from fakeping.core.causes import Cause
from fakeping.core.exchange import Request
from fakeping.core.operation import Call
from fakeping.core.rules import Rule
from fakeping.families.oauth import BASIC, NONE, POST, basic, form
from fakeping.families.pingone.application_rules import APPLICATION_DISABLED
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.signin import rules
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.signin.problems import InvalidClient, invalid_request
from fakeping.families.pingone.store import Platform

_INVALID = "Request denied: Invalid client credentials"
_UNSUPPORTED = "Request denied: Unsupported authentication method"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A client's id and secret, and the authentication method."""

    client_id: str
    secret: str
    #: `client_secret_basic`, `client_secret_post` or `none`.
    method: str


def credentials(request: Request, said: Mapping[str, str]) -> Credentials:
    """The client credentials of a request, from the header or the form."""
    try:
        pair = basic(request)
    except ValueError:
        pair = "", ""
    if pair is not None:
        client_id, secret = map(unquote_plus, pair)  # RFC 6749, section 2.3.1
        if said.get("client_id", client_id) != client_id:
            raise invalid_request("The form names another client than the header.")
        if "client_secret" in said:
            raise invalid_request("The client authenticates in the header and in the form.")
        return Credentials(client_id=client_id, secret=secret, method=BASIC)
    method = POST if "client_secret" in said else NONE
    return Credentials(
        client_id=said.get("client_id", ""), secret=said.get("client_secret", ""), method=method
    )


def authenticate(call: Call[Platform]) -> Caller:
    """Authenticate the application, as a caller. Raises `invalid_client`."""
    environment = call.store.environment(call.address)
    shown = credentials(call.request, form(call.request))
    try:
        application = _application(environment, shown)
    except InvalidClient:
        if call.store.auth == "strict":
            raise
        application = environment.worker
    return Caller(subject=None, client=application.client_id, issuer=environment.id)


def refused(
    shown: Credentials,
    *,
    method: bool = False,
    rule: Rule | None = None,
    cause: Cause | None = None,
) -> InvalidClient:
    """The problem for a client that fails to authenticate, or does so by a wrong method."""
    return InvalidClient(
        _UNSUPPORTED if method else _INVALID,
        rule=rule or (rules.CLIENT_METHOD if method else rules.CLIENT_INVALID),
        basic=shown.method == BASIC,
        cause=cause,
    )


def _application(environment: Environment, shown: Credentials) -> Application:
    found = environment.applications.find(shown.client_id)
    if found is None:
        raise refused(shown, cause="unknown-client" if shown.client_id else "no-client")
    if shown.method not in found.auth_methods:
        raise refused(shown, method=True)
    if shown.method != NONE and not environment.application_secrets.accepts(found.id, shown.secret):
        raise refused(shown, cause="wrong-secret")
    if not found.enabled:
        raise refused(shown, rule=APPLICATION_DISABLED)
    return found
