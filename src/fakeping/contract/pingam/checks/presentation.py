"""How what a query finds is presented: in pages, in order, with some members."""

from typing import Any

from fakeping.contract.check import ABSENT, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.queries import POLICIES, REQUESTS, SETS, asked
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import owner as rules


def _shared(target: PingAMTarget, *names: str) -> tuple[dict[str, object], list[str]]:
    """A query that finds the policies of new sets with these names, and their ids."""
    party = target.name("party")
    made = [steps.resource_set(target, name=each) for each in names]
    for each in made:
        steps.shared(target, each, party, "view")
    return {"_queryFilter": f'permissions/subject eq "{party}"'}, [each.id for each in made]


@CHECKS.of(rules.QUERY_PAGES)
def a_page_says_how_many_are_left(target: PingAMTarget) -> None:
    """In every collection; the offset counts entities, and a cookie is never needed."""
    tag = target.name()
    query, ids = _shared(target, *(f"{tag}-{letter}" for letter in "abcde"))
    for size, offset, shown, left in (
        (2, 0, ids[:2], 3),
        (2, 1, ids[1:3], 2),
        (2, 4, ids[4:], 0),
        (2, 9, [], 0),
        (5, 0, ids, 0),
        (0, 0, ids, 0),
        (-1, 3, ids, 0),
        (3, -2, ids[:3], 2),
    ):
        pages = {"_pageSize": size, "_pagedResultsOffset": offset, "_sortKeys": "name"}
        for path, filtered in ((POLICIES, query), (SETS, {"_queryFilter": f'name sw "{tag}"'})):
            answer = asked(target, path, **filtered, **pages)
            counted = {"resultCount": len(shown), "remainingPagedResults": left}
            expect(answer, 200, {"result": list, "pagedResultsCookie": None, **counted})
            found = [each["_id"] for each in answer.json["result"]]
            ensure_same(found, shown, f"{answer.asked}: the page")
    page = {"_pageSize": 2, "_pagedResultsCookie": "x", "_totalPagedResultsPolicy": "exact"}
    expect(asked(target, POLICIES, **query, **page), 200, {"pagedResultsCookie": None})
    for _ in "ab":
        steps.submitted(target, steps.resource_set(target), target.other(), "view")
    every = steps.had(asked(target, REQUESTS, _queryFilter="true"), 200, "a list of requests")
    for offset in (0, 1):
        left = every["resultCount"] - offset - 1
        page = {"_pageSize": 1, "_pagedResultsOffset": offset}
        answer = asked(target, REQUESTS, _queryFilter="true", **page)
        wanted = [{"_id": every["result"][offset]["_id"]}]
        expect(answer, 200, {"result": wanted, "remainingPagedResults": left})


@CHECKS.of(rules.QUERY_SORTED)
def results_are_sorted_by_members(target: PingAMTarget) -> None:
    """By the first, then the next; before pages are cut."""
    tag = target.name()
    query, ids = _shared(target, f"{tag}-b", f"{tag}-c", f"{tag}-a")
    b, c, a = ids
    for keys, wanted in (
        ("name", [a, b, c]),
        ("+name", [a, b, c]),
        ("-name", [c, b, a]),
        ("/name", [a, b, c]),
        ("nothing,-name", [c, b, a]),
        ("permissions,name", [a, b, c]),
        ("policyId", sorted(ids)),
        ("-policyId,name", sorted(ids, reverse=True)),
    ):
        answer = asked(target, POLICIES, **query, _sortKeys=keys)
        expect(answer, 200, {"result": list})
        found = [each["_id"] for each in answer.json["result"]]
        ensure_same(found, wanted, f"{answer.asked}: the order by {keys}")
    answer = asked(target, POLICIES, **query, _sortKeys="-name", _pageSize=1)
    expect(answer, 200, {"result": [{"_id": c}]})
    listed = {"_queryFilter": f'name sw "{tag}"', "_sortKeys": "-policy/permissions/0/subject,name"}
    unshared = steps.resource_set(target, name=f"{tag}-0")
    answer = asked(target, SETS, **listed)
    expect(answer, 200, {"result": list})
    found = [each["_id"] for each in answer.json["result"]]
    ensure_same(found, [a, b, c, unshared.id], f"{answer.asked}: the order")


@CHECKS.of(rules.QUERY_FIELDS)
def only_the_members_that_are_asked_for_are_answered(target: PingAMTarget) -> None:
    """By the last name of the way to each."""
    name = target.name()
    query, [id_] = _shared(target, name)
    whole = steps.had(asked(target, POLICIES, **query), 200, "a policy")["result"][0]
    for fields, wanted in (
        ("name", {"name": name}),
        ("name,policyId,nothing", {"name": name, "policyId": id_}),
        ("permissions", {"permissions": whole["permissions"]}),
        ("/permissions/0/subject", {"subject": whole["permissions"][0]["subject"]}),
        ("nothing/below", {}),
    ):
        answer = asked(target, POLICIES, **query, _fields=fields)
        _is(answer, {"_id": id_, "_rev": whole["_rev"]} | wanted)
    answer = asked(target, SETS, _queryFilter=f'name eq "{name}"', _fields="name")
    expect(answer, 200, {"result": [{"_id": id_, "name": name, "labels": ABSENT}]})


def _is(answer: Answer, wanted: Any) -> None:
    expect(answer, 200, {"result": [{}]})
    ensure_same(answer.json["result"], [wanted], f"{answer.asked}: what is answered")
