"""Properties of sessions: which there may be, and who has what."""

from typing import Any

from fakeping.contract.check import ABSENT, ensure_same, expect
from fakeping.contract.pingam.checks.session_actions import act, is_8_1
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import FAMILY, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import session as rules


def listed(target: PingAMTarget) -> tuple[str, str]:
    """The names of two properties that sessions may have. Raises `NotRun` of a real deployment."""
    names = (target.name("LoginLocation"), target.name("Theme"))
    for each in names:
        target.steered().given(FAMILY, "session_property", name=each)
    return names


def changed(target: PingAMTarget, own: str, named: str | None = None, **values: Any) -> Answer:
    """Set properties of a session, and the others to what they are."""
    how = {} if named is None else {"tokenId": named}
    shown = act(target, "getSessionProperties", own, json=how)
    expect(shown, 200, dict.fromkeys(values, str))
    return act(target, "updateSessionProperties", own, json={**shown.json, **values, **how})


@CHECKS.of(rules.PROPERTIES)
def session_properties_are_set_and_told(target: PingAMTarget) -> None:
    """Of the caller's session, and of the one that is named; each session has its own."""
    place, theme = listed(target)
    own, named = (target.new_session(target.owner) for _ in range(2))
    nothing = {place: "", theme: ""}
    for how in ({}, {"json": {"tokenId": named}}):
        expect(act(target, "getSessionProperties", own, **how), 200, nothing)
    both = {place: "40.748440, -73.984559", theme: "x" * 4096}
    expect(changed(target, own, **both), 200, both)
    other = {place: "here", theme: "light"}
    expect(changed(target, own, named, **other), 200, {**other, "tokenId": ABSENT})
    for session, values in ((own, both), (named, other)):
        expect(act(target, "getSessionProperties", session), 200, values)
        if is_8_1(target):
            told = act(target, "getSessionInfo", session).json["properties"]
            ensure_same({name: told.get(name) for name in values}, values, "the properties told")


@CHECKS.of(rules.PROPERTIES)
def what_may_not_be_set_sets_nothing(target: PingAMTarget) -> None:
    """A property that is not listed, none, and what is no text."""
    place, theme = listed(target)
    own, values = target.new_session(target.owner), {place: "here", theme: "dark"}
    expect(changed(target, own, **values), 200, values)
    every = act(target, "getSessionProperties", own).json | {place: "there", theme: "light"}
    denied(act(target, "updateSessionProperties", own, json={**every, "AuthLevel": "5"}), 403)
    denied(act(target, "updateSessionProperties", own, json={"AuthLevel": "5"}), 403)
    wrong: tuple[dict[str, Any], ...] = (
        {},
        {"tokenId": own},
        {**every, theme: 5},
        {**every, place: None},
    )
    for said in wrong:
        denied(act(target, "updateSessionProperties", own, json=said), 400)
    long = {**every, place: "x" * 4097}
    denied(act(target, "updateSessionProperties", own, json=long), 400)
    gone = {"tokenId": target.name("nothing")}
    denied(act(target, "getSessionProperties", own, json=gone), 400)
    denied(act(target, "updateSessionProperties", own, json={**every, **gone}), 400)
    expect(act(target, "getSessionProperties", own), 200, values)


@CHECKS.of(rules.ALL_PROPERTIES)
def session_properties_are_set_all_at_once(target: PingAMTarget) -> None:
    """Or some of them; then the others stay."""
    place, theme = listed(target)
    own = target.new_session(target.owner)
    every = changed(target, own, **{place: "here", theme: "dark"}).json
    some = act(target, "updateSessionProperties", own, json={place: "there"})
    if target.behaviour.all_session_properties:
        denied(some, 403)
        expect(act(target, "getSessionProperties", own), 200, every)
    else:
        expect(some, 200, {**every, place: "there"})
