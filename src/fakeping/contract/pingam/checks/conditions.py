"""Checks of conditional requests: `If-Match` and `If-None-Match`."""

from typing import Any

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import registration as rules

STALE = 'W/"stale"'

# What is no list of tags, with the current tag in it or without.
_NO_TAGS = (
    "1029440276", '"1', "", " ", ",", "unquoted", f"*, {STALE}", "W/*", 'w/"1"', '"a" "b"',
    "'1'", '"a b"', '"*" *', "**", 'W/ "1"', f"{',  ' * 40}x",
)  # fmt: skip
_NEARLY = ('{tag}, "half', "*, {tag}", "{tag}, *", "{tag}; x", "{tag}{tag}", "{tag}, 1029440276")


def not_met(answer: Answer) -> None:
    """Raise `Differs` unless a write is 412."""
    expect(answer, 412, {"error": "precondition_failed", "error_description": ABSENT})


@CHECKS.of(rules.CONDITIONS)
def a_write_is_held_to_its_conditions(target: PingAMTarget) -> None:
    """A stale tag is 412, before the body is parsed."""
    made = steps.resource_set(target)
    current = {"If-Match": made.etag}
    for headers in (
        {"If-Match": STALE},
        {"If-Match": '"stale"'},
        {"If-Match": '""'},
        {"If-Match": '"1", "2"'},
        current | {"If-None-Match": made.etag},
        current | {"If-None-Match": "*"},
    ):
        not_met(target.ask("PUT", made.url, raw=b"not JSON", headers=headers))
        not_met(target.ask("DELETE", made.url, headers=headers))
    expect(steps.read(target, made), 200, dict(made.said), ETag=made.etag)
    nothing = target.url_of(target.name("nothing"))
    for headers in (
        {"If-Match": "*"},
        {"If-Match": STALE},
        {"If-Match": "*", "If-None-Match": "*"},
    ):
        refused(target.ask("PUT", nothing, raw=b"{", headers=headers), 404, "not_found")
        refused(target.ask("DELETE", nothing, headers=headers), 404, "not_found")
    said = steps.description(target)
    expect(steps.put(target, made, said, headers=current), 200)
    not_met(steps.put(target, made, dict(made.said), headers=current))
    expect(steps.read(target, made), 200, said)


@CHECKS.of(rules.CONDITIONS)
def a_condition_does_not_show_what_is_anothers(target: PingAMTarget) -> None:
    """It is not there, whatever its tag."""
    theirs = steps.resource_set(target, owner=target.other())
    for tag in (STALE, theirs.etag):
        headers = {"If-Match": tag}
        refused(target.ask("DELETE", theirs.url, headers=headers), 404, "not_found")


@CHECKS.of(rules.CONDITIONS)
def a_tag_matches_in_any_form(target: PingAMTarget) -> None:
    """Weak, strong, in a list, and `*`."""
    made = steps.resource_set(target)
    strong = made.etag.removeprefix("W/")
    for tag in (
        made.etag,
        strong,
        f"{STALE}, {made.etag}",
        f"{made.etag} , {STALE}",
        f", {made.etag},, ",
        "*",
        " * ",
    ):
        # The same description, so that the tag stays.
        answer = steps.put(target, made, dict(made.said), headers={"If-Match": tag})
        expect(answer, 200, ETag=made.etag)
    expect(steps.delete(target, made, headers={"If-Match": made.etag}), 204)


@CHECKS.of(rules.CONDITIONS)
def a_read_is_held_to_its_conditions(target: PingAMTarget) -> None:
    """A matching `If-None-Match` is 304, a stale one the current state."""
    made = steps.resource_set(target)
    for tag in (made.etag, f"{STALE}, {made.etag}"):
        held = steps.read(target, made, **{"If-None-Match": tag})
        expect(held, 304, ETag=made.etag)
        ensure_same(held.body, b"", f"{held.asked}: the body")
    held = target.ask("HEAD", made.url, headers={"If-None-Match": made.etag})
    expect(held, 304, ETag=made.etag, Content_Type=ABSENT)
    for tag in (STALE, "*", made.etag.removeprefix("W/"), "garbage", ""):
        expect(steps.read(target, made, **{"If-None-Match": tag}), 200, {"_id": made.id})
    stale = steps.read(target, made, **{"If-Match": STALE})
    expect(stale, 412, dict(made.said) | {"_id": made.id}, ETag=made.etag)
    fresh = steps.read(target, made, **{"If-Match": made.etag})
    expect(fresh, 200)
    ensure_same(stale.json, fresh.json, f"{stale.asked}: what there is")


