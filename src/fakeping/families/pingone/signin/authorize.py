"""The authorization endpoint: redirects with a code or tokens, once the user has signed in."""

from collections.abc import Mapping

from fakeping.core.exchange import Reply
from fakeping.families.oauth import (
    AUTHORIZATION_CODE,
    IMPLICIT,
    OPENID,
    PLAIN,
    RESPONSE_MODES,
    OAuthError,
    words,
)
from fakeping.families.pingone import sign_on_rules
from fakeping.families.pingone.application_rules import APPLICATION_DISABLED
from fakeping.families.pingone.signin import flow_documents, flow_rules, rules, scopes
from fakeping.families.pingone.signin.answer import give_up, send_back, signed_in
from fakeping.families.pingone.signin.choosing import show_page
from fakeping.families.pingone.signin.cookies import cookie
from fakeping.families.pingone.signin.issue import SignInCall, environment_of
from fakeping.families.pingone.signin.model import (
    PI_FLOW,
    REQUEST_URI,
    Application,
    AuthorizationRequest,
    Session,
)
from fakeping.families.pingone.signin.parameters import parameters
from fakeping.families.pingone.signin.pkce import check_challenge
from fakeping.families.pingone.signin.problems import invalid_request

#: The sign-on policy of a request without `acr_values`, where policies can't be assigned.
_POLICY = "Single_Factor"

_TYPES = frozenset({"code", "token", "id_token"})
_PROMPTS = frozenset({"none", "login", "consent", "select_account"})


def authorize(call: SignInCall) -> Reply:
    """Redirect a signed-in user with a code or tokens, or show the sign-on page."""
    said = parameters(call.request)
    application = _application(call, said)
    if call.store.edition.flows and said.get("request_uri", "").startswith(REQUEST_URI):
        return _pushed(call, application, said["request_uri"])
    mode = said.get("response_mode", "")
    if mode == PI_FLOW and call.store.edition.flows:
        uri = redirect_uri(application, said) if "redirect_uri" in said else ""
        _require_unpushed(call, application)
        return _answer(call, validated(call, application, said, uri))
    uri = redirect_uri(application, said)
    try:
        _require_unpushed(call, application)
        request = validated(call, application, said, uri)
        return _answer(call, request)
    except OAuthError as error:
        fragment = mode == "fragment" or (not mode and _implicit(words(said, "response_type")))
        send_back(error, uri=uri, state=said.get("state"), fragment=fragment)


def _pushed(call: SignInCall, application: Application, uri: str) -> Reply:
    """Answer a pushed request, once."""
    pushed = environment_of(call).signin.pushed
    request = pushed.get(uri)
    if request is None or request.client_id != application.client_id:
        raise OAuthError(
            "invalid_request_uri",
            "The request_uri is unknown, expired or used, or another client's.",
            rule=flow_rules.PAR_ONCE,
        )
    pushed.take(uri)
    try:
        return _answer(call, request)
    except OAuthError as error:
        if request.response_mode == PI_FLOW:
            raise
        fragment = request.response_mode == "fragment"
        send_back(error, uri=request.redirect_uri, state=request.state, fragment=fragment)


def _require_unpushed(call: SignInCall, application: Application) -> None:
    """Raise `invalid_request` for an application whose requests must be pushed."""
    if call.store.edition.flows and application.said.get("parRequirement") == "REQUIRED":
        raise invalid_request(
            "The application must push its authorization requests", rule=flow_rules.PAR_REQUIRED
        )


def _application(call: SignInCall, said: Mapping[str, str]) -> Application:
    found = environment_of(call).applications.find(said.get("client_id", ""))
    if found is None or not found.enabled:
        raise invalid_request(
            "Request denied: The client_id is missing or unknown.",
            rule=APPLICATION_DISABLED if found else rules.AUTHORIZE_REDIRECT,
        )
    return found


def redirect_uri(application: Application, said: Mapping[str, str]) -> str:
    """The redirect URI of a request. Raises `invalid_request` for one of another application."""
    uri = said.get("redirect_uri", "")
    if uri not in application.redirect_uris:
        raise invalid_request(
            "Request denied: The redirect_uri is not one of the application's.",
            rule=rules.AUTHORIZE_REDIRECT,
        )
    return uri


