"""Device authorization (RFC 8628): the device's request, its tokens, and the user's page."""

from typing import Any

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Caller
from fakeping.core.problem import NotFound
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.signin import clients, flow_documents, issue, pages, scopes
from fakeping.families.pingone.signin import device_rules as device
from fakeping.families.pingone.signin.cookies import cookie, set_cookie
from fakeping.families.pingone.signin.devices import REFUSED, Device
from fakeping.families.pingone.signin.flows import Flow
from fakeping.families.pingone.signin.issue import SignInCall, environment_of
from fakeping.families.pingone.signin.model import (
    DEVICE,
    DEVICE_CODE,
    NONE,
    Access,
    Application,
    Authorization,
    AuthorizationRequest,
)
from fakeping.families.pingone.signin.parameters import form, parameters, required
from fakeping.families.pingone.signin.problems import NO_STORE, InvalidClient, OAuthError
from fakeping.families.pingone.user import User

# What an application has that says nothing.
_TIMEOUT = 600
_INTERVAL = 5


def authenticate(call: SignInCall) -> Caller:
    """Return the application that is named, whose secret counts if it is sent."""
    shown = clients.credentials(call.request, form(call.request))
    environment = environment_of(call)
    found = environment.applications.find(shown.client_id)
    if shown.method == NONE and found is not None and found.enabled:
        return Caller(subject=None, client=found.client_id, issuer=environment.id)
    try:
        return clients.authenticate(call)
    except InvalidClient as problem:
        raise clients.refused(shown, rule=device.DEVICE_CLIENT) from problem


def authorize_device(call: SignInCall) -> Reply:
    """Return the codes of a device, and where its user enters theirs."""
    environment = environment_of(call)
    application = environment.applications.find(call.caller.client)
    assert application is not None  # noqa: S101 - it authenticated
    if DEVICE_CODE not in application.grant_types:
        raise OAuthError(
            "unauthorized_client",
            f"The application may not use the grant type {DEVICE_CODE}",
            rule=device.DEVICE_CLIENT,
        )
    access = scopes.access(environment, application, call.body, user=True)
    said = application.said
    lifetime = said.get("deviceTimeout") or _TIMEOUT
    interval = said.get("devicePollingInterval") or _INTERVAL
    code, waiting = environment.signin.devices.begin(
        _request(environment, application, access), lifetime=lifetime, interval=interval
    )
    own = f"{_root(call)}/device/{said.get('devicePathId') or application.client_id}"
    uri = said.get("deviceCustomVerificationUri") or own
    document = {
        "device_code": code,
        "user_code": waiting.user_code,
        "verification_uri": uri,
        "verification_uri_complete": f"{uri}{'&' if '?' in uri else '?'}user_code="
        f"{waiting.user_code}",
        "expires_in": lifetime,
        "interval": interval,
    }
    headers = {**NO_STORE, "Content-Type": "application/json"}
    return Reply(200, encoded(document), headers, device.DEVICE.name)


def device_code(call: SignInCall, application: Application) -> JSON:
    """Exchange a device code, which the user has allowed, for the user's tokens."""
    devices, code = environment_of(call).signin.devices, required(call.body, "device_code")
    found = devices.get(code)
    if found is None or found.request.client_id != application.client_id:
        raise _ended("invalid_grant", "The device_code is unknown or used, or another client's.")
    if devices.has_ended(found):
        raise _ended("expired_token", "The device_code has expired.")
    if found.status == REFUSED:
        raise _ended("access_denied", "The user refused the device.")
    if devices.asks(code, found):
        raise _pending("slow_down", "The device asks too often.")
    if found.session is None:
        raise _pending("authorization_pending", "The user has not allowed the device yet.")
    devices.take(code)
    authorization = Authorization(
        id=environment_of(call).signin.ids.uuid(), session=found.session, request=found.request
    )
    return issue.for_user(call, application, authorization, found.request.access)


def device_page(call: SignInCall) -> Reply:
    """Begin the flow in which a user allows a device, and redirect to its page."""
    environment = environment_of(call)
    application = _named(environment, call.params.get("application_identifier"))
    user_code = parameters(call.request).get("user_code")
    at_once = environment.users.at_once
    waiting = waiting_for(environment, application, user_code or "")
    if at_once is not None and waiting is not None:
        allow(environment, waiting, at_once)
        return pages.reply(pages.allowed())
    session = environment.signin.sessions.get(cookie(call))
    known = environment.users.table.get(session.user_id) if session else None
    signed_in = known is not None and known.can_sign_in
    flow = environment.signin.flows.begin(
        _request(environment, application, Access()),
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
        action=f"{issue.issuer_of(call)}/signon",
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
    waiting = waiting_for(environment, application, said.get("user_code", ""))
    user = environment.users.named(said.get("user", ""))
    if waiting is None or (user is not None and not user.can_sign_in):
        return show(call, environment.signin.flows.begin(flow.request), wrong=True)
    if user is None:
        environment.signin.devices.decide(*waiting, None)
        return pages.reply(pages.refused())
    new_cookie = allow(environment, waiting, user)
    return pages.reply(pages.allowed(), {"Set-Cookie": set_cookie(call, new_cookie)})


def waiting_for(
    environment: Environment, application: Application | None, user_code: str
) -> tuple[str, Device] | None:
    """The device that waits with a user code, of any application or of this one."""
    found = environment.signin.devices.waiting(user_code)
    own = application is None or found is None or found[1].request.client_id == application.id
    return found if own else None


def allow(environment: Environment, waiting: tuple[str, Device], user: User) -> str:
    """Let a user allow a device in a new session. Return the session's cookie."""
    code, found = waiting
    new_cookie, session = environment.signin.sessions.begin(user, acr=found.request.acr)
    environment.signin.devices.decide(code, found, session)
    return new_cookie


def _named(environment: Environment, name: Any) -> Application | None:
    """The application with that id or `devicePathId`; `None` if none is named."""
    if name is None:
        return None
    applications = environment.applications
    for each in applications.table:
        if name in {each.id, each.said.get("devicePathId")}:
            return each
    raise NotFound(f"no application {name}", rule=device.DEVICE_PAGE)


def _request(
    environment: Environment, application: Application | None, access: Access
) -> AuthorizationRequest:
    policies = environment.policies_of(application) if application else None
    return AuthorizationRequest(
        client_id=application.client_id if application else "",
        redirect_uri="",
        response_types=frozenset({"code"}),
        response_mode=DEVICE,
        access=access,
        state=None,
        nonce=None,
        challenge=None,
        challenge_method="plain",
        prompts=frozenset(),
        acr=policies[0] if policies else environment.sign_on_policies.default.name,
        max_age=None,
        login_hint=None,
    )


def _root(call: SignInCall) -> str:
    return f"{call.request.base_url}/{call.params['environment_id']}"


def _ended(error: str, description: str) -> OAuthError:
    return OAuthError(error, description, rule=device.DEVICE_ENDED)


def _pending(error: str, description: str) -> OAuthError:
    return OAuthError(error, description, rule=device.DEVICE_PENDING)
