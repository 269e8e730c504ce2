"""Checks of resource descriptions."""

from collections.abc import Iterator
from typing import Any

from fakeping.contract.check import ABSENT, ensure, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import registration as rules

#: As many characters as a name may have.
LONGEST_NAME = 4096

_NO_STRINGS: tuple[Any, ...] = ("view", {}, 1, True, ["view", 1], [None])
_NO_STRING: tuple[Any, ...] = (1, [], {}, False)


@CHECKS.of(rules.SCOPES_REQUIRED)
def scopes_are_all_that_it_takes(target: PingAMTarget) -> None:
    """Only the scopes are required, and may be empty."""
    member = target.behaviour.scopes_member
    said: dict[str, Any] = {member: []} | (
        {"name": target.name()} if target.behaviour.require_name else {}
    )
    expect(target.register(said), 201)
    made = steps.resource_set(target)
    other = "resource_scopes" if target.behaviour.uma1 else "scopes"
    without = {"name": target.name(), other: ["view"]}
    told = f"Missing required attribute, '{member}'."
    refused(target.register(without), 400, "bad_request", naming=told)
    refused(steps.put(target, made, without), 400, "bad_request", naming=told)


def wrong(target: PingAMTarget) -> Iterator[tuple[str, Any]]:
    """Members, each with values of a wrong type."""
    scopes = target.behaviour.scopes_member
    for member in (scopes, "labels"):
        for value in _NO_STRINGS:
            yield member, value
    for member in ("name", "type"):
        for value in _NO_STRING:
            yield member, value
    yield "icon_uri", 1
    yield "icon_uri", "not a URI"
    if target.behaviour.uma1:
        yield "uri", "not a URI"
    else:
        yield "description", 1


@CHECKS.of(rules.DESCRIPTION_TYPES)
def a_member_of_a_wrong_type_is_named(target: PingAMTarget) -> None:
    """The error names the member, on registration and update."""
    made = steps.resource_set(target)
    for member, value in wrong(target):
        said = steps.description(target, **{member: value})
        refused(target.register(said), 400, "bad_request", naming=f"'{member}'")
        refused(steps.put(target, made, said), 400, "bad_request", naming=f"'{member}'")


@CHECKS.of(rules.DESCRIPTION_TYPES)
def the_first_that_is_wrong_is_named(target: PingAMTarget) -> None:
    """The first one in the validator's order, not the body's."""
    uma1 = ["name", "uri", "type", "scopes", "icon_uri", "labels"]
    uma2 = ["name", "type", "resource_scopes", "icon_uri", "description", "labels"]
    order = uma1 if target.behaviour.uma1 else uma2
    for at, member in enumerate(order):
        said = steps.description(target, **dict.fromkeys(reversed(order[at:]), 1))
        refused(target.register(said), 400, "bad_request", naming=f"'{member}'")


@CHECKS.of(rules.DESCRIPTION_TYPES)
def members_of_the_right_type_are_taken(target: PingAMTarget) -> None:
    """They are accepted, and read back unchanged."""
    said = steps.description(
        target,
        type="http://photoz.example.com/dev/rtypes/photoalbum",
        description="An album, фото",
        icon_uri="http://photoz.example.com/icons/flower.png?size=1#a",
        labels=["3D", "VIP"],
    )
    answer = target.register(said)
    expect(answer, 201)
    expect(target.ask("GET", target.url_of(answer.json["_id"])), 200, said)
    odds: tuple[dict[str, Any], ...] = (
        {"name": f"{target.name()}\u202eabc\n\0"},
        {"icon_uri": "javascript:alert(1)"},
        {"icon_uri": ""},
        {"type": "x y"},
        {"description": "<b>\N{GRINNING FACE}"},
    )
    for odd in odds:
        made = steps.resource_set(target, **odd)
        expect(steps.read(target, made), 200, odd)


@CHECKS.of(rules.NAME_LENGTH)
def a_name_has_an_end(target: PingAMTarget) -> None:
    """A name has at most 4096 characters."""
    longest = target.name().ljust(LONGEST_NAME, "x")
    expect(target.register(steps.description(target, name=longest)), 201)
    too_long = target.name().ljust(LONGEST_NAME + 1, "x")
    answer = target.register(steps.description(target, name=too_long))
    refused(answer, 400, "bad_request", naming="'name'")


@CHECKS.of(rules.NULL_IS_ABSENT)
def null_says_nothing(target: PingAMTarget) -> None:
    """A null member counts as omitted."""
    member = target.behaviour.scopes_member
    nothing = dict.fromkeys(("type", "icon_uri", "labels", "colour"))
    answer = target.register(steps.description(target, **nothing))
    expect(answer, 201)
    read = {"type": ABSENT, "icon_uri": ABSENT, "colour": ABSENT, "labels": []}
    expect(target.ask("GET", target.url_of(answer.json["_id"])), 200, read)
    said = steps.description(target, **{member: None})
    refused(target.register(said), 400, "bad_request", naming=f"'{member}'")
    for name in (None, None):  # a name that is null is the same as no other
        answer = target.register(steps.description(target, name=name))
        if target.behaviour.require_name:
            refused(answer, 400, "bad_request", naming="'name'")
        else:
            expect(answer, 201)


@CHECKS.of(rules.UNKNOWN_KEPT)
def unknown_members_are_kept(target: PingAMTarget) -> None:
    """Unknown members are stored; the server's own can't be set."""
    said: dict[str, Any] = {"colours": [1, {"deep": [True]}], "фото": "é", "size": {"x": 1.5}}
    servers: dict[str, Any] = {
        "_id": "chosen",
        "user_access_policy_uri": "http://elsewhere.invalid/",
    }
    made = steps.resource_set(target, **said, **servers)
    own = {"_id": made.id, "user_access_policy_uri": made.policy_uri}
    ensure(made.id != "chosen", "a body can choose its `_id`")
    read = steps.read(target, made)
    expect(read, 200, said | own)
    expect(steps.put(target, made, read.json | {"more": 1}), 200, own)
    expect(steps.read(target, made), 200, said | own | {"more": 1})


@CHECKS.of(rules.NAME_REQUIRED)
def a_name_must_be_there_in_openam(target: PingAMTarget) -> None:
    """Only `openam` requires a name."""
    said = {target.behaviour.scopes_member: ["view"]}
    for _ in range(2):
        answer = target.register(said)
        if target.behaviour.require_name:
            refused(answer, 400, "bad_request", naming="'name'")
        else:
            expect(answer, 201)
