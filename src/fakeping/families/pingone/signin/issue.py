"""Issue access tokens, ID tokens and refresh tokens, and revoke them."""

from collections.abc import Iterable, Mapping

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON
from fakeping.families.oauth import OPENID, OAuthError, half_hash
from fakeping.families.pingone.application_attribute_rules import ATTRIBUTE_NO_VALUE
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Resource
from fakeping.families.pingone.signin import claims, rules
from fakeping.families.pingone.signin.call import SignInCall, environment_of, issuer_of
from fakeping.families.pingone.signin.model import (
    Access,
    Application,
    Authorization,
)
from fakeping.families.pingone.signin.scopes import audience, refreshes, resources_of
from fakeping.families.pingone.tokens import LIFETIME
from fakeping.families.pingone.user import User
from fakeping.families.pingone.user_rules import USER_SIGNS_IN


def for_application(call: SignInCall, application: Application, access: Access) -> JSON:
    """The token reply for an application on its own behalf."""
    return exchanged(call, application, access, user=None, carried={})


def exchanged(
    call: SignInCall,
    application: Application,
    access: Access,
    *,
    user: User | None,
    carried: Mapping[str, JSON],
) -> dict[str, JSON]:
    """The token reply for an application, on a user's behalf or on its own.

    `carried` are claims about how the user signed in.
    """
    return _answer(*_issued(call, application.client_id, access, user, carried), access)


def access_token(call: SignInCall, authorization: Authorization, access: Access) -> JSON:
    """The token reply for a user, with the access token alone."""
    environment = environment_of(call)
    user = user_of(environment, authorization)
    session = authorization.session
    carried = {"acr": session.acr, "auth_time": session.auth_time, "sid": session.id}
    client_id = authorization.request.client_id
    token, lifetime = _issued(call, client_id, access, user, carried)
    found = call.store.tokens.find(token)
    environment.signin.authorizations.brought(
        authorization.id, token_id=found.id, expires_at=found.expires_at
    )
    return _answer(token, lifetime, access)


def _issued(
    call: SignInCall,
    client_id: str,
    access: Access,
    user: User | None,
    carried: Mapping[str, JSON],
) -> tuple[str, int]:
    """Issue an access token. Return it with its lifetime."""
    environment = environment_of(call)
    resources = resources_of(environment, access)
    caller = Caller(
        subject=user.id if user else None,
        client=client_id,
        issuer=environment.id,
        scopes=frozenset(access.names),
    )
    mapped = claims.in_access_token(environment, user, resources, access.names) if user else {}
    lifetime = _lifetime(resources)
    token = call.store.tokens.issue(
        caller,
        issuer=issuer_of(call),
        lifetime=lifetime,
        audience=[audience(each) for each in resources],
        claims={**mapped, **carried},
    )
    return token, lifetime


def id_token(
    call: SignInCall,
    authorization: Authorization,
    access: Access,
    *,
    nonce: str | None = None,
    access_token: str | None = None,
    code: str | None = None,
) -> str:
    """An ID token for the application."""
    environment = environment_of(call)
    user = user_of(environment, authorization)
    session, request = authorization.session, authorization.request
    said = {
        **claims.in_id_token(environment, user, request.client_id, access.openid),
        "env": environment.id,
        "sid": session.id,
        "auth_time": session.auth_time,
        "acr": session.acr,
        "amr": ["pwd"],
        "nonce": nonce,
        "at_hash": half_hash(access_token),
        "c_hash": half_hash(code),
    }
    return call.store.tokens.issue_id_token(
        {name: value for name, value in said.items() if value is not None},
        issuer=issuer_of(call),
        client=request.client_id,
        lifetime=LIFETIME,
    )


def for_user(
    call: SignInCall,
    application: Application,
    authorization: Authorization,
    access: Access,
    *,
    nonce: str | None = None,
) -> JSON:
    """The token reply for a user, with every token that the application may have."""
    if OPENID in access.openid:
        require_values(call, authorization, access)
    answer = access_token(call, authorization, access)
    if refreshes(environment_of(call), application, authorization.request.access):
        authorizations = environment_of(call).signin.authorizations
        answer["refresh_token"] = authorizations.new_refresh_token(
            authorization, lifetime=application.refresh_lifetime
        )
    if OPENID in access.openid:
        answer["id_token"] = id_token(
            call, authorization, access, nonce=nonce, access_token=answer["access_token"]
        )
    return answer


def require_values(call: SignInCall, authorization: Authorization, access: Access) -> None:
    """Raise `invalid_request` if a required attribute of an ID token has no value."""
    environment = environment_of(call)
    user = user_of(environment, authorization)
    name = claims.lacking(environment, user, authorization.request.client_id, access.openid)
    if name is not None:
        raise OAuthError(
            "invalid_request",
            f"The required attribute '{name}' has no value for the user.",
            rule=ATTRIBUTE_NO_VALUE,
        )


def user_of(environment: Environment, authorization: Authorization) -> User:
    """The user of an authorization. Raises `invalid_grant` unless they can sign in."""
    found = environment.users.named(authorization.session.user_id)
    if found is None:
        raise OAuthError("invalid_grant", "The user is gone.", rule=rules.GRANT_INVALID)
    if not found.can_sign_in:
        raise OAuthError("invalid_grant", "The user is disabled or locked.", rule=USER_SIGNS_IN)
    return found


def end(call: SignInCall, authorization_id: str) -> None:
    """Revoke every token of an authorization."""
    ended = environment_of(call).signin.authorizations.end(authorization_id)
    for token_id, expires_at in ended.items():
        call.store.tokens.revoke(token_id, expires_at=expires_at)


def _answer(token: str, lifetime: int, access: Access) -> dict[str, JSON]:
    answer = {"access_token": token, "token_type": "Bearer", "expires_in": lifetime}
    return answer | ({"scope": " ".join(access.names)} if access.names else {})


def _lifetime(resources: Iterable[Resource]) -> int:
    """The lifetime of a token for these resources, in seconds: the shortest."""
    return min(each.access_token_validity or LIFETIME for each in resources)