@CHECKS.of(rules.CONDITIONS)
def the_collection_has_conditions_too(target: PingAMTarget) -> None:
    """A list has no tag: a stale `If-Match` is 412, and only `*` matches."""
    made, url = steps.resource_set(target), target.resource_set_url
    stale = target.ask("GET", url, headers={"If-Match": STALE})
    expect(stale, 412, list)
    ensure(made.id in stale.json, f"{stale.asked}: the 412 does not show what there is")
    expect(target.ask("GET", url, headers={"If-None-Match": "*"}), 304)
    fresh = target.ask("GET", url)
    expect(fresh, 200, ETag=ABSENT)
    ensure_same(stale.json, fresh.json, f"{stale.asked}: what there is")
    said = steps.description(target)
    not_met(target.register(said, headers={"If-Match": STALE}))
    not_met(target.register(said, headers={"If-None-Match": "*"}))
    expect(target.register(said, headers={"If-Match": "*"}), 201)


@CHECKS.of(rules.CONDITION_REQUIRED)
def a_write_needs_no_condition(target: PingAMTarget) -> None:
    """A write without a condition is accepted, except in editions that require one."""
    made = steps.resource_set(target)
    no_tags: tuple[dict[str, str], ...] = ({"If-Match": "unquoted"}, {"If-Match": ""})
    for headers in ({}, *(no_tags if target.behaviour.require_if_match else ())):
        answers = (
            target.ask("PUT", made.url, json=dict(made.said), headers=headers),
            target.ask("DELETE", made.url, headers=headers),
        )
        if target.behaviour.require_if_match:
            for answer, verb in zip(answers, ("update", "delete"), strict=True):
                told = f"Require If-Match header to {verb} Resource Set"
                refused(answer, 400, "server_error", naming=told)
        else:
            expect(answers[0], 200)
            expect(answers[1], 204)
            made = steps.resource_set(target)


@CHECKS.of(rules.CONDITION_MALFORMED)
def a_condition_that_is_no_tag_changes_nothing(target: PingAMTarget) -> None:
    """An invalid tag is refused, and changes nothing."""
    if target.behaviour.require_if_match:
        return
    made = steps.resource_set(target)
    for value in (*_NO_TAGS, *(each.format(tag=made.etag) for each in _NEARLY)):
        for name in ("If-Match", "If-None-Match"):
            for method in ("PUT", "PATCH", "DELETE"):
                how: dict[str, Any] = {} if method == "DELETE" else {"json": {"name": "x"}}
                answer = target.ask(method, made.url, headers={name: value}, **how)
                refused(answer, 400, "bad_request", naming=name)
    expect(steps.read(target, made), 200, dict(made.said), ETag=made.etag)
    expect(target.ask("GET", made.url, headers={"If-Match": "unquoted"}), 200)


@CHECKS.of(rules.COLLECTION_WRITE)
def the_collection_is_not_written_to(target: PingAMTarget) -> None:
    """PUT, PATCH and DELETE on the collection are refused, and a stale tag there is 412."""
    said = steps.description(target)
    # Who knows what a real deployment deletes there.
    methods = ("PUT", "PATCH") if target.control is None else ("PUT", "PATCH", "DELETE")
    for method in methods:
        how: dict[str, Any] = {} if method == "DELETE" else {"json": said}
        url = target.resource_set_url
        not_met(target.ask(method, url, headers={"If-Match": STALE}, **how))
        refused(target.ask(method, url, headers={"If-Match": "*"}, **how), 400, "server_error")
        bare = target.ask(method, url, **how)
        if target.behaviour.require_if_match:
            refused(bare, 400, "server_error", naming="If-Match")
        else:
            refused(bare, 405, "unsupported_method_type")
