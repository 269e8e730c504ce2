"""Labels of resource sets: what their owner puts on them."""

from typing import Any

from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.labels import labels_of
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.families.pingam.rules import labels as rules


@CHECKS.of(rules.ON_SETS)
def an_owner_labels_their_own(target: PingAMTarget) -> None:
    """And changes nothing else: what is read can be put back."""
    made = steps.resource_set(target, labels=["system"])
    steps.shared(target, made, target.name("party"), "view")
    mine, starred = steps.label(target), steps.label(target, type="STAR")
    path = f"oauth2/resources/sets/{made.id}"
    own = {
        "_id": made.id,
        "name": made.said["name"],
        "resourceServer": target.client.name,
        "resourceOwnerId": target.owner.name,
    }
    before = target.own("GET", path)
    expect(before, 200, own | {"labels": []})
    both = [mine["_id"], starred["_id"]]
    answer = steps.put_labels(target, made, [*both, mine["_id"]])
    expect(answer, 200, own)
    ensure_same(sorted(answer.json["labels"]), sorted(both), f"{answer.asked}: the labels")
    after = target.own("GET", path)
    ensure_same(after.json, answer.json, f"{after.asked}: what was labelled")
    again = target.own("PUT", path, json=after.json)
    ensure_same(again.json, after.json, f"{again.asked}: what was read, and put back")
    kept = {name: of for name, of in before.json.items() if name not in {"labels", "_rev"}}
    expect(after, 200, kept)
    member = target.behaviour.scopes_member
    seen = steps.read(target, made)
    expect(seen, 200, {"name": made.said["name"], member: made.said[member]})
    names = {"system", mine["name"], starred["name"]}
    ensure_same(set(seen.json["labels"]), names, f"{seen.asked}: the names of the labels")
    expect(steps.put_labels(target, made, [starred["_id"]]), 200, {"labels": [starred["_id"]]})
    expect(steps.put_labels(target, made, []), 200, {"labels": []})
    expect(steps.read(target, made), 200, {"labels": ["system"]})


@CHECKS.of(rules.ON_SETS)
def an_update_leaves_the_owners_labels(target: PingAMTarget) -> None:
    """A resource server replaces its own."""
    made, mine = steps.resource_set(target, labels=["one"]), steps.label(target)
    steps.labelled(target, made, mine)
    said = steps.description(target, labels=["other"])
    steps.had(steps.put(target, made, said), 200, "an update")
    ensure_same(labels_of(target, made), [mine["_id"]], "the owner's labels after an update")
    seen = steps.read(target, made)
    ensure_same(set(seen.json["labels"]), {"other", mine["name"]}, f"{seen.asked}: the names")


@CHECKS.of(rules.ON_SETS_SHAPE)
def a_whole_description_labels(target: PingAMTarget) -> None:
    """And nothing less."""
    made, mine = steps.resource_set(target), steps.label(target)
    steps.labelled(target, made, mine)
    path, whole = f"oauth2/resources/sets/{made.id}", dict(made.said)
    scopes = target.behaviour.scopes_member
    wrong: tuple[dict[str, Any], ...] = (
        {"labels": []},
        whole,
        whole | {"labels": None},
        whole | {"labels": "x"},
        whole | {"labels": [1]},
        whole | {"labels": [], scopes: "view"},
        whole | {"labels": [], "name": 1},
    )
    for said in wrong:
        denied(target.own("PUT", path, json=said), 400, naming="Error retrieving labels.")
    ensure_same(labels_of(target, made), [mine["_id"]], "the labels after what was refused")


@CHECKS.of(rules.ON_SETS_UNKNOWN)
def a_label_must_be_there(target: PingAMTarget) -> None:
    """Or those that there are stay; a system label is there, and changes nothing."""
    made, mine = steps.resource_set(target, labels=["system"]), steps.label(target)
    steps.labelled(target, made, mine)
    answer = steps.put_labels(target, made, [target.name("nothing")])
    denied(answer, 404)
    ensure_same(labels_of(target, made), [mine["_id"]], "the labels after what was refused")
    system = f"{target.client.name}/system"
    answer = steps.put_labels(target, made, [mine["_id"], system])
    expect(answer, 200, {"labels": [mine["_id"]]})
