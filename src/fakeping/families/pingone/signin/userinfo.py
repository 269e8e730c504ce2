"""The userinfo endpoint."""

from fakeping.core.caller import Caller
from fakeping.core.exchange import Reply, bearer, encoded
from fakeping.core.operation import Call
from fakeping.core.problem import Forbidden, Unauthenticated
from fakeping.families.oauth import NO_STORE, OPENID
from fakeping.families.pingone.signin import claims, rules
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.store import Platform

_HEADERS = {"Content-Type": "application/json", **NO_STORE}


def authenticate(call: Call[Platform]) -> Caller:
    """Authenticate the user of an access token of this environment."""
    token = bearer(call.request)
    if token is None:
        raise Unauthenticated("no bearer token", cause="no-token")
    caller = call.store.tokens.caller(token)
    if caller.issuer != call.address:
        raise Unauthenticated("the token is another environment's", cause="other-token")
    return caller


def userinfo(call: SignInCall) -> Reply:
    """Say what the token's scopes let it say."""
    environment = environment_of(call)
    user = environment.users.named(call.caller.subject or "")
    if user is None or OPENID not in call.caller.scopes:
        raise Forbidden("the token is no user's, or has no openid scope", rule=rules.USERINFO_SCOPE)
    said = claims.in_user_info(environment, user, call.caller.client, call.caller.scopes)
    return Reply(200, encoded(said), _HEADERS)
