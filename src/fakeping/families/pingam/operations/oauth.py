"""OAuth 2.0 endpoints about tokens: introspection, revocation, userinfo, tokeninfo."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.caller import Caller
from fakeping.core.exchange import Reply, bearer
from fakeping.core.operation import Operation, row
from fakeping.core.parameter import Parameter, Parameters, one_of
from fakeping.core.problem import NotAllowed, Unauthenticated
from fakeping.families.pingam import refusals
from fakeping.families.pingam.clients import client, client_or_pat
from fakeping.families.pingam.model import Token
from fakeping.families.pingam.operations.call import AMCall, issuer, required
from fakeping.families.pingam.operations.grants import GRANT_RULES, GRANTS, access_token
from fakeping.families.pingam.parameters import CLIENT
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import oauth as wire


def introspect(call: AMCall) -> Reply:
    """Describe a token, with an RPT's permissions."""
    if call.body is None:  # by GET
        call.body = {name: of for name, of in call.query.items() if of}
    token = call.store.tokens.find(required(call, "token"), realm=call.address)
    seen = call.store.there(token) if token and _may_see(call, token) else None
    edition = call.store.edition
    return wire.introspection(
        seen,
        issuer=issuer(call),
        id_member=edition.id_member,
        scopes_member=edition.scopes_member,
    )


def introspector(call: AMCall) -> Caller:
    """Authenticate a caller of introspection by `GET`. Raises `NotAllowed` where it is refused."""
    if not call.store.edition.introspect_by_get:
        raise NotAllowed("no such method", allow=("POST",), rule=rules.INTROSPECT_GET)
    return client_or_pat(call)


def _may_see(call: AMCall, token: Token) -> bool:
    own = token.caller.client == call.caller.client
    return own or token.permissions is not None or call.store.edition.introspect_all_tokens


def revoke(call: AMCall) -> Reply:
    """Revoke a token of the client's; a refresh token with all of its grant."""
    value = required(call, "token", sentence="Missing parameter: token")
    token = call.store.tokens.find(value, realm=call.address)
    if token is not None and token.caller.client == call.caller.client:
        call.store.tokens.revoke(token)
    return wire.revoked()


def userinfo(call: AMCall) -> Reply:
    """Reply with the claims of an access token's user."""
    token = _bearer(call)
    subject = token.caller.subject or token.caller.client
    user = call.store.people.user(subject, realm=call.address)
    return wire.document({"sub": subject, "subname": subject, **(user.claims if user else {})})


def tokeninfo(call: AMCall) -> Reply:
    """Describe the access token of the request."""
    return wire.token_info(_bearer(call), now=call.store.clock.timestamp())


def _bearer(call: AMCall) -> Token:
    token = bearer(call.request)
    if token is None:
        raise Unauthenticated("no access token", rule=rules.BEARER, cause="no-token")
    try:
        return call.store.tokens.access(token, realm=call.address)
    except Unauthenticated as problem:
        problem.rule = rules.BEARER
        raise


_BASE = "/oauth2/{realm*}"

# Client authentication: the header or the form; UMA clients in use send a token.
_BY_CLIENT: Mapping[str, Any] = {
    "security": ("client", "token", ""),
    "confidential": True,
    "trailing_slash": False,
    "render_problem": refusals.oauth,
}

_TOKEN: Parameters = {
    "grant_type": one_of(*GRANTS, says="What brings the token", required=True),
    "scope": Parameter(says="The names of scopes, with spaces between them"),
    "username": Parameter(says="Who signs in"),
    "password": Parameter(says="Their password"),
    "code": Parameter(says="The authorization code"),
    "redirect_uri": Parameter(says="The URI that the code was sent to"),
    "code_verifier": Parameter(says="What the challenge of PKCE was made from"),
    "refresh_token": Parameter(says="The refresh token, which is spent"),
    "ticket": Parameter(says="The permission ticket, which is spent"),
    "claim_token": Parameter(says="An ID token of whoever asks"),
    "claim_token_format": Parameter(says="What kind of token that is"),
    "rpt": Parameter(says="An RPT whose permissions go into the new one"),
    **CLIENT,
}

_ABOUT_A_TOKEN: Parameters = {
    "token": Parameter(says="The token", required=True),
    "token_type_hint": Parameter(says="Counts for nothing: every kind is looked at"),
    **CLIENT,
}

OPERATIONS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.token",
        f"POST {_BASE}/access_token",
        access_token,
        {200: "pingam/token", 401: "pingam/error", 403: "pingam/error"},
        summary="Issue tokens for a password, a client, a code, a refresh token or a UMA ticket",
        form=_TOKEN,
        rule=rules.ISSUED,
        other_rules=tuple(GRANT_RULES.values()),
        unmodelled={
            "auth_chain": "the journey that checks a name and a password",
            "cnf_key": "the key that the token is bound to",
            "pct": "a persisted claims token, instead of a claim token",
        },
        authenticate=client,
        spare=True,
        **_BY_CLIENT,
    ),
    row(
        "pingam.introspect",
        f"POST {_BASE}/introspect",
        introspect,
        {200: "pingam/introspection"},
        summary="Introspect a token, with an RPT's permissions",
        form=_ABOUT_A_TOKEN,
        rule=rules.INTROSPECT,
        authenticate=client_or_pat,
        adds=False,
        **_BY_CLIENT,
    ),
    row(
        "pingam.introspect.get",
        f"GET {_BASE}/introspect",
        introspect,
        {200: "pingam/introspection"},
        summary="Introspect a token by GET, where the edition does",
        secret_query={"token": _ABOUT_A_TOKEN["token"]},
        rule=rules.INTROSPECT_GET,
        authenticate=introspector,
        **_BY_CLIENT,
    ),
    row(
        "pingam.revoke",
        f"POST {_BASE}/token/revoke",
        revoke,
        {200: "pingam/nothing"},
        summary="Revoke a token",
        form=_ABOUT_A_TOKEN,
        rule=rules.REVOKE,
        authenticate=client,
        adds=False,
        **{**_BY_CLIENT, "render_problem": refusals.revocation},
    ),
    row(
        "pingam.userinfo",
        f"GET {_BASE}/userinfo",
        userinfo,
        {200: "pingam/userinfo"},
        also=(("POST", f"{_BASE}/userinfo"),),
        summary="Read the claims of an access token's user",
        rule=rules.BEARER,
        public=True,
        security=("token",),
        trailing_slash=False,
    ),
    row(
        "pingam.tokeninfo",
        f"GET {_BASE}/tokeninfo",
        tokeninfo,
        {200: "pingam/tokeninfo"},
        rule=rules.BEARER,
        confidential=True,
        public=True,
        security=("token",),
        trailing_slash=False,
        render_problem=refusals.lookup,
    ),
)
