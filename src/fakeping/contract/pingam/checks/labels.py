"""Labels: an owner's own, and those of the resource servers."""

from typing import Any
from urllib.parse import quote

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import labels as rules

_LABELS = "oauth2/resources/labels"
_FAILED = "Error deleting label."


def at(id_: str) -> str:
    """Where a label is, below its owner. A system label's id has a slash."""
    return f"{_LABELS}/{quote(id_, safe='')}"


def post(target: PingAMTarget, query: str = "", **said: Any) -> Answer:
    """Create a label of the owner's."""
    return target.own("POST", _LABELS + query, json=said)


def listed(target: PingAMTarget, user: Account | None = None) -> dict[str, Any]:
    """An owner's labels, by their ids."""
    found = target.own("GET", f"{_LABELS}?_queryFilter=true", user=user)
    return {each["_id"]: each for each in steps.had(found, 200, "a list of labels")["result"]}


def labels_of(target: PingAMTarget, made: steps.RegisteredSet) -> Any:
    """The ids of the labels of a resource set, as its owner reads them."""
    found = target.own("GET", f"oauth2/resources/sets/{made.id}", user=made.owner)
    return steps.had(found, 200, "a resource set")["labels"]


@CHECKS.of(rules.CREATED)
def a_label_is_created(target: PingAMTarget) -> None:
    """Of each type, with or without the action, and with a name that is taken."""
    name = target.name("label")
    ids = set()
    for kind in ("USER", "STAR", "SYSTEM", "USER"):
        for query in ("", "?_action=create"):
            answer = post(target, query, name=name, type=kind)
            said = {"name": name, "type": kind, "_id": str, "_rev": str}
            expect(answer, 201, said, ETag=f'"{answer.json["_rev"]}"')
            ensure_same(set(answer.json), set(said), f"{answer.asked}: the members")
            where = target.own_url(at(answer.json["_id"]))
            expect(answer, 201, Location=where)
            ids.add(answer.json["_id"])
            kept = {each: answer.json[each] for each in ("_id", "name", "type")}
            found = listed(target)[answer.json["_id"]]
            ensure_same({**kept, "_rev": found["_rev"]}, found, "a label, as it is listed")
    ensure_same(len(ids), 8, "labels, each with an id of its own")


@CHECKS.of(rules.CREATED)
def a_path_names_no_label(target: PingAMTarget) -> None:
    """The server gives each its id."""
    wanted = target.name("id")
    said = {"name": target.name("label"), "type": "USER"}
    answer = target.own("PUT", at(wanted), json=said, headers={"If-None-Match": "*"})
    expect(answer, 201, said)
    ensure(answer.json["_id"] != wanted, f"{answer.asked}: it has the id of the path")
    made = at(answer.json["_id"])
    expect(answer, 201, Location=target.own_url(made))
    expect(target.own("DELETE", made), 200)


@CHECKS.of(rules.SHAPE)
def a_label_that_is_wrong_is_told(target: PingAMTarget) -> None:
    """The type first, and nothing comes of it."""
    before = listed(target)
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"name": "x"}, "Invalid Json - /type: Expecting a value"),
        ({"type": "USER"}, "Invalid Json - /name: Expecting a value"),
        ({}, "Invalid Json - /type: Expecting a value"),
        ({"name": "x", "type": "user"}, "Invalid Json - "),
        ({"name": "x", "type": None}, "Invalid Json - "),
        ({"name": 1, "type": "USER"}, "Invalid Json - "),
    )
    for said, sentence in wrong:
        denied(post(target, **said), 400, naming=sentence)
    ensure_same(listed(target), before, "the labels after what was refused")


@CHECKS.of(rules.PLACED)
def a_label_is_put_on_what_it_names(target: PingAMTarget) -> None:
    """Of the owner's; `openam` puts it on nothing."""
    made, other = steps.resource_set(target), steps.resource_set(target)
    ids = [made.id, target.name("nothing")]
    label = steps.label(target, resourceSetIDs=ids)
    on = [label["_id"]] if target.behaviour.label_resource_sets else []
    ensure_same(labels_of(target, made), on, "the labels of what a new label names")
    ensure_same(labels_of(target, other), [], "the labels of what it does not name")


@CHECKS.of(rules.QUERY)
def only_all_labels_are_listed(target: PingAMTarget) -> None:
    """By no other filter, and in one page."""
    made = [steps.label(target) for _ in range(2)]
    answer = target.own("GET", f"{_LABELS}?_queryFilter=true&_pageSize=1")
    counts = {"pagedResultsCookie": None, "totalPagedResults": -1, "remainingPagedResults": -1}
    expect(answer, 200, {"totalPagedResultsPolicy": "NONE", **counts})
    ids = [each["_id"] for each in answer.json["result"]]
    ensure({each["_id"] for each in made} <= set(ids), f"{answer.asked}: it lacks a label")
    ensure_same(answer.json["resultCount"], len(ids), f"{answer.asked}: the count")
    for query in (f"_queryFilter={quote('name eq 1')}", "_queryFilter=false", "_queryId=*"):
        denied(target.own("GET", f"{_LABELS}?{query}"), 400, naming="Invalid query")
    denied(target.own("GET", f"{_LABELS}?_queryFilter=true&_queryfilter=true"), 400)
    only = target.own(
        "GET", f"{_LABELS}?_queryFilter=true&_fields=name", headers=steps.protocol("1.0")
    )
    ensure({"_id", "name"} == set(only.json["result"][0]), f"{only.asked}: the members")


