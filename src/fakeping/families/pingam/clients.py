"""Client authentication: HTTP Basic, form parameters, or the id alone of a public client."""

from urllib.parse import unquote_plus

from fakeping.core.caller import Caller
from fakeping.core.exchange import Request, bearer
from fakeping.core.operation import Call
from fakeping.core.problem import Unauthenticated
from fakeping.families.oauth import OAuthError, basic, form
from fakeping.families.pingam.callers import authenticate
from fakeping.families.pingam.people import CLIENT
from fakeping.families.pingam.problems import UnknownClient
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.store import AccessManager


def client(call: Call[AccessManager]) -> Caller:
    """Authenticate the calling client. Raises `UnknownClient`, or `OAuthError` for two methods."""
    request, store, realm = call.request, call.store, call.address
    header, body = _basic(request, realm=realm), _form(request, realm=realm)
    found = header or body
    if found is None:
        return _bearer(request, store, realm=realm)
    client_id, secret = found
    if store.auth == "off":
        return Caller(subject=None, client=client_id)
    if header and body and store.edition.one_client_method:
        raise OAuthError("invalid_request", "Client authentication failed", rule=rules.ONE_METHOD)
    try:
        known = store.people.authenticated(client_id, secret, realm=realm)
    except UnknownClient:  # RFC 6749 has Basic's two percent-encoded; few clients do
        plain = unquote_plus(client_id), unquote_plus(secret)
        known = store.people.authenticated(*plain, realm=realm)
    return Caller(subject=None, client=known.client_id)


def client_or_pat(call: Call[AccessManager]) -> Caller:
    """Authenticate a caller of introspection: a client, or the bearer of a PAT."""
    return client(call) if bearer(call.request) is None else authenticate(call)


def _basic(request: Request, *, realm: str) -> tuple[str, str] | None:
    try:
        return basic(request)
    except ValueError:
        raise UnknownClient(realm) from None


def _form(request: Request, *, realm: str) -> tuple[str, str] | None:
    """The id and secret in a form. Raises `UnknownClient` for an assertion: none is taken."""
    if request.method == "GET":
        return None
    said = form(request)
    if "client_assertion" in said or "client_assertion_type" in said:
        raise UnknownClient(realm)
    client_id = said.get("client_id")
    return None if client_id is None else (client_id, said.get("client_secret", ""))


def _bearer(request: Request, store: AccessManager, *, realm: str) -> Caller:
    """Take an access token as client authentication: UMA clients in use send one."""
    if store.auth == "off":
        return Caller(subject=None, client=CLIENT)
    token = bearer(request)
    if token is None:
        raise UnknownClient(realm, cause="no-client")
    try:
        return store.tokens.caller(token, realm=realm)
    except Unauthenticated as problem:
        raise UnknownClient(realm, cause=problem.cause) from None
