"""Checks of policies, by which owners share resource sets."""

from datetime import datetime
from typing import Any

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import owner as rules


def at(made: steps.RegisteredSet) -> str:
    """The URL of a resource set's policy, below its owner."""
    return f"uma/policies/{made.id}"


def put(target: PingAMTarget, made: steps.RegisteredSet, said: Any, **headers: str) -> Answer:
    """PUT a resource set's policy as its owner."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return target.own("PUT", at(made), user=made.owner, json=said, headers=sent)


def shares(target: PingAMTarget, made: steps.RegisteredSet) -> Any:
    """The parties of a policy, with their scopes."""
    document = steps.had(target.own("GET", at(made), user=made.owner), 200, "a policy")
    return {each["subject"]: set(each["scopes"]) for each in document["permissions"]}


@CHECKS.of(rules.POLICY_MISSING)
def a_policy_that_is_not_there_is_told(target: PingAMTarget) -> None:
    """A missing policy is not found, on read, update and deletion."""
    made = steps.resource_set(target)
    sentence = f"UMA Policy not found, {made.id}"
    said = steps.policy(made, (target.name("party"), ["view"]))
    denied(target.own("GET", at(made)), 404, naming=sentence)
    denied(target.own("DELETE", at(made)), 404, naming=sentence)
    denied(put(target, made, said, If_Match="*"), 404, naming=sentence)


@CHECKS.of(rules.POLICY_MISSING)
def anothers_policy_is_not_there(target: PingAMTarget) -> None:
    """Another owner's policy is not found, and not listed."""
    theirs = steps.resource_set(target, owner=target.other())
    steps.shared(target, theirs, target.name("party"), "view")
    for method in ("GET", "DELETE"):
        denied(target.own(method, at(theirs)), 404)
    found = target.own("GET", "uma/policies?_queryFilter=true")
    ensure(theirs.id not in str(found.json), f"{found.asked}: it has another owner's {theirs.id}")


@CHECKS.of(rules.POLICY_EXISTS)
def a_second_policy_is_a_conflict(target: PingAMTarget) -> None:
    """A resource set has one policy: a second one is refused."""
    made = steps.resource_set(target)
    steps.shared(target, made, target.name("party"), "view")
    said = steps.policy(made, (target.name("party"), ["edit"]))
    denied(put(target, made, said, If_None_Match="*"), 409)
    denied(target.own("POST", "uma/policies?_action=create", json=said), 409)


@CHECKS.of(rules.POLICY_SCOPES)
def a_policy_shares_the_resources_scopes(target: PingAMTarget) -> None:
    """Other scopes are refused."""
    made, party = steps.resource_set(target, "view"), target.name("party")
    for scopes in (["share"], ["view", "share"]):
        answer = put(target, made, steps.policy(made, (party, scopes)))
        denied(answer, 400)
    expect(target.own("GET", at(made)), 404)


@CHECKS.of(rules.POLICY_RESOURCE)
def a_policy_is_for_what_there_is(target: PingAMTarget) -> None:
    """A policy for an unknown resource set is refused."""
    made = steps.resource_set(target)
    steps.had(steps.delete(target, made), 204, "a deletion")
    said = steps.policy(made, (target.name("party"), ["view"]))
    denied(put(target, made, said), 400, naming="Invalid ResourceSet UID")


@CHECKS.of(rules.POLICY_RESOURCE)
def a_policy_is_for_ones_own(target: PingAMTarget) -> None:
    """Another owner's resource set is treated like an unknown one."""
    theirs = steps.resource_set(target, owner=target.other())
    said = steps.policy(theirs, (target.name("party"), ["view"]))
    answer = target.own("PUT", at(theirs), json=said)
    denied(answer, 400, naming="Invalid ResourceSet UID")


@CHECKS.of(rules.POLICY_ID)
def a_policy_has_its_resource_sets_id(target: PingAMTarget) -> None:
    """The policy's id is that of its resource set, in the URL and the body."""
    made, other = steps.resource_set(target), steps.resource_set(target)
    said = steps.policy(other, (target.name("party"), ["view"]))
    denied(put(target, made, said), 400, naming="Policy ID does not match")
    answer = target.own("POST", "uma/policies?_action=create", json=said)
    expect(answer, 201, {"_id": other.id})
    read = {"_id": other.id, "policyId": other.id, "_rev": answer.json["_rev"]}
    expect(target.own("GET", at(other)), 200, read)


@CHECKS.of(rules.POLICY_SHAPE)
def what_is_not_right_is_named(target: PingAMTarget) -> None:
    """The error names the first wrong member."""
    made = steps.resource_set(target)
    share = {"subject": target.name("party"), "scopes": ["view"]}

    def policy(*permissions: Any) -> Any:
        return {"policyId": made.id, "permissions": list(permissions)}

    for said, member in (
        ({"permissions": [share]}, "policyId"),
        ({"policyId": 1, "permissions": [share]}, "policyId"),
        ({"policyId": made.id}, "permissions"),
        ({"policyId": made.id, "permissions": "all"}, "permissions"),
        (policy({"scopes": ["view"]}), "subject"),
        (policy(share, share | {"subject": 1}), "subject"),
        (policy({"subject": "somebody"}), "scopes"),
        (policy(share | {"scopes": "view"}), "scopes"),
        (policy(share | {"scopes": [1]}), "scopes"),
    ):
        denied(put(target, made, said), 400, naming=f"'{member}'")


