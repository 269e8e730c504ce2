"""What can be asked of a session: whose it is, its times and properties, and its end."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from fakeping.core.exchange import JSON, Reply
from fakeping.core.limits import limit
from fakeping.core.operation import Operation, row
from fakeping.core.parameter import Parameter, one_of
from fakeping.core.problem import Forbidden, Unauthenticated
from fakeping.families.pingam import refusals
from fakeping.families.pingam.callers import acting, administers
from fakeping.families.pingam.edition import AM_8_1, OPENAM
from fakeping.families.pingam.model import Session
from fakeping.families.pingam.operations.call import AMCall, optional_body, unknown_action
from fakeping.families.pingam.parameters import action
from fakeping.families.pingam.problems import WrongRequest
from fakeping.families.pingam.rules import session as rules
from fakeping.families.pingam.rules import signin
from fakeping.families.pingam.sessions import sso_token
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.wire import sessions as wire

MAX_VALUE = limit(
    "pingam.session.property",
    4096,
    unit="characters",
    bounds="the value of a session property",
    past="400 in AM's own shape",
)

#: A session that lasts, if the request names one, and the request's body.
_Act = Callable[[AMCall, Session | None, JSON], Reply]


def act(call: AMCall) -> Reply:
    """Describe, refresh, change or end a session, depending on `_action`."""
    name = call.query.get("_action", "").lower()
    if name not in {each.lower() for each in _OF[call.store.edition.name]}:
        raise unknown_action(call)
    body = optional_body(call)
    found = _named(call, body)
    own = found is not None and found.id == sso_token(call.request)
    if not own:
        _touch_own(call)
    if name not in _ANYBODYS and found is not None:
        _check_user(call, found.user)
    return _ACTS[name](call, found, body)


def _info(call: AMCall, session: Session | None, _: JSON) -> Reply:
    session = _lasting(session)
    listed = None
    if call.store.edition.name == AM_8_1.name:
        listed = call.store.session_properties.of(session.realm)
    return wire.answer(wire.information(session, listed), rules.INFO)


def _info_and_reset(call: AMCall, session: Session | None, body: JSON) -> Reply:
    return _info(call, call.store.sessions.touch(_lasting(session)), body)


def _validate(call: AMCall, session: Session | None, _: JSON) -> Reply:
    if session is not None and call.query.get("refresh") != "false":
        call.store.sessions.touch(session)
    with_uid = call.store.edition.name == AM_8_1.name
    return wire.answer(wire.validity(session, with_uid=with_uid), rules.VALIDATE)


def _refresh(call: AMCall, session: Session | None, _: JSON) -> Reply:
    if session is None:
        return wire.answer(wire.validity(None, with_uid=False), rules.REFRESH)
    touched = call.store.sessions.touch(session)
    return wire.answer(wire.times(touched, now=call.store.clock.timestamp()), rules.REFRESH)


def _log_out(call: AMCall, session: Session | None, _: JSON) -> Reply:
    if session is None:
        return wire.answer({"result": "Token has expired"}, rules.LOGOUT)
    call.store.sessions.end(session.id)
    return wire.answer({"result": "Successfully logged out"}, rules.LOGOUT)


def _log_out_user(call: AMCall, _: Session | None, body: JSON) -> Reply:
    user = body.get("username")
    if not isinstance(user, str):
        raise WrongRequest("Bad Request", rule=rules.LOGOUT_USER)
    _check_user(call, user)
    ended = call.store.sessions.end_all(user, realm=call.address)
    return wire.answer({"result": ended}, rules.LOGOUT_USER)


def _properties(call: AMCall, session: Session | None, _: JSON) -> Reply:
    if session is None:
        raise WrongRequest("Bad Request", rule=rules.PROPERTIES)
    listed = call.store.session_properties.of(session.realm)
    return wire.answer(wire.properties(session, listed), rules.PROPERTIES)


def _update_properties(call: AMCall, session: Session | None, body: JSON) -> Reply:
    values = {name: of for name, of in body.items() if name != "tokenId"}
    if session is None or not values or not all(map(_is_value, values.values())):
        raise WrongRequest("Bad Request", rule=rules.PROPERTIES)
    listed = set(call.store.session_properties.of(session.realm))
    if not values.keys() <= listed:
        raise Forbidden("Forbidden", rule=rules.PROPERTIES)
    if call.store.edition.all_session_properties and values.keys() != listed:
        raise Forbidden("Forbidden", rule=rules.ALL_PROPERTIES)
    return _properties(call, call.store.sessions.set_properties(session, values), body)


def _check_user(call: AMCall, user: str) -> None:
    """Raise `Forbidden` unless the caller is the user, or an administrator."""
    if user != call.caller.subject and not administers(call):
        raise Forbidden("Forbidden", rule=rules.ANOTHERS)


def _is_value(said: JSON) -> bool:
    return isinstance(said, str) and len(said) <= MAX_VALUE


def _lasting(session: Session | None) -> Session:
    if session is None:
        raise Unauthenticated("Access Denied", rule=signin.SSO, cause="unknown-session")
    return session


def _named(call: AMCall, body: JSON) -> Session | None:
    """The session that the request is about. Raises `WrongRequest` if it names none."""
    token_id = call.query.get("tokenId") or body.get("tokenId") or sso_token(call.request)
    if token_id is None:
        raise WrongRequest("iPlanetDirectoryCookie not set on request", rule=rules.TOKEN)
    return call.store.sessions.find(str(token_id), realm=call.address)


def _touch_own(call: AMCall) -> None:
    """Restart the idle time of the caller's own session, which the action is not about."""
    own = call.store.sessions.anywhere(sso_token(call.request))
    if own is not None:
        call.store.sessions.touch(own)


