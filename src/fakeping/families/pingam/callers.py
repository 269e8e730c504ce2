"""Who is calling: the resource owner behind a PAT, or the user behind an SSO token."""

from collections.abc import Collection

from fakeping.core.caller import Caller
from fakeping.core.causes import Cause
from fakeping.core.exchange import bearer
from fakeping.core.operation import Authenticate, Call
from fakeping.core.problem import Forbidden, Unauthenticated
from fakeping.families.pingam.model import Session
from fakeping.families.pingam.people import CLIENT, OWNER, UMA_PROTECTION
from fakeping.families.pingam.realms import is_below
from fakeping.families.pingam.rules import signin as rules
from fakeping.families.pingam.sessions import SSO, sso_token, universal_id
from fakeping.families.pingam.store import AccessManager


def authenticate(call: Call[AccessManager]) -> Caller:
    """Return the resource owner behind a PAT. Raises `Unauthenticated` or `Forbidden`."""
    store = call.store
    if store.auth == "off":
        return _anyone()
    token = bearer(call.request)
    if token is None:
        raise Unauthenticated("no bearer token", cause="no-token")
    try:
        caller = store.tokens.caller(token, realm=call.address)
    except Unauthenticated:
        if store.auth == "any":
            return _anyone()
        raise
    strict = store.auth == "strict" and store.edition.enforce_pat_scope
    if strict and UMA_PROTECTION not in caller.scopes:
        raise Forbidden(f"The resource requested requires scope: {UMA_PROTECTION}")
    return caller


def _anyone() -> Caller:
    return Caller(subject=OWNER, client=CLIENT, scopes=frozenset({UMA_PROTECTION}))


def session_of(call: Call[AccessManager]) -> Session | None:
    """The session of the request's SSO token, whose idle time starts again."""
    sessions = call.store.sessions
    found = sessions.find(sso_token(call.request), realm=call.address)
    return sessions.touch(found) if found else None


def no_session(call: Call[AccessManager]) -> Unauthenticated:
    """The problem for a request without a session."""
    sent = sso_token(call.request)
    cause: Cause = "unknown-session" if sent else "no-session"
    return Unauthenticated("Access Denied", rule=rules.SSO, cause=cause)


def acting(anybodys: Collection[str]) -> Authenticate[AccessManager]:
    """An authentication by session, whose idle time goes on. `anybodys` are actions without."""

    def authenticate(call: Call[AccessManager]) -> Caller:
        found = call.store.sessions.find(sso_token(call.request), realm=call.address)
        session = found or _administrator(call)
        if session is not None:
            return Caller(subject=session.user, client=SSO)
        if call.query.get("_action", "").lower() in anybodys:
            return Caller(subject=None, client="anybody")
        raise no_session(call)

    return authenticate


def owner(call: Call[AccessManager]) -> Caller:
    """Return the user in the path if the session is theirs, or else the administrator of it.

    Raises `Unauthenticated` without a session, `Forbidden` for another user's.
    """
    user = call.params["user"]
    auth = call.store.auth
    session = session_of(call)
    if session is None and (above := _administrator(call)) is not None:
        session = call.store.sessions.touch(above)
    if auth == "off" or (auth == "any" and session is None and sso_token(call.request)):
        return Caller(subject=user, client=SSO)
    if session is None:
        raise no_session(call)
    if session.user != user and not call.store.people.administers(
        session.user, realm=session.realm
    ):
        who = universal_id(session.user, realm=session.realm)
        raise Forbidden(f"User, {who}, not authorized.", rule=rules.SSO_OWNER)
    return Caller(subject=session.user, client=SSO)


def _administrator(call: Call[AccessManager]) -> Session | None:
    """The session of an administrator of a realm above this one, whose idle time goes on."""
    found = call.store.sessions.anywhere(sso_token(call.request))
    if found is None or not is_below(call.address, found.realm):
        return None
    if not call.store.people.administers(found.user, realm=found.realm):
        return None
    return found


def administers(call: Call[AccessManager]) -> bool:
    """Whether the caller's session is an administrator's, of this realm or one above it."""
    own = call.store.sessions.find(sso_token(call.request), realm=call.address)
    if own is None:
        return _administrator(call) is not None
    return call.store.people.administers(own.user, realm=own.realm)
