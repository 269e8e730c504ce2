"""What can be asked of a session: whose it is, its times and properties, and its end."""

import re
from datetime import datetime
from typing import Any

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam.checks.administrators import administrators
from fakeping.contract.pingam.checks.sessions import shut_out
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import SSO, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.edition import AM_8_1
from fakeping.families.pingam.rules import session as rules

#: Seconds that a session lasts, and that it lasts unused.
_LONGEST = 7200
_IDLE = 1800

_LOGGED_OUT = {"result": "Successfully logged out"}
_INVALID = {"valid": False}
_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9]+")


def act(target: PingAMTarget, action: str, session: str | None, **how: Any) -> Answer:
    """Ask for an action with a caller's session, or without one."""
    headers = {} if session is None else {SSO: session}
    url = f"{target.json_url}/sessions?_action={action}"
    return target.ask("POST", url, headers={**headers, **how.pop("headers", {})}, token=None, **how)


def lasts(target: PingAMTarget, session: str) -> bool:
    """Whether a session lasts. It is not used by that."""
    answer = act(target, "validate&refresh=false", None, json={"tokenId": session})
    expect(answer, 200, {"valid": bool})
    return bool(answer.json["valid"])


def is_8_1(target: PingAMTarget) -> bool:
    """Whether a target is today's PingAM, and not the ancestor."""
    return target.edition == AM_8_1.name


@CHECKS.of(rules.INFO)
def a_session_is_told(target: PingAMTarget) -> None:
    """The caller's own, or the one that the query or the body names."""
    own, named = (target.new_session(target.owner) for _ in range(2))
    who = {"username": target.owner.name, "realm": target.realm_name, "universalId": str}
    who |= {"maxSessionExpirationTime": str, "maxIdleExpirationTime": str}
    who |= {"latestAccessTime": str}
    who |= {"properties": dict if is_8_1(target) else ABSENT}
    expect(act(target, "getSessionInfo", own), 200, who)
    expect(act(target, f"getSessionInfo&tokenId={named}", own), 200, who)
    expect(act(target, "getSessionInfo", own, json={"tokenId": named}), 200, who)
    for how in ({}, {"json": {"tokenId": own}}):
        shut_out(act(target, "getSessionInfo", None, **how))
    shut_out(act(target, f"getSessionInfo&tokenId={target.name('nothing')}", own))
    resets = act(target, "getSessionInfoAndResetIdleTime", own)
    if is_8_1(target):
        expect(resets, 200, who)
    else:
        denied(resets, 400)


def ends(target: PingAMTarget, session: str, name: str) -> datetime:
    """When a session ends: its own end, or the one of its idle time."""
    answer = act(target, "getSessionInfo", session)
    expect(answer, 200, {name: str})
    return datetime.fromisoformat(answer.json[name])


@CHECKS.of(rules.INFO)
def to_be_told_of_is_not_to_be_used(target: PingAMTarget) -> None:
    """Save by the action whose name says so; none makes a session last longer than it may."""
    with target.steered().at_a_standstill():
        session = target.new_session(target.owner)
        before = [ends(target, session, f"max{of}ExpirationTime") for of in ("Idle", "Session")]
        target.advance(600)
        after = [ends(target, session, f"max{of}ExpirationTime") for of in ("Idle", "Session")]
        ensure_same(after, before, "when a session ends that was told of")
        if is_8_1(target):
            answer = act(target, "getSessionInfoAndResetIdleTime", session)
            reset = [answer.json[f"max{of}ExpirationTime"] for of in ("Idle", "Session")]
            later = [
                (datetime.fromisoformat(told) - when).total_seconds()
                for told, when in zip(reset, before, strict=True)
            ]
            ensure_same(later, [600, 0], "how much later a session ends that was reset")
            target.advance(_IDLE - 1)
            ensure(lasts(target, session), "a session has ended that was reset")
        else:
            target.advance(_IDLE - 600)
            ensure(not lasts(target, session), "a session lasts that was told of alone")


