"""Resource sets that are shared with a user, and the end of all sharing."""

from typing import Any
from urllib.parse import quote

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import owner as rules

_SETS = "oauth2/resources/sets"
_OVER = {"type": "Expiration", "expirationDate": "1000000000"}


def found(target: PingAMTarget, user: Account, text: str = "true") -> dict[str, Any]:
    """The resource sets that a user's query finds, by their ids."""
    answer = target.own("GET", f"{_SETS}?_queryFilter={quote(text)}", user=user)
    listed = steps.had(answer, 200, "a list of resource sets")["result"]
    return {each["_id"]: each for each in listed}


@CHECKS.of(rules.SETS_SHARED)
def what_is_shared_is_listed(target: PingAMTarget) -> None:
    """With the user's own, unless the filter wants one owner's."""
    party = target.other()
    theirs = steps.resource_set(target, owner=party)
    shared, ended, other = (steps.resource_set(target) for _ in range(3))
    steps.shared(target, shared, party.name, "view")
    steps.shared(target, ended, party.name, "view", conditions=[_OVER])
    steps.shared(target, other, target.name("party"), "view")
    ours = {theirs.id, shared.id, ended.id, other.id}
    name = target.owner.name
    for text, ids in (
        ("true", {theirs.id, shared.id}),
        (f'resourceOwnerId eq "{name}"', {shared.id}),
        (f'resourceOwnerId eq "{party.name}"', {theirs.id}),
        (f'name eq "{shared.said["name"]}"', {shared.id}),
        (f'! resourceOwnerId eq "{name}"', {theirs.id}),
        (f'policy/permissions/subject eq "{party.name}"', set()),
    ):
        ensure_same(set(found(target, party, text)) & ours, ids, f"what a user finds by {text}")
    for made in (ended, other):
        denied(target.own("GET", f"{_SETS}/{made.id}", user=party), 404)


@CHECKS.of(rules.SETS_SHARED)
def what_is_shared_is_read(target: PingAMTarget) -> None:
    """With all labels, and without the policy; only its owner puts labels on it."""
    party, made = target.other(), steps.resource_set(target, labels=["system"])
    label = steps.label(target)
    steps.labelled(target, made, label)
    steps.shared(target, made, party.name, "view")
    path = f"{_SETS}/{made.id}"
    own = target.own("GET", path)
    expect(own, 200, {"policy": {"permissions": list}, "labels": [label["_id"]]})
    read = target.own("GET", path, user=party)
    expect(read, 200, {"name": made.said["name"], "resourceOwnerId": target.owner.name})
    every = {label["_id"], f"{target.client.name}/system"}
    ensure_same(set(read.json["labels"]), every, f"{read.asked}: the labels")
    ensure("policy" not in read.json, f"{read.asked}: it shows the owner's policy")
    ensure_same(found(target, party)[made.id], read.json, f"{read.asked}: as it is listed")
    said = {**made.said, "labels": []}
    denied(target.own("PUT", path, user=party, json=said), 404)
    steps.had(target.own("DELETE", f"uma/policies/{made.id}"), 200, "a deletion")
    denied(target.own("GET", path, user=party), 404)
    ensure(made.id not in found(target, party), f"{path}: it is still listed for others")


@CHECKS.of(rules.REVOKE_ALL)
def all_sharing_ends_at_once(target: PingAMTarget) -> None:
    """Of one owner, who is new here, for it is all; what was asked for still waits."""
    owner, party = target.new_user("owner"), target.other()
    made = [steps.resource_set(target, owner=owner) for _ in range(2)]
    others = steps.resource_set(target)
    for each in (*made, others):
        steps.shared(target, each, party.name, "view")
    steps.submitted(target, made[0], party, "edit")
    label = steps.label(target, owner=owner)
    steps.labelled(target, made[0], label)
    for action in ("revokeAll", "REVOKEALL"):
        expect(target.own("POST", f"{_SETS}?_action={action}", user=owner), 200, {})
        for each in made:
            denied(target.own("GET", f"uma/policies/{each.id}", user=owner), 404)
    expect(target.own("GET", f"uma/policies/{others.id}"), 200)
    ensure_same(len(steps.pending(target, made[0])), 1, "what waits when all sharing has ended")
    ids = {each.id for each in made}
    left = found(target, owner)
    ensure_same(set(left), ids, "the resource sets when all sharing has ended")
    ensure_same(left[made[0].id]["labels"], [label["_id"]], "the labels of one of them")


@CHECKS.of(rules.REVOKE_ALL)
def another_action_is_not_supported(target: PingAMTarget) -> None:
    """And revokes nothing."""
    made = steps.resource_set(target)
    steps.shared(target, made, target.name("party"), "view")
    answer = target.own("POST", f"{_SETS}?_action=nonsense")
    denied(answer, 501, naming="Action nonsense not supported")
    denied(target.own("POST", _SETS), 501)
    expect(target.own("GET", f"uma/policies/{made.id}"), 200)


@CHECKS.of(rules.CREATION)
def an_action_must_be_named(target: PingAMTarget) -> None:
    """By the older protocols, of what creates nothing."""
    for number in ("1.0", "2.0"):
        denied(target.own("POST", _SETS, headers=steps.protocol(number)), 400)
