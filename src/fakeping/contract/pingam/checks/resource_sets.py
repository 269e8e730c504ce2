"""Checks of registered resource sets: read, list, update, delete, visibility."""

from dataclasses import replace
from urllib.parse import quote

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.checks.registering import REFERENCE
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import FAMILY, PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import registration as rules


@CHECKS.of(rules.READ)
def a_read_shows_everything(target: PingAMTarget) -> None:
    """A read has the description, the server's members, and labels even if empty."""
    made = steps.resource_set(target, type="http://photoz.example.com/t", colour="red")
    answer = steps.read(target, made)
    own = {"_id": made.id, "user_access_policy_uri": made.policy_uri, "labels": []}
    expect(answer, 200, dict(made.said) | own, ETag=made.etag)
    ensure_same(set(answer.json), {*made.said, *own}, f"{answer.asked}: the members")


@CHECKS.of(rules.LISTED)
def a_list_is_an_array_of_ids(target: PingAMTarget) -> None:
    """In the order of registration, without deleted ones."""
    made = [steps.resource_set(target) for _ in range(3)]
    steps.had(steps.delete(target, made[1]), 204, "a deletion")
    steps.had(steps.put(target, made[0], steps.description(target)), 200, "an update")
    answer = target.ask("GET", target.resource_set_url)
    expect(answer, 200, list)
    for alike in ("/", "//", "/?_queryId=*&limit=0"):
        expect(target.ask("GET", f"{target.resource_set_url}{alike}"), 200, answer.json)
    ours = [each for each in answer.json if each in {one.id for one in made}]
    ensure_same(ours, [made[0].id, made[2].id], f"{answer.asked}: the ids of what was registered")


@CHECKS.of(rules.LISTED)
def a_list_is_one_owners(target: PingAMTarget) -> None:
    """Other owners' resource sets are not listed."""
    theirs = steps.resource_set(target, owner=target.other())
    answer = target.ask("GET", target.resource_set_url)
    ensure(theirs.id not in answer.json, f"{answer.asked}: it has another owner's {theirs.id}")


@CHECKS.of(rules.LISTED)
def a_list_is_one_clients(target: PingAMTarget) -> None:
    """Those that the owner registered through another client are not listed."""
    through = steps.resource_set(target, client=target.new_client())
    answer = target.ask("GET", target.resource_set_url)
    ensure(through.id not in answer.json, f"{answer.asked}: it has another client's {through.id}")
    expect(target.ask("GET", target.resource_set_url, token=through.token), 200, [through.id])


def replaced_by(target: PingAMTarget, method: str) -> None:
    """Raise `Differs` unless a method replaces the whole description."""
    made = steps.resource_set(target, type="old", labels=["old"], colour="red")
    said = steps.description(target, "new", icon_uri="http://photoz.example.com/i.png")
    answer = target.ask(method, made.url, json=said, headers=target.condition())
    own = {"_id": made.id, "user_access_policy_uri": made.policy_uri}
    expect(answer, 200, own, ETag=str)
    ensure_same(set(answer.json), REFERENCE, f"{answer.asked}: the members")
    ensure(answer.headers["ETag"] != made.etag, f"{answer.asked}: the ETag is the old one")
    gone = {"type": ABSENT, "colour": ABSENT, "labels": []}
    expect(steps.read(target, made), 200, said | own | gone, ETag=answer.headers["ETag"])


@CHECKS.of(rules.UPDATED)
def an_update_replaces_everything(target: PingAMTarget) -> None:
    """Omitted members are removed."""
    replaced_by(target, "PUT")


@CHECKS.of(rules.PATCH)
def a_patch_replaces_everything_too(target: PingAMTarget) -> None:
    """PATCH behaves like PUT."""
    replaced_by(target, "PATCH")


@CHECKS.of(rules.DELETED)
def a_deletion_says_nothing(target: PingAMTarget) -> None:
    """A deletion is 204, and deletes the policy."""
    made = steps.resource_set(target)
    steps.shared(target, made, target.name("party"), "view")
    answer = steps.delete(target, made)
    expect(answer, 204)
    ensure_same(answer.body, b"", f"{answer.asked}: the body")
    expect(steps.read(target, made), 404)
    expect(target.own("GET", f"uma/policies/{made.id}"), 404)
    refused(steps.delete(target, made), 404, "not_found")


@CHECKS.of(rules.DELETED)
def a_deletion_takes_what_was_asked_for_along(target: PingAMTarget) -> None:
    """A deletion removes its pending requests."""
    made, kept = steps.resource_set(target), steps.resource_set(target)
    for each in (made, kept):
        steps.submitted(target, each, target.other(), "view")
        steps.shared(target, each, target.name("party"), "view")
    steps.had(steps.delete(target, made), 204, "a deletion")
    ensure_same(steps.pending(target, made), [], "what waits of a deleted resource set")
    ensure_same(len(steps.pending(target, kept)), 1, "what waits of another")
    expect(target.own("GET", f"uma/policies/{kept.id}"), 200)
    expect(steps.read(target, kept), 200, dict(kept.said))


