"""Sign-in by flows: reading one, an action on it, and resuming the authorization request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from fakeping.core import schemas
from fakeping.core.body import content_type
from fakeping.core.exchange import Reply
from fakeping.core.problem import NotFound, Unauthenticated
from fakeping.core.rules import Rule
from fakeping.families.pingone.problems import FieldError, Unfit
from fakeping.families.pingone.signin import (
    device_deciding,
    device_rules,
    flow_documents,
    flow_rules,
)
from fakeping.families.pingone.signin.answer import members, signed_in
from fakeping.families.pingone.signin.call import SignInCall, environment_of
from fakeping.families.pingone.signin.cookies import cookie
from fakeping.families.pingone.signin.flow_documents import (
    CHANGE,
    CHECK,
    CONSENT,
    FORGOT,
    OFFERED,
    RECOVER,
    RESET,
    SEND,
    VERIFY,
)
from fakeping.families.pingone.signin.flows import (
    COMPLETED,
    CONSENT_REQUIRED,
    FAILED,
    MUST_CHANGE_PASSWORD,
    RECOVERY_CODE_REQUIRED,
    USERNAME_PASSWORD_REQUIRED,
    Flow,
    signed_in_status,
)
from fakeping.families.pingone.signin.model import DEVICE, PI_FLOW
from fakeping.families.pingone.signin.origins import cors_headers
from fakeping.families.pingone.user import MUST_CHANGE, User
from fakeping.redaction.secret_digest import matches


def read(call: SignInCall) -> Reply:
    """Read a flow: what it waits for."""
    return flow_documents.reply(call, _flow(call, call.params["flow_id"]))


def offered(call: SignInCall) -> Flow:
    """The flow of a request. Raises `Unauthenticated` for an action that it does not offer."""
    flow = _flow(call, call.params["flow_id"])
    action = _ACTIONS.get(_media_type(call))
    if action is None or action.name not in OFFERED[flow.status]:
        raise Unauthenticated(
            "the flow does not offer this action", rule=flow_rules.FLOW_ACTION_OFFERED
        )
    return flow


def act(call: SignInCall) -> Reply:
    """Carry out the action of a flow that the media type names."""
    action = _ACTIONS[_media_type(call)]
    if not call.request.body:
        schemas.validate(action.schema, call.body)
    return action.handler(call, call.found)


def resume(call: SignInCall) -> Reply:
    """Answer the authorization request of a completed flow, in the browser that completed it."""
    trusted = cors_headers(call.request, call.store)  # while there is the flow
    reply = _resumed(call)
    reply.headers = {**reply.headers, **trusted}
    return reply


def _resumed(call: SignInCall) -> Reply:
    flow = _flow(call, call.query.get("flowId", ""))
    signin = environment_of(call).signin
    session = signin.sessions.get(cookie(call))
    user = environment_of(call).users.table.get(session.user_id) if session else None
    if flow.request.response_mode == DEVICE:
        return flow_documents.to_page(call, flow)  # nothing is sent back
    mine = session is not None and flow.session is not None and session.id == flow.session.id
    if not mine or user is None or not user.can_sign_in:
        if flow.request.response_mode == PI_FLOW:
            return flow_documents.reply(call, flow)
        return flow_documents.to_page(call, flow)
    signin.flows.take(flow.id)
    assert session is not None  # noqa: S101 - it is the flow's
    if flow.request.response_mode == PI_FLOW:
        return flow_documents.reply(call, flow, response=members(call, flow.request, session))
    return signed_in(call, flow.request, session)


def _flow(call: SignInCall, id_: str) -> Flow:
    found = environment_of(call).signin.flows.get(id_)
    if found is None:
        raise NotFound(f"no flow {id_}", rule=flow_rules.FLOW_UNKNOWN)
    return found


def _check(call: SignInCall, flow: Flow) -> Reply:
    environment = environment_of(call)
    table = environment.users.table
    user = table.get(table.holder(call.body["username"]) or "")
    if user is None or flow.user_id not in {None, user.id}:
        _refuse("INVALID_CREDENTIALS", "Invalid username and/or password.")
    if user.password is None:
        _refuse("NO_PASSWORD", "The user has no password.")
    if not matches(user.password.digest, call.body["password"]):
        _refuse("INVALID_CREDENTIALS", "Invalid username and/or password.")
    _require_able(user)
    if user.password_status == MUST_CHANGE:
        changed = environment.signin.flows.update(
            flow, status=MUST_CHANGE_PASSWORD, user_id=user.id
        )
        return flow_documents.reply(call, changed)
    return _complete(call, flow, user)


def _change(call: SignInCall, flow: Flow) -> Reply:
    users = environment_of(call).users
    user = users.get(flow.user_id or "")
    held = user.password
    if held is None or not matches(held.digest, call.body["currentPassword"]):
        _refuse("INVALID_VALUE", "The current password did not match.", target="currentPassword")
    return _with_password(call, flow, user)


def _with_password(call: SignInCall, flow: Flow, user: User) -> Reply:
    """Sign a user in, with the new password of the body."""
    _require_able(user)
    users = environment_of(call).users
    password = users.password(call.body["newPassword"], username=user.username)
    return _complete(call, flow, users.put(replace(user, password=password)))


def _forgot(call: SignInCall, flow: Flow) -> Reply:
    environment = environment_of(call)
    table = environment.users.table
    user = table.get(table.holder(call.body["username"]) or "")
    if flow.user_id is not None and (user is None or user.id != flow.user_id):
        _refuse("INVALID_CREDENTIALS", "The user is not the one who must sign in.")
    # Nobody is told whether there is such a user.
    asked = environment.signin.flows.update(
        flow, status=RECOVERY_CODE_REQUIRED, user_id=user.id if user else None
    )
    return _send(call, asked)


def _send(call: SignInCall, flow: Flow) -> Reply:
    environment = environment_of(call)
    user = environment.users.table.get(flow.user_id or "")
    if user is not None and user.can_sign_in and user.password is not None:
        environment.signin.recoveries.send(user.id)
    return flow_documents.reply(call, flow)


def _recover(call: SignInCall, flow: Flow) -> Reply:
    environment, body = environment_of(call), call.body
    message = environment.signin.recoveries.refusal(flow.user_id or "", body["recoveryCode"])
    if message is not None:
        _refuse("INVALID_VALUE", message, target="recoveryCode", rule=flow_rules.FLOW_FORGOT)
    return _with_password(call, flow, environment.users.get(flow.user_id or ""))


def _reset(call: SignInCall, flow: Flow) -> Reply:
    signin = environment_of(call).signin
    signin.sessions.end(cookie=cookie(call), id_=flow.session.id if flow.session else "")
    begun = signin.flows.update(flow, status=USERNAME_PASSWORD_REQUIRED, user_id=None, session=None)
    return flow_documents.reply(call, begun)


def _complete(call: SignInCall, flow: Flow, user: User) -> Reply:
    signin = environment_of(call).signin
    new_cookie, session = signin.sessions.begin(user, acr=flow.request.acr)
    completed = signin.flows.update(
        flow, status=signed_in_status(flow.request), user_id=user.id, session=session
    )
    return flow_documents.reply(call, completed, new_cookie=new_cookie)


def _verify(call: SignInCall, flow: Flow) -> Reply:
    environment = environment_of(call)
    application = environment.applications.find(flow.request.client_id)
    waiting = device_deciding.waiting_for(environment, application, call.body["userCode"])
    if waiting is None:
        _refuse_user_code()
    _, found = waiting
    verified = environment.signin.flows.update(
        flow, status=CONSENT_REQUIRED, user_code=found.user_code, request=found.request
    )
    return flow_documents.reply(call, verified)


def _consent(call: SignInCall, flow: Flow) -> Reply:
    environment = environment_of(call)
    waiting = environment.signin.devices.waiting(flow.user_code or "")
    if waiting is None:
        _refuse_user_code()
    _require_able(environment.users.get(flow.user_id or ""))
    accepted = call.body["accept"]
    environment.signin.devices.decide(*waiting, flow.session if accepted else None)
    decided = environment.signin.flows.update(flow, status=COMPLETED if accepted else FAILED)
    return flow_documents.reply(call, decided)


def _refuse_user_code() -> NoReturn:
    message = "The user code is unknown, expired or used."
    _refuse("INVALID_VALUE", message, target="userCode", rule=device_rules.DEVICE_USER_CODE)


def _require_able(user: User) -> None:
    if user.locked_at is not None:
        _refuse("PASSWORD_LOCKED_OUT", "The account is locked.", rule=flow_rules.FLOW_USER)
    if not user.can_sign_in:
        _refuse("USER_DISABLED", "The user is disabled.", rule=flow_rules.FLOW_USER)


def _refuse(
    code: str, message: str, *, target: str = "", rule: Rule = flow_rules.FLOW_CREDENTIALS
) -> NoReturn:
    raise Unfit((FieldError(code=code, message=message, target=target, rule=rule),))


def _media_type(call: SignInCall) -> str:
    media_type, _ = content_type(call.request.headers)
    return media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    """An action of a flow."""

    name: str
    #: Of its body.
    schema: str
    handler: Callable[[SignInCall, Flow], Reply]


def _action(name: str, schema: str, handler: Callable[[SignInCall, Flow], Reply]) -> _Action:
    return _Action(name=name, schema=f"pingone/current/{schema}", handler=handler)


# By media type, in lower case.
_ACTIONS: Mapping[str, _Action] = {
    f"application/vnd.pingidentity.{each.name.lower()}+json": each
    for each in (
        _action(CHECK, "flow_check", _check),
        _action(CHANGE, "password_reset", _change),
        _action(RESET, "flow_reset", _reset),
        _action(FORGOT, "flow_forgot", _forgot),
        _action(SEND, "password_send", _send),
        _action(RECOVER, "password_recover", _recover),
        _action(VERIFY, "device_user_code", _verify),
        _action(CONSENT, "device_consent", _consent),
    )
}

#: The schemas of the actions' bodies, by media type.
MEDIA_TYPES: Mapping[str, str] = {name: each.schema for name, each in _ACTIONS.items()}
