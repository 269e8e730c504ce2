"""What an owner sees and decides besides: pending requests, labels."""

from typing import Any

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.policies import shares
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import owner as rules


@CHECKS.of(rules.REQUEST_MISSING)
def a_request_that_is_not_there_is_told(target: PingAMTarget) -> None:
    """Whoever asks."""
    path = f"uma/pendingrequests/{target.name('nothing')}"
    denied(target.own("GET", path), 404)
    for action in ("approve", "deny"):
        denied(target.own("POST", f"{path}?_action={action}"), 404)


@CHECKS.of(rules.REQUEST_MISSING)
def anothers_request_is_not_there(target: PingAMTarget) -> None:
    """It waits for its own owner alone."""
    theirs = steps.resource_set(target, owner=target.other())
    request = steps.submitted(target, theirs, target.owner, "view")
    path = f"uma/pendingrequests/{request['_id']}"
    denied(target.own("GET", path), 404)
    denied(target.own("POST", f"{path}?_action=approve"), 404)
    said = {"user": target.owner.name, "resource": theirs.said["name"], "permissions": ["view"]}
    said["when"] = int
    read = target.own("GET", path, user=theirs.owner)
    expect(read, 200, said)
    ensure_same(read.json, request, f"{read.asked}: what waits, as the list has it")
    found = target.own("GET", "uma/pendingrequests?_queryFilter=true")
    expect(found, 200, {"result": list})
    ids = [each["_id"] for each in found.json["result"]]
    ensure(request["_id"] not in ids, f"{found.asked}: it has another owner's {request['_id']}")


def decided(target: PingAMTarget, request: Any, action: str, *body: Any) -> Answer:
    """What an owner makes of a request."""
    path = f"uma/pendingrequests/{request['_id']}?_action={action}"
    return target.own("POST", path, **({"json": body[0]} if body else {}))


@CHECKS.of(rules.REQUEST_APPROVED)
def to_approve_is_to_share(target: PingAMTarget) -> None:
    """All that was asked for, or the scopes that the body names."""
    party = target.other()
    both = {"view", "edit"}
    for body, scopes in (((), both), (({},), both), (({"scopes": ["view"]},), {"view"})):
        made = steps.resource_set(target)
        request = steps.submitted(target, made, party, "view", "edit")
        expect(decided(target, request, "approve", *body), 200)
        ensure_same(shares(target, made), {party.name: scopes}, "what was approved")
        ensure_same(steps.pending(target, made), [], "what waits of what was approved")


@CHECKS.of(rules.REQUEST_APPROVED)
def what_was_shared_stays_shared(target: PingAMTarget) -> None:
    """With others, and with the same party."""
    made, party, before = steps.resource_set(target), target.other(), target.name("before")
    said = steps.policy(made, (before, ["view"]), (party.name, ["view"]))
    steps.had(target.own("PUT", f"uma/policies/{made.id}", json=said), 201, "a policy")
    request = steps.submitted(target, made, party, "edit")
    expect(decided(target, request, "approve"), 200)
    now = {before: {"view"}, party.name: {"view", "edit"}}
    ensure_same(shares(target, made), now, "what is shared after an approval")
    whole = steps.had(target.own("GET", f"uma/policies/{made.id}"), 200, "a policy")
    parties = [each["subject"] for each in whole["permissions"]]
    ensure_same(sorted(parties), sorted(now), "the parties of a policy, each once")


@CHECKS.of(rules.REQUEST_APPROVED)
def a_policy_that_ends_still_ends(target: PingAMTarget) -> None:
    """Whatever is approved meanwhile."""
    made, party = steps.resource_set(target), target.other()
    over = {"type": "Expiration", "expirationDate": "1000000000"}
    steps.shared(target, made, target.name("before"), "view", conditions=[over])
    request = steps.submitted(target, made, party, "view")
    expect(decided(target, request, "approve"), 200)
    expect(target.own("GET", f"uma/policies/{made.id}"), 200, {"conditions": [over]})
    ticket = steps.ticket(target, made, "view")
    expect(steps.rpt_for(target, ticket, **steps.claim(target, party)), 403)