@CHECKS.of(rules.HEAD)
def head_is_get_without_its_body(target: PingAMTarget) -> None:
    """HEAD has the headers of GET, with the `Content-Length`."""
    made = steps.resource_set(target)
    for url in (made.url, target.resource_set_url):
        whole, head = target.ask("GET", url), target.ask("HEAD", url)
        tag = whole.headers.get("ETag", ABSENT)
        expect(head, whole.status, ETag=tag, Content_Length=str(len(whole.body)))
        ensure_same(head.body, b"", f"{head.asked}: the body")


def _one(target: PingAMTarget, made: steps.RegisteredSet, token: str) -> tuple[Answer, ...]:
    return (
        target.ask("GET", made.url, token=token),
        steps.put(target, made, dict(made.said), token=token),
        steps.delete(target, made, token=token),
    )


@CHECKS.of(rules.ISOLATED)
def what_an_owner_cannot_see_does_not_exist(target: PingAMTarget) -> None:
    """Another owner gets the same answer as for an unknown id."""
    theirs = steps.resource_set(target, owner=target.other())
    nobodys = steps.RegisteredSet(
        id="nothing",
        url=target.url_of("nothing"),
        etag="",
        policy_uri="",
        owner=target.owner,
        said=theirs.said,
        token="",
    )
    token = target.own_token()
    asked = zip(_one(target, theirs, token), _one(target, nobodys, token), strict=True)
    for answer, control in asked:
        refused(answer, 404, "not_found", naming=theirs.id)
        told = str(control.json).replace(nobodys.id, theirs.id)
        ensure_same(str(answer.json), told, f"{answer.asked}: what gives another owner's away")
    expect(steps.read(target, theirs), 200, dict(theirs.said))
    head = target.ask("HEAD", theirs.url, token=token)
    expect(head, 404)
    ensure_same(head.body, b"", f"{head.asked}: the body")


@CHECKS.of(rules.ISOLATED)
def an_id_that_nobody_has_is_named(target: PingAMTarget) -> None:
    """However odd it is, and however near."""
    id_ = steps.resource_set(target).id
    for odd in ("a b", "a\0", "a/../b", '"', id_.upper(), id_[1:], f"{id_}x"):
        url = target.url_of(quote(odd, safe=""))
        refused(target.ask("GET", url), 404, "not_found", naming=f"with id {odd}")
        refused(target.ask("DELETE", url, headers=target.condition()), 404, "not_found")


@CHECKS.of(rules.ISOLATED)
def a_realm_has_its_own(target: PingAMTarget) -> None:
    """The same owner's resource set does not exist in another realm."""
    made, realm = steps.resource_set(target), target.new_realm()
    token = target.steered().token(FAMILY, owner=target.owner.name, realm=realm)
    url = made.url.replace(f"/{target.realm_path}/", f"/{path_of(realm)}/")
    elsewhere = replace(made, url=url, token=token)
    refused(steps.read(target, elsewhere), 404, "not_found")
    refused(steps.put(target, elsewhere, dict(made.said)), 404, "not_found")
    refused(steps.delete(target, elsewhere), 404, "not_found")
    expect(steps.read(target, made), 200, dict(made.said))


@CHECKS.of(rules.ISOLATED)
def clients_of_an_owner_share(target: PingAMTarget) -> None:
    """Any client of the owner may read, update and delete it."""
    made = steps.resource_set(target)
    token = target.pat(target.owner, client=target.new_client())
    expect(target.ask("GET", made.url, token=token), 200, {"_id": made.id})
    expect(steps.put(target, made, dict(made.said), token=token), 200)
    expect(steps.delete(target, made, token=token), 204)


@CHECKS.of(rules.LABELS)
def labels_are_the_servers_and_the_owners(target: PingAMTarget) -> None:
    """In that order; an update without labels wipes the resource server's."""
    made = steps.resource_set(target, labels=["b", "a", "b"])
    expect(steps.read(target, made), 200, {"labels": ["b", "a"]})
    mine = steps.label(target)
    steps.labelled(target, made, mine)
    expect(steps.read(target, made), 200, {"labels": ["b", "a", mine["name"]]})
    without = {name: value for name, value in made.said.items() if name != "labels"}
    expect(steps.put(target, made, without), 200)
    expect(steps.read(target, made), 200, {"labels": [mine["name"]]})
