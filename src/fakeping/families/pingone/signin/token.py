"""The token endpoint: a function for each grant."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.rules import Rule
from fakeping.families.oauth import (
    AUTHORIZATION_CODE,
    CLIENT_CREDENTIALS,
    DEVICE_CODE,
    NO_STORE,
    REFRESH_TOKEN,
    TOKEN_EXCHANGE,
    OAuthError,
    words,
)
from fakeping.families.pingone.signin import issue, rules, scopes
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.device import device_code
from fakeping.families.pingone.signin.device_rules import DEVICE_TOKEN
from fakeping.families.pingone.signin.exchange import token_exchange
from fakeping.families.pingone.signin.exchange_rules import EXCHANGE
from fakeping.families.pingone.signin.model import Access, Application
from fakeping.families.pingone.signin.parameters import required
from fakeping.families.pingone.signin.pkce import check_verifier

# The grants of editions with flows.
_TODAYS = frozenset({TOKEN_EXCHANGE, DEVICE_CODE})

_HEADERS = {"Content-Type": "application/json", **NO_STORE}


def token(call: SignInCall) -> Reply:
    """Issue tokens for a grant."""
    name = required(call.body, "grant_type")
    grant = GRANTS.get(name)
    if grant is None or (name in _TODAYS and not call.store.edition.flows):
        raise OAuthError(
            "unsupported_grant_type",
            f"Unsupported grant type: {name}",
            rule=rules.GRANT_UNSUPPORTED,
        )
    application = environment_of(call).applications.find(call.caller.client)
    assert application is not None  # noqa: S101 - it authenticated
    if name not in application.grant_types:
        raise OAuthError(
            "unauthorized_client",
            f"The application may not use the grant type {name}",
            rule=rules.GRANT_UNAUTHORIZED,
        )
    return Reply(200, encoded(grant(call, application)), _HEADERS, GRANT_RULES[name].name)


def client_credentials(call: SignInCall, application: Application) -> JSON:
    """Issue a token to the application itself."""
    access = scopes.access(environment_of(call), application, call.body, user=False)
    return issue.for_application(call, application, access)


def authorization_code(call: SignInCall, application: Application) -> JSON:
    """Exchange a code for a user's tokens. A code works once."""
    authorizations = environment_of(call).signin.authorizations
    code = required(call.body, "code")
    authorization = authorizations.code(code)
    if authorization is None or authorization.request.client_id != application.client_id:
        raise _used_or_unknown(call, code, application)
    request = authorization.request
    # A wrong verifier uses up the code too: it is in the wrong hands.
    authorizations.use(code)
    if request.redirect_uri and call.body.get("redirect_uri") != request.redirect_uri:
        raise _invalid_grant("The redirect_uri is not the one that the code was sent to.")
    check_verifier(request, call.body.get("code_verifier"))
    scopes.require_audience(environment_of(call), request.access, call.body)
    return issue.for_user(call, application, authorization, request.access, nonce=request.nonce)


def refresh_token(call: SignInCall, application: Application) -> JSON:
    """Exchange a refresh token, which works once, for new tokens."""
    authorizations = environment_of(call).signin.authorizations
    presented = required(call.body, "refresh_token")
    authorization = authorizations.refresh_token(presented)
    if authorization is None or authorization.request.client_id != application.client_id:
        raise _used_or_unknown(call, presented, application)
    access = _narrowed(authorization.request.access, words(call.body, "scope"))
    scopes.require_audience(environment_of(call), access, call.body)
    authorizations.use(presented)
    return issue.for_user(call, application, authorization, access)


GRANTS: Mapping[str, Callable[[SignInCall, Application], JSON]] = {
    CLIENT_CREDENTIALS: client_credentials,
    AUTHORIZATION_CODE: authorization_code,
    REFRESH_TOKEN: refresh_token,
    TOKEN_EXCHANGE: token_exchange,
    DEVICE_CODE: device_code,
}

# The rule of a successful grant.
GRANT_RULES: Mapping[str, Rule] = {
    CLIENT_CREDENTIALS: rules.TOKEN_CLIENT_CREDENTIALS,
    AUTHORIZATION_CODE: rules.CODE_ONCE,
    REFRESH_TOKEN: rules.REFRESH_ROTATION,
    TOKEN_EXCHANGE: EXCHANGE,
    DEVICE_CODE: DEVICE_TOKEN,
}


def _narrowed(access: Access, names: tuple[str, ...]) -> Access:
    if not names:
        return access
    if not set(names) <= set(access.names):
        raise OAuthError(
            "invalid_scope",
            "The requested scope goes beyond what was granted.",
            rule=rules.SCOPE_GRANTED,
        )
    return replace(
        access,
        scopes=tuple(each for each in access.scopes if each in names),
        openid=tuple(each for each in access.openid if each in names),
    )


def _used_or_unknown(call: SignInCall, secret: str, application: Application) -> OAuthError:
    """The problem of an unknown secret; a used one also ends its authorization."""
    used = environment_of(call).signin.authorizations.used_for(secret)
    if used is not None and used.request.client_id == application.client_id:
        issue.end(call, used.id)
    return _invalid_grant("The code or token is unknown, expired or used, or another client's.")


def _invalid_grant(description: str) -> OAuthError:
    return OAuthError("invalid_grant", description, rule=rules.GRANT_INVALID)
