"""The page where a user allows or refuses a device."""

from typing import Any

from fakeping.core.exchange import Reply
from fakeping.core.problem import NotFound
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.signin import device_deciding as deciding
from fakeping.families.pingone.signin import device_rules as device
from fakeping.families.pingone.signin import flow_documents, pages
from fakeping.families.pingone.signin.call import SignInCall, environment_of, issuer_of
from fakeping.families.pingone.signin.cookies import cookie, set_cookie
from fakeping.families.pingone.signin.flows import Flow
from fakeping.families.pingone.signin.model import (
    Access,
    Application,
)
from fakeping.families.pingone.signin.parameters import parameters


def device_page(call: SignInCall) -> Reply:
    """Begin the flow in which a user allows a device, and redirect to its page."""
    environment = environment_of(call)
    application = _named(environment, call.params.get("application_identifier"))
    user_code = parameters(call.request).get("user_code")
    at_once = environment.users.at_once
    waiting = deciding.waiting_for(environment, application, user_code or "")
    if at_once is not None and waiting is not None:
        deciding.allow(environment, waiting, at_once)
        return pages.reply(pages.allowed())
    session = environment.signin.sessions.get(cookie(call))
    known = environment.users.table.get(session.user_id) if session else None
    signed_in = known is not None and known.can_sign_in
    flow = environment.signin.flows.begin(
        deciding.request(environment, application, Access()),
        user_id=session.user_id if session and signed_in else None,
        session=session if signed_in else None,
        user_code=user_code,
    )
    reply = flow_documents.to_page(call, flow)
    reply.rule = device.DEVICE_PAGE.name
    return reply


def show(call: SignInCall, flow: Flow, *, wrong: bool = False) -> Reply:
    """A page where the user enters the code of a device, and says who they are."""
    environment = environment_of(call)
    application = environment.applications.find(flow.request.client_id)
    page = pages.device(
        action=f"{issuer_of(call)}/signon",
        flow=flow.id,
        name=application.name if application else None,
        users=[each for each in environment.users.table if each.can_sign_in],
        user_code=flow.user_code or "",
        wrong=wrong,
    )
    shown = pages.reply(page)
    shown.rule = device.DEVICE_PAGE.name
    return shown


def decide(call: SignInCall, flow: Flow) -> Reply:
    """Allow or refuse the device whose code was entered on the page, as the user who was chosen."""
    environment, said = environment_of(call), call.body
    application = environment.applications.find(flow.request.client_id)
    waiting = deciding.waiting_for(environment, application, said.get("user_code", ""))
    user = environment.users.named(said.get("user", ""))
    if waiting is None or (user is not None and not user.can_sign_in):
        return show(call, environment.signin.flows.begin(flow.request), wrong=True)
    if user is None:
        environment.signin.devices.decide(*waiting, None)
        return pages.reply(pages.refused())
    new_cookie = deciding.allow(environment, waiting, user)
    return pages.reply(pages.allowed(), {"Set-Cookie": set_cookie(call, new_cookie)})


def _named(environment: Environment, name: Any) -> Application | None:
    """The application with that id or `devicePathId`; `None` if none is named."""
    if name is None:
        return None
    applications = environment.applications
    for each in applications.table:
        if name in {each.id, each.said.get("devicePathId")}:
            return each
    raise NotFound(f"no application {name}", rule=device.DEVICE_PAGE)
