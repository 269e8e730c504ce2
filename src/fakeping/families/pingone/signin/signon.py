"""The sign-on page, where a person chooses a user."""

from fakeping.core.exchange import Reply
from fakeping.families.oauth import NO_STORE, OAuthError
from fakeping.families.pingone.signin import device_page, flow_documents, rules
from fakeping.families.pingone.signin.answer import give_up, signed_in
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.choosing import show_page
from fakeping.families.pingone.signin.cookies import set_cookie
from fakeping.families.pingone.signin.model import DEVICE, PI_FLOW
from fakeping.families.pingone.signin.parameters import parameters
from fakeping.families.pingone.signin.problems import invalid_request


def signon(call: SignInCall) -> Reply:
    """Sign in the user who was chosen on the page, and redirect to the application."""
    environment = environment_of(call)
    flow = environment.signin.flows.take(call.body.get("flow", ""))
    if flow is None:
        raise _used()
    if flow.request.response_mode == DEVICE:
        return device_page.decide(call, flow)
    request = flow.request
    user = environment.users.named(call.body.get("user", ""))
    if user is None or not user.can_sign_in:
        give_up(request, "access_denied", "The user did not sign in.")
    new_cookie, session = environment.signin.sessions.begin(user, acr=request.acr)
    if request.response_mode == PI_FLOW:
        resumed = environment.signin.flows.begin(request, user_id=user.id, session=session)
        where = {"Location": flow_documents.resume_url(call, resumed)}
        return Reply(302, b"", {**NO_STORE, **where, "Set-Cookie": set_cookie(call, new_cookie)})
    return signed_in(call, request, session, new_cookie=new_cookie)


def signon_page(call: SignInCall) -> Reply:
    """Show the sign-on page of a flow."""
    flow = environment_of(call).signin.flows.get(parameters(call.request).get("flowId", ""))
    if flow is None:
        raise _used()
    show = device_page.show if flow.request.response_mode == DEVICE else show_page
    return show(call, flow)


def _used() -> OAuthError:
    return invalid_request("This page was used before, or is too old.", rule=rules.SIGNON_ONCE)