@CHECKS.of(rules.QUERY)
def a_list_has_another_revision(target: PingAMTarget) -> None:
    """In the first protocol it has none, and neither has a creation."""
    label = steps.label(target)
    found = listed(target)[label["_id"]]
    ensure(found["_rev"] != label["_rev"], "a label in a list has the revision of its creation")
    headers = steps.protocol("1.0")
    answer = target.own("GET", f"{_LABELS}?_queryFilter=true", headers=headers)
    mine = [each for each in answer.json["result"] if each["_id"] == label["_id"]]
    without = {name: of for name, of in label.items() if name != "_rev"}
    ensure_same(mine, [without], f"{answer.asked}: a label, in protocol 1.0")


@CHECKS.of(rules.DELETED)
def a_label_is_deleted(target: PingAMTarget) -> None:
    """And taken off its resource sets, which stay."""
    made = steps.resource_set(target)
    gone, kept = steps.label(target), steps.label(target)
    steps.labelled(target, made, gone, kept)
    before = steps.read(target, made)
    answer = target.own("DELETE", at(gone["_id"]))
    expect(answer, 200, {name: gone[name] for name in ("_id", "name", "type")}, ETag=ABSENT)
    ensure("_rev" not in answer.json, f"{answer.asked}: a deleted label has a `_rev`")
    ensure(gone["_id"] not in listed(target), f"{answer.asked}: the label is still listed")
    ensure_same(labels_of(target, made), [kept["_id"]], "the labels of its resource set")
    after = steps.read(target, made)
    expect(after, 200, {"labels": [kept["name"]], "name": made.said["name"]})
    ensure(before.headers["ETag"] != after.headers["ETag"], f"{after.asked}: the tag is the same")


@CHECKS.of(rules.REVISION)
def a_revision_is_looked_at(target: PingAMTarget) -> None:
    """That of the creation: not of a list, and not after the label was put on something."""
    label = steps.label(target)
    for wrong in ("1", listed(target)[label["_id"]]["_rev"]):
        answer = target.own("DELETE", at(label["_id"]), headers={"If-Match": f'"{wrong}"'})
        denied(answer, 400, naming=_FAILED)
    fresh = {"If-Match": f'"{label["_rev"]}"'}
    expect(target.own("DELETE", at(label["_id"]), headers=fresh), 200)
    label, made = steps.label(target), steps.resource_set(target)
    steps.labelled(target, made, label)
    stale = {"If-Match": f'"{label["_rev"]}"'}
    denied(target.own("DELETE", at(label["_id"]), headers=stale), 400, naming=_FAILED)
    expect(target.own("DELETE", at(label["_id"]), headers={"If-Match": "*"}), 200)


@CHECKS.of(rules.MISSING)
def a_label_that_is_not_there_is_told(target: PingAMTarget) -> None:
    """As is what was deleted."""
    label = steps.label(target)
    steps.had(target.own("DELETE", at(label["_id"])), 200, "a deletion")
    status = 404 if target.behaviour.label_delete_404 else 400
    for id_ in (label["_id"], target.name("nothing")):
        denied(target.own("DELETE", at(id_)), status)


@CHECKS.of(rules.MISSING)
def anothers_label_is_not_there(target: PingAMTarget) -> None:
    """Nor is it among an owner's own, and nobody can use it."""
    label = steps.label(target, owner=target.other())
    status = 404 if target.behaviour.label_delete_404 else 400
    denied(target.own("DELETE", at(label["_id"])), status)
    ensure(label["_id"] not in listed(target), "an owner's labels have another owner's")
    ensure(label["_id"] in listed(target, target.other()), "an owner's own label is not listed")
    made = steps.resource_set(target)
    denied(steps.put_labels(target, made, [label["_id"]]), 404)


@CHECKS.of(rules.SYSTEM)
def a_registrations_labels_are_system_labels(target: PingAMTarget) -> None:
    """For as long as a resource set has them; each once."""
    name = target.name("system")
    made, other = (steps.resource_set(target, labels=[name]) for _ in range(2))
    id_ = f"{target.client.name}/{name}"
    found = listed(target)[id_]
    ensure_same((found["name"], found["type"]), (name, "SYSTEM"), "a system label")
    ensure_same(labels_of(target, made), [], "the owner's own labels")
    steps.had(steps.put(target, made, steps.description(target)), 200, "an update")
    ensure(id_ in listed(target), "a system label that a resource set has is not listed")
    steps.had(steps.put(target, other, steps.description(target)), 200, "an update")
    ensure(id_ not in listed(target), "a system label that nothing has is listed")


@CHECKS.of(rules.SYSTEM)
def a_system_label_stays(target: PingAMTarget) -> None:
    """Where the edition says so; `openam` deletes it."""
    name = target.name("system")
    made = steps.resource_set(target, labels=[name])
    id_ = f"{target.client.name}/{name}"
    answer = target.own("DELETE", at(id_))
    if target.behaviour.delete_system_labels:
        expect(answer, 200, {"_id": id_, "name": name, "type": "SYSTEM"})
    else:
        denied(answer, 400, naming=_FAILED)
    stays = not target.behaviour.delete_system_labels
    ensure_same(id_ in listed(target), stays, f"{answer.asked}: whether the label is listed")
    expect(steps.read(target, made), 200, {"labels": [name] if stays else []})


@CHECKS.of(rules.UNSERVED)
def a_label_is_not_read_alone(target: PingAMTarget) -> None:
    """Nor changed."""
    label = steps.label(target)
    said = {"name": target.name("label"), "type": "USER"}
    denied(target.own("GET", at(label["_id"])), 501)
    denied(target.own("PATCH", at(label["_id"]), json=[]), 501)
    denied(target.own("PUT", at(label["_id"]), json=said, headers={"If-Match": "*"}), 501)
    headers = steps.protocol("1.0")
    denied(target.own("PUT", at(label["_id"]), json=said, headers=headers), 501)
    ensure_same(listed(target)[label["_id"]]["name"], label["name"], "the name of a label")
