"""Token exchange (RFC 8693): a token for a resource, from another token of the environment."""

from collections.abc import Mapping

from fakeping.core.body import read_json
from fakeping.core.exchange import JSON
from fakeping.core.problem import Malformed, Unauthenticated
from fakeping.families.oauth import ACCESS_TOKEN, ID_TOKEN, NONE, OPENID, OAuthError, words
from fakeping.families.pingone.signin import exchange_rules as rules
from fakeping.families.pingone.signin import issue, scopes
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.model import Access, Application
from fakeping.families.pingone.signin.parameters import required
from fakeping.families.pingone.signin.problems import invalid_request
from fakeping.families.pingone.user import User

# What a user's new token says as the subject's does.
_CARRIED = ("acr", "auth_time", "sid")


def token_exchange(call: SignInCall, application: Application) -> JSON:
    """Exchange a token of the environment for an access token of one custom resource."""
    if NONE in application.auth_methods:
        raise OAuthError(
            "unauthorized_client",
            "Token exchange needs client authentication",
            rule=rules.EXCHANGE_CLIENT,
        )
    if call.body.get("requested_token_type", ACCESS_TOKEN) != ACCESS_TOKEN:
        raise invalid_request("requested_token_type must be access_token", rule=rules.EXCHANGE)
    subject = _presented(call, "subject_token")
    actor = _presented(call, "actor_token") if "actor_token" in call.body else None
    _require_actor(subject, actor or {"client_id": application.client_id})
    access = _access(call, application)
    user = _user(call, subject)
    carried = {name: subject[name] for name in _CARRIED if name in subject} if user else {}
    answer = issue.exchanged(call, application, access, user=user, carried=carried)
    return {**answer, "issued_token_type": ACCESS_TOKEN}


def _presented(call: SignInCall, name: str) -> Mapping[str, JSON]:
    """The claims of a token of this environment. Raises `invalid_request`."""
    token, type_ = required(call.body, name), required(call.body, f"{name}_type")
    if type_ not in {ACCESS_TOKEN, ID_TOKEN}:
        raise invalid_request(f"{name}_type is not supported", rule=rules.EXCHANGE_TOKEN)
    claims = (_of_access_token if type_ == ACCESS_TOKEN else _of_id_token)(call, token)
    if claims is None or claims["env"] != call.address:
        raise invalid_request(f"{name} is invalid, or has expired", rule=rules.EXCHANGE_TOKEN)
    found: Mapping[str, JSON] = claims
    return found


def _of_id_token(call: SignInCall, token: str) -> JSON:
    claims = call.store.tokens.id_token(token)
    is_valid = claims is not None and call.store.clock.timestamp() < claims["exp"]
    return claims if is_valid else None


def _of_access_token(call: SignInCall, token: str) -> JSON:
    try:
        call.store.tokens.find(token)
    except Unauthenticated:
        return None
    return call.store.tokens.claims(token)


def _require_actor(subject: Mapping[str, JSON], actor: Mapping[str, JSON]) -> None:
    """Raise `invalid_grant` if the subject's `may_act` names another actor."""
    may_act = subject.get("may_act")
    if isinstance(may_act, str):  # the value of an attribute is a text
        try:
            may_act = read_json(may_act.encode())
        except Malformed:
            may_act = {}
    if may_act is None:
        return
    wanted = may_act.get("sub") if isinstance(may_act, dict) else None
    if wanted is None or wanted not in {actor.get("sub"), actor.get("client_id")}:
        raise OAuthError(
            "invalid_grant", "The actor may not act for the subject.", rule=rules.EXCHANGE_ACTOR
        )


def _access(call: SignInCall, application: Application) -> Access:
    environment = environment_of(call)
    openid = environment.resources.named(OPENID)
    known = environment.scopes.of(openid.id).table if openid else ()
    names = {scopes.OFFLINE, *(each.name for each in known)}
    if not names.isdisjoint(words(call.body, "scope")):
        raise _several()
    access = scopes.access(environment, application, call.body, user=False)
    if access.further_ids:
        raise _several()
    if access.resource_id is None:
        raise OAuthError(
            "invalid_scope",
            "No scope of a custom resource is granted to the application.",
            rule=rules.EXCHANGE_SCOPE,
        )
    return access


def _several() -> OAuthError:
    return OAuthError(
        "invalid_scope",
        "May not request scopes for multiple resources",
        rule=rules.EXCHANGE_SCOPE,
    )


def _user(call: SignInCall, subject: Mapping[str, JSON]) -> User | None:
    """The subject's user; `None` for a token of an application's own."""
    if "sub" not in subject:
        return None
    found = environment_of(call).users.table.get(subject["sub"])
    if found is None or not found.can_sign_in:
        raise invalid_request("subject_token is of nobody", rule=rules.EXCHANGE_TOKEN)
    return found