@CHECKS.of(rules.VALIDATE)
def a_session_that_lasts_is_valid(target: PingAMTarget) -> None:
    """By its token in the body, in the query, in the header, in the cookie, or several."""
    own, named = (target.new_session(target.owner) for _ in range(2))
    valid = {"valid": True, "uid": target.owner.name, "realm": target.realm_name}
    cookie = {"Cookie": f"{SSO}={own}"}
    versions = {"Accept-API-Version": "resource=2.1, protocol=1.0"}
    asked: tuple[tuple[str, str | None, dict[str, Any]], ...] = (
        ("validate", None, {"json": {"tokenId": named}, "headers": versions}),
        ("validate", own, {"json": {"tokenId": named}}),
        ("validate", None, {"json": {"tokenId": named}, "headers": cookie}),
        ("validate", None, {"headers": cookie}),
        ("validate", own, {"json": {}}),
        ("validate", own, {}),
        (f"validate&tokenId={named}", None, {}),
        ("validate", target.name("nothing"), {"json": {"tokenId": named}}),
    )
    uids: dict[bool, set[str]] = {True: set(), False: set()}
    for action, session, how in asked:
        answer = act(target, action, session, **how)
        expect(answer, 200, {**valid, "sessionUid": str if is_8_1(target) else ABSENT})
        uid = answer.json.get("sessionUid")
        if uid is not None:
            ensure(bool(_UID.fullmatch(uid)), f"{answer.asked}: the sessionUid is {uid}")
            uids[named in f"{action} {how}"].add(uid)
    if is_8_1(target):
        ensure_same([*map(len, uids.values())], [1, 1], "how many uids each session has")
        ensure(uids[True] != uids[False], "two sessions have one uid")


@CHECKS.of(rules.VALIDATE)
def what_does_not_last_is_not_valid(target: PingAMTarget) -> None:
    """And nothing else is told of it, whoever asks."""
    own, over = (target.new_session(target.owner) for _ in range(2))
    expect(act(target, "logout", over), 200, _LOGGED_OUT)
    for named in (over, target.name("nothing"), 1, {"a": "b"}):
        for session in (own, None):
            answer = act(target, "validate", session, json={"tokenId": named})
            expect(answer, 200)
            ensure_same(answer.json, _INVALID, f"{answer.asked}: what is told")
    answer = act(target, "validate", over)
    expect(answer, 200)
    ensure_same(answer.json, _INVALID, f"{answer.asked}: what is told")


@CHECKS.of(rules.VALIDATE)
def to_validate_is_to_use(target: PingAMTarget) -> None:
    """Unless it is said not to be."""
    with target.steered().at_a_standstill():
        used, left = (target.new_session(target.owner) for _ in range(2))
        target.advance(_IDLE - 1)
        for session, query in ((used, ""), (left, "&refresh=false")):
            said = {"tokenId": session}
            expect(act(target, f"validate{query}", None, json=said), 200, {"valid": True})
        target.advance(1)
        ensure_same((lasts(target, used), lasts(target, left)), (True, False), "what lasts")
        target.advance(_IDLE - 1)
        ensure(not lasts(target, used), "a session lasts that was used half an hour ago")


@CHECKS.of(rules.TOKEN)
def an_action_is_about_a_session(target: PingAMTarget) -> None:
    """With no token anywhere there is none."""
    for action in ("validate", "logout"):
        denied(act(target, action, None), 400)
        denied(act(target, action, None, json={}), 400)


@CHECKS.of(rules.TOKEN)
def the_query_names_a_session_before_the_body(target: PingAMTarget) -> None:
    """And the body before the header."""
    query, body, own = (target.new_session(target.owner) for _ in range(3))
    answer = act(target, f"logout&tokenId={query}", own, json={"tokenId": body})
    expect(answer, 200, _LOGGED_OUT)
    still = [lasts(target, each) for each in (query, body, own)]
    ensure_same(still, [False, True, True], "which sessions last")
    expect(act(target, "logout", own, json={"tokenId": body}), 200, _LOGGED_OUT)
    ensure_same([lasts(target, each) for each in (body, own)], [False, True], "what lasts")