_ACTS: Mapping[str, _Act] = {
    "getsessioninfo": _info,
    "getsessioninfoandresetidletime": _info_and_reset,
    "validate": _validate,
    "refresh": _refresh,
    "logout": _log_out,
    "logoutbyuser": _log_out_user,
    "getsessionproperties": _properties,
    "updatesessionproperties": _update_properties,
}
#: The actions that need no session beside the one that they are about.
_ANYBODYS = frozenset({"validate", "logout"})

_OF_BOTH = (
    *("getSessionInfo", "validate", "refresh", "logout"),
    *("getSessionProperties", "updateSessionProperties"),
)
#: The actions of each edition.
_OF: Mapping[str, tuple[str, ...]] = {
    AM_8_1.name: (*_OF_BOTH, "getSessionInfoAndResetIdleTime", "logoutByUser"),
    OPENAM.name: _OF_BOTH,
}

_ROW: Operation[AccessManager] = row(
    "pingam.session.act",
    "POST /json/{realm*}/sessions",
    act,
    {200: "pingam/session"},
    summary="Describe, refresh, change or end a session",
    secret_query={"tokenId": Parameter(says="The session's token, if not the caller's own")},
    body_read="pingam/session_request",
    rule=rules.INFO,
    other_rules=(
        *(rules.VALIDATE, rules.REFRESH, rules.LOGOUT, rules.LOGOUT_USER, rules.PROPERTIES),
    ),
    unmodelled={
        "_action=logoutByHandle": "sessions that end, by handles from a query",
        "_action=getTimeLeft": "seconds that are left of a session, in AM's older versions",
    },
    confidential=True,
    authenticate=acting(_ANYBODYS),
    security=("session", ""),
    render_problem=refusals.common_rest,
    adds=False,
)
_REFRESH = {"refresh": one_of("true", "false", says="Whether `validate` resets the idle time")}

OPERATIONS: tuple[Operation[AccessManager], ...] = tuple(
    replace(_ROW, query={**action(*names), **_REFRESH}, editions=frozenset({edition}))
    for edition, names in _OF.items()
)
