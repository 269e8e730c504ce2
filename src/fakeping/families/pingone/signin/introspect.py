"""Introspection (RFC 7662) and revocation (RFC 7009)."""

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.core.problem import NotFound, Unauthenticated
from fakeping.families.oauth import BASIC, NO_STORE, NONE, POST, form
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Resource, Token
from fakeping.families.pingone.signin import clients, issue
from fakeping.families.pingone.signin.call import SignInCall, environment_of, issuer_of
from fakeping.families.pingone.signin.clients import Credentials, credentials, refused
from fakeping.families.pingone.signin.model import Authorization
from fakeping.families.pingone.signin.parameters import required
from fakeping.families.pingone.store import Platform

_HEADERS = {"Content-Type": "application/json", **NO_STORE}

# PingOne's `introspectEndpointAuthMethod`, as OAuth's method names.
_METHODS = {"CLIENT_SECRET_BASIC": BASIC, "CLIENT_SECRET_POST": POST, "NONE": NONE}


def authenticate(call: Call[Platform]) -> Caller:
    """Authenticate the resource or the application, as a caller."""
    environment = call.store.environment(call.address)
    shown = credentials(call.request, form(call.request))
    resource = environment.resources.table.get(shown.client_id)
    if resource is None:
        return clients.authenticate(call)
    _check(environment, resource, shown)
    return Caller(subject=None, client=resource.id, issuer=environment.id)


def introspect(call: SignInCall) -> Reply:
    """Describe an access token or a refresh token."""
    secret = required(call.body, "token")
    environment = environment_of(call)
    refresh = environment.signin.authorizations.refresh_token(secret)
    if refresh is not None and refresh.request.client_id == call.caller.client:
        return Reply(200, encoded(_refresh_token(call, refresh)), _HEADERS)
    try:
        found = call.store.tokens.find(secret)
    except Unauthenticated:
        return _inactive()
    if not _concerns(environment, found, call.caller.client):
        return _inactive()
    claims = call.store.tokens.claims(secret)
    said = {"active": True, "iss": issuer_of(call), **claims, "token_type": "Bearer"}
    return Reply(200, encoded(said), _HEADERS)


def revoke(call: SignInCall) -> Reply:
    """End a token that is the client's own. Whatever else it is, the answer is the same."""
    secret = required(call.body, "token")
    refresh = environment_of(call).signin.authorizations.refresh_token(secret)
    if refresh is not None:
        if refresh.request.client_id == call.caller.client:
            issue.end(call, refresh.id)
        return Reply(200, b"", NO_STORE)
    try:
        found = call.store.tokens.find(secret)
    except Unauthenticated:
        return Reply(200, b"", NO_STORE)
    if (found.caller.client, found.caller.issuer) == (call.caller.client, call.caller.issuer):
        call.store.tokens.revoke(found.id, expires_at=found.expires_at)
    return Reply(200, b"", NO_STORE)


def _inactive() -> Reply:
    return Reply(200, encoded({"active": False}), _HEADERS)


def _check(environment: Environment, resource: Resource, shown: Credentials) -> None:
    method = _METHODS[resource.introspect_auth_method or "CLIENT_SECRET_BASIC"]
    if shown.method != method:
        raise refused(shown, method=True)
    try:
        accepted = method == NONE or environment.secrets.accepts(resource.id, shown.secret)
    except NotFound:
        accepted = False  # the platform's own have no secret
    if not accepted:
        raise refused(shown)


def _concerns(environment: Environment, token: Token, asks: str) -> bool:
    if token.caller.issuer != environment.id:
        return False
    resource = environment.resources.table.get(asks)
    if resource is None:
        return token.caller.client == asks
    return (resource.audience or resource.name) in token.audience


def _refresh_token(call: SignInCall, authorization: Authorization) -> JSON:
    request = authorization.request
    return {
        "active": True,
        "scope": " ".join(request.access.names),
        "client_id": request.client_id,
        "sub": authorization.session.user_id,
        "iss": issuer_of(call),
        "env": call.address,
        "sid": authorization.session.id,
        "token_type": "refresh_token",
    }