@CHECKS.of(rules.POLICY_CREATED)
def a_policy_is_created_and_updated(target: PingAMTarget) -> None:
    """PUT creates with `If-None-Match: *`, replaces with `If-Match`, else upserts."""
    made, party, other = steps.resource_set(target), target.name("one"), target.name("other")
    first, second = steps.policy(made, (party, ["view"])), steps.policy(made, (other, ["edit"]))
    answer = put(target, made, first, If_None_Match="*")
    expect(answer, 201, {"_id": made.id, "_rev": str})
    ensure_same(set(answer.json), {"_id", "_rev"}, f"{answer.asked}: the members")
    for headers in ({"If_Match": "*"}, {}):
        answer = put(target, made, second, **headers)
        expect(answer, 200, second | {"_id": made.id})
        ensure_same(shares(target, made), {other: {"edit"}}, "with whom it is shared")
        read = target.own("GET", at(made))
        expect(read, 200, {**second, "_id": made.id, "name": made.said["name"]})
        ensure_same(read.json, answer.json, f"{read.asked}: what was answered to the update")
        found = target.own("GET", "uma/policies?_queryFilter=true")
        ours = [each for each in found.json["result"] if each["_id"] == made.id]
        ensure_same(ours, [read.json], f"{found.asked}: the policy, as it is read")
        steps.had(put(target, made, first), 200, "an update")
    expect(target.own("DELETE", at(made)), 200, {})
    denied(put(target, made, first, If_Match="*"), 404)
    expect(put(target, made, first), 201)
    ensure_same(shares(target, made), {party: {"view"}}, "with whom it is shared")


@CHECKS.of(rules.POLICY_REVISION)
def a_policy_is_held_to_its_revision(target: PingAMTarget) -> None:
    """A stale revision is refused on update and deletion."""
    made, party = steps.resource_set(target), target.name("party")
    old = steps.shared(target, made, party, "view")["_rev"]
    expect(target.own("GET", at(made)), 200, {"_rev": old})
    said = steps.policy(made, (party, ["edit"]))
    answer = put(target, made, said, If_Match=f'"{old}"')
    expect(answer, 200, {"_rev": str})
    ensure(answer.json["_rev"] != old, f"{answer.asked}: the revision is the old one")
    denied(put(target, made, said, If_Match=f'"{old}"'), 412)
    denied(target.own("DELETE", at(made), headers={"If-Match": old}), 412)
    expect(target.own("GET", at(made)), 200, {"_rev": answer.json["_rev"]})
    headers = {"If-Match": answer.json["_rev"]}
    expect(target.own("DELETE", at(made), headers=headers), 200)


@CHECKS.of(rules.POLICY_EXPIRES)
def a_policy_ends_when_it_says(target: PingAMTarget) -> None:
    """An expiration condition is read back with its unknown members."""
    made = steps.resource_set(target)
    later = {"type": "Expiration", "expirationDate": "99999999999", "more": "kept"}
    said = steps.policy(made, (target.name("party"), ["view"]), conditions=[later])
    expect(put(target, made, said), 201)
    expect(target.own("GET", at(made)), 200, {"conditions": [later]})
    other = steps.resource_set(target)
    undated = {"type": "Expiration"}
    wrongs: tuple[Any, ...] = ([{}], [1], "x", [undated], [undated | {"expirationDate": "soon"}])
    for wrong in wrongs:
        said = steps.policy(other, (target.name("party"), ["view"]), conditions=wrong)
        denied(put(target, other, said), 400)
    expect(target.own("GET", at(other)), 404)


@CHECKS.of(rules.POLICY_EXPIRES)
def a_policy_ends_at_its_very_second(target: PingAMTarget) -> None:
    """A policy shares until exactly its end date."""
    party = target.other()
    made = steps.resource_set(target)
    who = steps.claim(target, party)
    with target.steered().at_a_standstill() as clock:
        ends = int(datetime.fromisoformat(clock.now()).timestamp()) + 60
        over = {"type": "Expiration", "expirationDate": str(ends)}
        steps.shared(target, made, party.name, "view", conditions=[over])
        for seconds, status in ((59, 200), (1, 403)):
            clock.advance(seconds)
            expect(steps.rpt_for(target, steps.ticket(target, made, "view"), **who), status)


@CHECKS.of(rules.POLICY_EXPIRES)
def a_policy_that_has_ended_shares_nothing(target: PingAMTarget) -> None:
    """An expired policy shares nothing."""
    party = target.other()
    for date, status in (("99999999999", 200), ("1000000000", 403)):
        made = steps.resource_set(target)
        condition = {"type": "Expiration", "expirationDate": date}
        steps.shared(target, made, party.name, "view", conditions=[condition])
        ticket = steps.ticket(target, made, "view")
        expect(steps.rpt_for(target, ticket, **steps.claim(target, party)), status)


@CHECKS.of(rules.CREATED_AT)
def a_policy_is_where_it_says(target: PingAMTarget) -> None:
    """Whichever way it was created; its tag is its revision."""
    for method in ("PUT", "POST"):
        made = steps.resource_set(target)
        said = steps.policy(made, (target.name("party"), ["view"]))
        if method == "PUT":
            answer = put(target, made, said, If_None_Match="*")
        else:
            answer = target.own("POST", "uma/policies?_action=create", json=said)
        where = target.own_url(at(made))
        expect(answer, 201, Location=where, ETag=f'"{answer.json["_rev"]}"')
        read = target.own("GET", at(made))
        expect(read, 200, {"_id": made.id}, ETag=f'"{read.json["_rev"]}"')