def validated(
    call: SignInCall, application: Application, said: Mapping[str, str], uri: str
) -> AuthorizationRequest:
    """The authorization request of these parameters. Raises `OAuthError`."""
    for name in ("request", "request_uri", "registration"):
        if name in said:
            raise OAuthError(
                f"{name}_not_supported", f"{name} is not supported", rule=rules.REQUEST_INVALID
            )
    types = _response_types(application, words(said, "response_type"))
    method = said.get("code_challenge_method", PLAIN)
    check_challenge(application.pkce, challenge=said.get("code_challenge"), method=method)
    access = scopes.access(environment_of(call), application, said, user=True)
    if "id_token" in types and OPENID not in access.openid:
        raise invalid_request("response_type id_token needs the scope openid")
    if "id_token" in types and "nonce" not in said:
        raise invalid_request("response_type id_token needs a nonce")
    return AuthorizationRequest(
        client_id=application.client_id,
        redirect_uri=uri,
        response_types=types,
        response_mode=_response_mode(call, types, said.get("response_mode")),
        access=access,
        state=said.get("state"),
        nonce=said.get("nonce"),
        challenge=said.get("code_challenge"),
        challenge_method=method,
        prompts=_prompts(words(said, "prompt")),
        acr=_policy(call, application, words(said, "acr_values")),
        max_age=_seconds(said.get("max_age")),
        login_hint=said.get("login_hint"),
    )


def _policy(call: SignInCall, application: Application, asked: tuple[str, ...]) -> str:
    """The name of the sign-on policy by which the user signs on. Raises `OAuthError`."""
    environment = environment_of(call)
    if not environment.edition.settings:
        return next(iter(asked), _POLICY)
    assigned = environment.policies_of(application)
    found = [each for each in asked if each in assigned]
    if asked and not found and environment.edition.acr_strict:
        raise invalid_request(
            "acr_values has no sign-on policy that is assigned to the application",
            rule=sign_on_rules.AUTHORIZE_ACR,
        )
    return (found or assigned)[0]


def _response_types(application: Application, asked: tuple[str, ...]) -> frozenset[str]:
    if not asked:
        raise invalid_request("Missing required parameter: response_type")
    if not _TYPES.issuperset(asked):
        raise OAuthError(
            "unsupported_response_type",
            "response_type is made of code, token and id_token",
            rule=rules.GRANT_UNAUTHORIZED,
        )
    grant = AUTHORIZATION_CODE if "code" in asked else IMPLICIT
    if not application.response_types.issuperset(asked) or grant not in application.grant_types:
        raise OAuthError(
            "unauthorized_client",
            "The application may not use this response_type",
            rule=rules.GRANT_UNAUTHORIZED,
        )
    return frozenset(asked)


def _response_mode(call: SignInCall, types: frozenset[str], asked: str | None) -> str:
    if asked == PI_FLOW and call.store.edition.flows:
        return asked
    mode = asked or ("fragment" if _implicit(types) else "query")
    if mode not in RESPONSE_MODES or (mode == "query" and _implicit(types)):
        raise invalid_request("response_mode does not go with the response_type")
    return mode


def _prompts(asked: tuple[str, ...]) -> frozenset[str]:
    if not _PROMPTS.issuperset(asked) or ("none" in asked and len(asked) > 1):
        raise invalid_request("prompt is none alone, or of login, consent and select_account")
    return frozenset(asked)


def _seconds(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - years enough
        raise invalid_request("max_age is a number of seconds")
    return int(text)


def _implicit(types: "tuple[str, ...] | frozenset[str]") -> bool:
    """Whether the response type includes tokens, which must not be sent in a query."""
    return "token" in types or "id_token" in types


def _answer(call: SignInCall, request: AuthorizationRequest) -> Reply:
    environment = environment_of(call)
    sessions, users = environment.signin.sessions, environment.users
    session = sessions.get(cookie(call))
    if session is not None and _holds(call, request, session):
        return _with_session(call, request, session)
    if users.at_once is not None:
        new_cookie, session = sessions.begin(users.at_once, acr=request.acr)
        return _with_session(call, request, session, new_cookie=new_cookie)
    if "none" in request.prompts:
        give_up(request, "login_required", "Nobody is signed in.")
    user = users.table.get(session.user_id) if session else None
    flow = environment.signin.flows.begin(
        request, user_id=user.id if user and "select_account" not in request.prompts else None
    )
    if request.response_mode == PI_FLOW:
        return flow_documents.reply(call, flow)
    if call.store.edition.flows:
        return flow_documents.to_page(call, flow)
    return show_page(call, flow)


def _with_session(
    call: SignInCall,
    request: AuthorizationRequest,
    session: Session,
    *,
    new_cookie: str | None = None,
) -> Reply:
    if request.response_mode != PI_FLOW:
        return signed_in(call, request, session, new_cookie=new_cookie)
    flows = environment_of(call).signin.flows
    flow = flows.begin(request, user_id=session.user_id, session=session)
    return flow_documents.reply(call, flow, new_cookie=new_cookie)


def _holds(call: SignInCall, request: AuthorizationRequest, session: Session) -> bool:
    """Whether the session suffices. Another user who is to sign in at once takes precedence."""
    users = environment_of(call).users
    user, at_once = users.table.get(session.user_id), users.at_once
    if user is None or not user.can_sign_in:
        return False
    if at_once is not None and at_once.id != session.user_id:
        return False
    if request.prompts & {"login", "select_account"}:
        return False
    age = int(call.store.clock.timestamp()) - session.auth_time
    return request.max_age is None or age <= request.max_age
