"""What an owner's audit history says, and how it is asked."""

from typing import Any

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.queries import HISTORY, asked
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import owner as rules


def history(target: PingAMTarget, made: steps.RegisteredSet) -> list[tuple[str, str]]:
    """The types and parties of a resource set's entries, the oldest first."""
    text = f'resourceSetId eq "{made.id}"'
    found = asked(target, HISTORY, _queryFilter=text, _sortKeys="eventTime")
    of = {"resourceSetId": made.id, "resourceSetName": made.said["name"], "eventTime": int}
    expect(found, 200, {"result": list})
    expect(found, 200, {"result": [of] * len(found.json["result"])})
    return [(each["type"], each["requestingPartyId"]) for each in found.json["result"]]


def _same(told: list[tuple[str, str]], wanted: list[tuple[str, str]], of: str) -> None:
    """Raise `Differs` unless these entries are there: of one millisecond in any order."""
    ensure_same(sorted(told), sorted(wanted), of)


def _universal(told: list[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    """The entries, with an owner's name in the place of a universal id of theirs."""
    return [
        (type_, name if party.startswith(f"id={name},ou=user,") else party) for type_, party in told
    ]


@CHECKS.of(rules.HISTORY)
def what_is_asked_and_decided_is_told(target: PingAMTarget) -> None:
    """Of each resource set, with the party's name, and the owner's universal id."""
    approved, denied, owner = steps.resource_set(target), steps.resource_set(target), target.owner
    party = target.other()
    requested = ("Authorisation_Requested", party.name)
    ensure_same(history(target, approved), [], "the history of a new resource set")
    request = steps.submitted(target, approved, party, "view")
    _same(history(target, approved), [requested] * 2, "the history of a request")
    ticket = steps.ticket(target, approved, "view")
    expect(steps.rpt_for(target, ticket, **steps.claim(target, party)), 403)
    waits = [requested] * 3 + [("Authorisation_Denied", party.name)]
    _same(history(target, approved), waits, "the history of a request that is repeated")
    _decide(target, request, "approve")
    told = [*waits, ("Policy_Created", owner.name), ("Authorisation_Request_Approved", party.name)]
    found = history(target, approved)
    ensure(told[-2] not in found, "Policy_Created has a name, and no universal id")
    _same(_universal(found, owner.name), told, "the history of an approval")
    steps.rpt(target, approved, party, "view")
    told += [requested, ("Authorisation_Granted", party.name)]
    _same(_universal(history(target, approved), owner.name), told, "the history of an RPT")

    _decide(target, steps.submitted(target, denied, party, "view"), "deny")
    told = [*[requested] * 2, ("Authorisation_Request_Denied", party.name)]
    _same(history(target, denied), told, "the history of a denial")


def _decide(target: PingAMTarget, request: Any, action: str) -> None:
    path = f"uma/pendingrequests/{request['_id']}?_action={action}"
    steps.had(target.own("POST", path), 200, f"what comes of {action}")


@CHECKS.of(rules.HISTORY)
def what_is_shared_is_told(target: PingAMTarget) -> None:
    """Policies that are created and changed, in two ways each; nothing else that an owner does."""
    name = target.owner.name
    one, other = steps.resource_set(target), steps.resource_set(target)
    steps.shared(target, one, target.name("party"), "view")
    created, updated = ("Policy_Created", name), ("Policy_Updated", name)
    _same(_universal(history(target, one), name), [created], "the history of a policy")
    said = steps.policy(one, (target.name("party"), ["edit"]))
    steps.had(target.own("PUT", f"uma/policies/{one.id}", json=said), 200, "a policy")
    _same(_universal(history(target, one), name), [created, updated], "of one that is replaced")
    request = steps.submitted(target, one, target.other(), "view")
    _decide(target, request, "approve")
    found = _universal(history(target, one), name)
    ensure_same(found.count(updated), 2, "how often an approval changes a policy")
    steps.had(target.own("DELETE", f"uma/policies/{one.id}"), 200, "a deletion")
    _same(_universal(history(target, one), name), found, "the history after a deletion")
    said = steps.policy(other, (target.name("party"), ["view"]))
    steps.had(target.own("POST", "uma/policies?_action=create", json=said), 201, "a policy")
    _same(_universal(history(target, other), name), [created], "the history of a creation")
    gone = target.ask("DELETE", target.url_of(other.id), headers=target.condition())
    expect(gone, 204)
    left = _universal(history(target, other), name)
    _same(left, [created], "the history of a resource set that is deleted")


@CHECKS.of(rules.HISTORY)
def each_owner_has_a_history_of_their_own(target: PingAMTarget) -> None:
    """What happens to another's resource sets is told to them alone."""
    theirs = steps.resource_set(target, owner=target.other())
    steps.shared(target, theirs, target.name("party"), "view")
    ensure_same(history(target, theirs), [], "what an owner is told of another's resource set")
    text = f"{HISTORY}?_queryFilter=resourceSetId%20eq%20%22{theirs.id}%22"
    found = target.own("GET", text, user=theirs.owner)
    expect(found, 200, {"result": [{"type": "Policy_Created"}], "resultCount": 1})


@CHECKS.of(rules.QUERY_MEMBERS)
def a_history_is_asked_with_and(target: PingAMTarget) -> None:
    """Of `eq`, `sw` and `co`; of the time with `eq`, as a number."""
    made = steps.resource_set(target)
    steps.shared(target, made, target.name("party"), "view")
    ours = f'resourceSetId eq "{made.id}"'
    every = asked(target, HISTORY, _queryFilter=ours)
    expect(every, 200, {"resultCount": 1})
    [entry] = every.json["result"]
    at, name, who = entry["eventTime"], made.said["name"], entry["requestingPartyId"]
    for text, wanted in (
        (f'{ours} and type eq "Policy_Created"', 1),
        (f'({ours}) and (type sw "Policy" and type co "Creat")', 1),
        (f'{ours} and resourceSetName co "{name[1:]}" and resourceSetName sw "{name[:-1]}"', 1),
        (f'{ours} and requestingPartyId eq "{who}" and eventTime eq {at}', 1),
        (f"{ours} and eventTime eq {at + 1}", 0),
        (f'{ours} and type eq "policy_Created"', 0),
        (f'{ours} and type sw "olicy"', 0),
        (f'{ours} and requestingPartyId eq "{target.name("party")}"', 0),
    ):
        answer = asked(target, HISTORY, _queryFilter=text)
        expect(answer, 200, {"result": [entry] * wanted, "resultCount": wanted})
    for text, message in (
        (f"{ours} or {ours}", "'Or' not supported"),
        (f"{ours} and ({ours} or {ours})", "'Or' not supported"),
        (f"! ({ours})", "'Not' not supported"),
        ("false", "'Boolean Literal' not supported"),
        (f"{ours} and true", "'Boolean Literal' not supported"),
        ("type pr", "'Present' not supported"),
        (f"eventTime gt {at}", "'Greater than' not supported"),
        (f"eventTime sw {at}", "'Starts with' not supported"),
        ("type le 'a'", "'Less than or equal' not supported"),
        ("type like 'a'", "'Extended match' not supported"),
        ("badField eq 'a'", "'/badField' not queryable"),
    ):
        answer = asked(target, HISTORY, _queryFilter=text)
        expect(answer, 500, {"code": 500, "reason": "Internal Server Error", "message": message})