@CHECKS.of(rules.ANOTHERS)
def anothers_session_is_not_to_be_seen(target: PingAMTarget) -> None:
    """Nor changed; but whoever knows its token may validate and end it."""
    own, theirs = target.new_session(target.owner), target.new_session(target.other())
    said = {"tokenId": theirs}
    for action in ("getSessionInfo", "refresh", "getSessionProperties"):
        denied(act(target, action, own, json=said), 403)
    denied(act(target, "updateSessionProperties", own, json={**said, "a": "b"}), 403)
    if is_8_1(target):
        denied(act(target, "getSessionInfoAndResetIdleTime", own, json=said), 403)
        denied(act(target, "logoutByUser", own, json={"username": target.other().name}), 403)
    valid = {"valid": True, "uid": target.other().name}
    expect(act(target, "validate", own, json=said), 200, valid)
    expect(act(target, "logout", own, json=said), 200, _LOGGED_OUT)
    ensure_same((lasts(target, own), lasts(target, theirs)), (True, False), "what lasts")


@CHECKS.of(rules.ANOTHERS)
def an_administrator_may_see_anothers_session(target: PingAMTarget) -> None:
    """And end all of a user's."""
    user = target.new_user("leaver")
    for admin in administrators(target):
        own, theirs = target.new_session(admin), target.new_session(user)
        said = {"tokenId": theirs}
        expect(act(target, "getSessionInfo", own, json=said), 200, {"username": user.name})
        expect(act(target, "refresh", own, json=said), 200, {"uid": user.name})
        expect(act(target, "getSessionProperties", own, json=said), 200)
        if is_8_1(target):
            for there in (True, False):
                answer = act(target, "logoutByUser", own, json={"username": user.name})
                expect(answer, 200, {"result": there})
            ensure(not lasts(target, theirs), "an administrator's logoutByUser ends nothing")


@CHECKS.of(rules.LOGOUT)
def a_session_is_ended(target: PingAMTarget) -> None:
    """The caller's own, or the one that is named; by whoever knows it."""
    own, named = (target.new_session(target.owner) for _ in range(2))
    expect(act(target, "logout", None, json={"tokenId": named}), 200, _LOGGED_OUT)
    shut_out(act(target, "getSessionInfo", named))
    expect(act(target, "getSessionInfo", own), 200)
    expect(act(target, "logout", own), 200, _LOGGED_OUT)
    shut_out(act(target, "getSessionInfo", own))
    for how in ({}, {"json": {"tokenId": named}}):
        expect(act(target, "logout", own, **how), 200, {"result": "Token has expired"})


@CHECKS.of(rules.LOGOUT_USER)
def all_sessions_of_a_user_are_ended(target: PingAMTarget) -> None:
    """And none of another's; without a name, or in `openam`, none is."""
    user = target.new_user("leaver")
    own, more, theirs = (target.new_session(each) for each in (user, user, target.other()))
    wrong: tuple[dict[str, Any], ...] = ({}, {"username": 1})
    for said in wrong:
        denied(act(target, "logoutByUser", own, json=said), 400)
    answer = act(target, "logoutByUser", own, json={"username": user.name})
    here = is_8_1(target)
    if here:
        expect(answer, 200, {"result": True})
    else:
        denied(answer, 400)
    still = [lasts(target, each) for each in (own, more, theirs)]
    ensure_same(still, [not here, not here, True], "which sessions last")


@CHECKS.of(rules.REFRESH)
def a_session_is_refreshed(target: PingAMTarget) -> None:
    """And its times are told."""
    with target.steered().at_a_standstill():
        own, named = (target.new_session(target.owner) for _ in range(2))
        target.advance(600)
        who = {"uid": target.owner.name, "realm": target.realm_name}
        times = {"idletime": 0, "maxidletime": _IDLE // 60, "maxsessiontime": _LONGEST // 60}
        for how in ({}, {"json": {"tokenId": named}}):
            answer = act(target, "refresh", own, **how)
            expect(answer, 200, {**who, **times, "maxtime": _LONGEST - 600})
        target.advance(_IDLE - 1)
        ensure(lasts(target, own), "a session has ended that was refreshed")
        ensure(lasts(target, named), "a session has ended that was refreshed by its token")


@CHECKS.of(rules.REFRESH)
def what_does_not_last_is_not_refreshed(target: PingAMTarget) -> None:
    """Which is told."""
    own = target.new_session(target.owner)
    answer = act(target, "refresh", own, json={"tokenId": target.name("nothing")})
    expect(answer, 200)
    ensure_same(answer.json, _INVALID, f"{answer.asked}: what is told")
    shut_out(act(target, "refresh", None))