@CHECKS.of(rules.REQUEST_APPROVED)
def to_deny_is_to_forget(target: PingAMTarget) -> None:
    """Nothing is shared."""
    made, party = steps.resource_set(target), target.other()
    request = steps.submitted(target, made, party, "view")
    expect(decided(target, request, "deny"), 200)
    ensure_same(steps.pending(target, made), [], "what waits of what was denied")
    expect(target.own("GET", f"uma/policies/{made.id}"), 404)


@CHECKS.of(rules.REQUEST_APPROVED)
def only_scopes_are_approved(target: PingAMTarget) -> None:
    """Their names, in an array; otherwise nothing happens."""
    made = steps.resource_set(target)
    request = steps.submitted(target, made, target.other(), "view")
    for scopes in ("view", [1], {"view": True}, None, ["nothing-of-its"]):
        denied(decided(target, request, "approve", {"scopes": scopes}), 400)
    ensure_same(len(steps.pending(target, made)), 1, "what waits after a refusal")


@CHECKS.of(rules.REQUEST_APPROVED)
def an_owner_may_decide_on_all(target: PingAMTarget) -> None:
    """At once; of each by its id, where the body says so. An owner of its own, for it is all."""
    owner, party = target.new_user("owner"), target.other()
    all_of = "uma/pendingrequests?_action="
    made = [steps.resource_set(target, owner=owner) for _ in range(2)]

    def ask_again() -> list[Any]:
        return [steps.submitted(target, each, party, "view", "edit") for each in made]

    first, _ = ask_again()
    said = {first["_id"]: {"scopes": ["view"]}, "scopes": ["edit"]}
    expect(target.own("POST", f"{all_of}approveAll", user=owner, json=said), 200)
    for each, scopes in zip(made, ({"view"}, {"edit"}), strict=True):
        ensure_same(steps.pending(target, each), [], "what waits of what was approved")
        found = target.own("GET", f"uma/policies/{each.id}", user=owner)
        expect(found, 200, {"permissions": [{"subject": party.name}]})
        [share] = found.json["permissions"]
        ensure_same(set(share["scopes"]), scopes, f"{found.asked}: what was approved")
    for each in made:
        steps.had(target.own("DELETE", f"uma/policies/{each.id}", user=owner), 200, "a deletion")
    ask_again()
    expect(target.own("POST", f"{all_of}denyAll", user=owner), 200)
    for each in made:
        ensure_same(steps.pending(target, each), [], "what waits of what was denied")
        expect(target.own("GET", f"uma/policies/{each.id}", user=owner), 404)


@CHECKS.of(rules.SETS_MISSING)
def a_set_that_is_not_there_is_told(target: PingAMTarget) -> None:
    """By its id."""
    id_ = target.name("nothing")
    sentence = f"No resource set with id, {id_}, found."
    path = f"oauth2/resources/sets/{id_}"
    denied(target.own("GET", path), 404, naming=sentence)
    denied(target.own("PUT", path, json=steps.description(target, labels=[])), 404, naming=sentence)


@CHECKS.of(rules.SETS_MISSING)
def anothers_set_is_not_there(target: PingAMTarget) -> None:
    """Nor is it among an owner's own."""
    theirs = steps.resource_set(target, owner=target.other())
    path = f"oauth2/resources/sets/{theirs.id}"
    sentence = f"No resource set with id, {theirs.id}, found."
    denied(target.own("GET", path), 404, naming=sentence)
    said = steps.description(target, labels=[])
    denied(target.own("PUT", path, json=said), 404, naming=sentence)
    found = target.own("GET", "oauth2/resources/sets?_queryFilter=true")
    ensure(theirs.id not in str(found.json), f"{found.asked}: it has another owner's {theirs.id}")
