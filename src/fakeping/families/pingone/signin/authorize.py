"""The authorization endpoint: redirects with a code or tokens, once the user has signed in."""

from collections.abc import Mapping

from fakeping.core.exchange import Reply
from fakeping.families.oauth import (
    OAuthError,
    words,
)
from fakeping.families.pingone.application_rules import APPLICATION_DISABLED
from fakeping.families.pingone.signin import authorization_requests as requests
from fakeping.families.pingone.signin import flow_documents, flow_rules, rules
from fakeping.families.pingone.signin.answer import give_up, send_back, signed_in
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.choosing import show_page
from fakeping.families.pingone.signin.cookies import cookie
from fakeping.families.pingone.signin.model import (
    PI_FLOW,
    REQUEST_URI,
    Application,
    AuthorizationRequest,
    Session,
)
from fakeping.families.pingone.signin.parameters import parameters
from fakeping.families.pingone.signin.problems import invalid_request


def authorize(call: SignInCall) -> Reply:
    """Redirect a signed-in user with a code or tokens, or show the sign-on page."""
    said = parameters(call.request)
    application = _application(call, said)
    if call.store.edition.flows and said.get("request_uri", "").startswith(REQUEST_URI):
        return _pushed(call, application, said["request_uri"])
    mode = said.get("response_mode", "")
    if mode == PI_FLOW and call.store.edition.flows:
        uri = requests.redirect_uri(application, said) if "redirect_uri" in said else ""
        _require_unpushed(call, application)
        return _answer(call, requests.validated(call, application, said, uri))
    uri = requests.redirect_uri(application, said)
    try:
        _require_unpushed(call, application)
        request = requests.validated(call, application, said, uri)
        return _answer(call, request)
    except OAuthError as error:
        fragment = mode == "fragment" or (
            not mode and requests.is_implicit(words(said, "response_type"))
        )
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
