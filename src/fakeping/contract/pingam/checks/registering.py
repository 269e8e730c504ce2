"""Checks of registration: the answer, ids, tags and names."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingam import steps, tags
from fakeping.contract.pingam.refusals import refused
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import FAMILY, UMA_PROTECTION, PingAMTarget
from fakeping.contract.target import NotRun
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import registration as rules

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[0-9]+")
TAG = re.compile(r'W/"-?[0-9]+"')

#: All that a registration and an update answer.
REFERENCE = {"_id", "user_access_policy_uri"}


@CHECKS.of(rules.REGISTERED)
def a_registration_answers_a_reference(target: PingAMTarget) -> None:
    """The answer has the id, the policy URI and an `ETag`, not the description."""
    answer = target.register(steps.description(target))
    where = ... if target.behaviour.location else ABSENT
    expect(answer, 201, {"_id": str, "user_access_policy_uri": str}, ETag=str, Location=where)
    ensure_same(set(answer.json), REFERENCE, f"{answer.asked}: the members")
    expect(target.ask("GET", target.url_of(answer.json["_id"])), 200)


@CHECKS.of(rules.LOCATION)
def a_location_is_absolute(target: PingAMTarget) -> None:
    """`Location` is the resource set's URL; `openam` sends none."""
    answer = target.register(steps.description(target))
    if not target.behaviour.location:
        expect(answer, 201, Location=ABSENT)
        return
    expect(answer, 201, Location=target.url_of(answer.json["_id"]))
    expect(target.ask("GET", answer.headers["Location"]), 200, {"_id": answer.json["_id"]})


@CHECKS.of(rules.POLICY_URI)
def where_it_is_shared(target: PingAMTarget) -> None:
    """The policy URI is below the deployment, and never changes."""
    made = steps.resource_set(target)
    uri = f"{target.url}/XUI/?realm={quote(target.realm_name)}#uma/share/{made.id}"
    ensure_same(made.policy_uri, uri, "user_access_policy_uri")
    expect(steps.put(target, made, dict(made.said)), 200, {"user_access_policy_uri": uri})
    expect(steps.read(target, made), 200, {"user_access_policy_uri": uri})


@CHECKS.of(rules.ID_FORM)
def an_id_is_a_uuid_and_a_counter(target: PingAMTarget) -> None:
    """Ids have this format and are unique."""
    ids = []
    for _ in range(3):
        answer = target.register(steps.description(target))
        expect(answer, 201, {"_id": str})
        ids.append(answer.json["_id"])
    for each in ids:
        ensure(ID.fullmatch(each), f"the id {each!r} is not a UUID with a counter behind it")
    ensure(len(set(ids)) == len(ids), f"an id is given twice: {ids}")


@CHECKS.of(rules.ETAG)
def a_tag_is_a_hash_of_what_there_is(target: PingAMTarget) -> None:
    """The tag hashes the id, the client, the policy URI, and the description with labels."""
    said: dict[str, Any] = {
        "colours": [1, True, False, None, {"a": "b"}],
        "type": "http://s.invalid/t",
        "mood": "😀 é",
    }
    made = steps.resource_set(target, **said, labels=["VIP"])

    def worked_out(members: Mapping[str, Any]) -> str:
        return tags.tag(made.id, target.client.name, made.policy_uri, dict(members))

    tag = worked_out(made.said)
    ensure(TAG.fullmatch(made.etag), f"the tag {made.etag!r} is not a weak one of a number")
    ensure_same(made.etag, tag, "the tag of a registration")
    expect(steps.read(target, made), 200, dict(made.said), ETag=tag)
    chosen = {**made.said, "_id": "chosen", "user_access_policy_uri": "http://e.invalid/"}
    expect(steps.put(target, made, chosen), 200, ETag=tag)
    other = steps.description(target, labels=["a", "b"])
    expect(steps.put(target, made, other), 200, ETag=worked_out(other))
    for length in range(8, 28):  # long enough for positive numbers and negative ones
        other = steps.description(target, description="x" * length, labels=[])
        expect(steps.put(target, made, other), 200, ETag=worked_out(other))


@CHECKS.of(rules.POST_TO_ONE)
def a_post_to_one_registers_another(target: PingAMTarget) -> None:
    """POST to a resource set registers a new one."""
    made = steps.resource_set(target)
    said = steps.description(target)
    answer = target.ask("POST", made.url, json=said)
    expect(answer, 201, {"_id": ID})
    ensure(answer.json["_id"] != made.id, "a POST to a resource set answers that one's id")
    ensure_same(set(answer.json), REFERENCE, f"{answer.asked}: the members")
    another = target.ask("GET", target.url_of(answer.json["_id"]))
    expect(another, 200, {**said, **answer.json}, ETag=answer.headers.get("ETag", ABSENT))
    where = another.asked.partition(" ")[2] if target.behaviour.location else ABSENT
    expect(answer, 201, Location=where)
    expect(steps.read(target, made), 200, dict(made.said))


@CHECKS.of(rules.NAME_UNIQUE)
def a_name_is_taken_once(target: PingAMTarget) -> None:
    """Names are unique for an owner and client, until the deletion."""
    made = steps.resource_set(target)
    again = target.register(dict(made.said))
    alike = target.in_another_case(made.said["name"])
    expect(target.register({**made.said, "name": alike}), 201)
    if target.behaviour.unique_names:
        told = f"A shared item with the name '{made.said['name']}' already exists"
        refused(again, 400, "Bad Request", naming=told)
        expect(steps.delete(target, made), 204)
        again = target.register(dict(made.said))
    expect(again, 201)


@CHECKS.of(rules.NAME_UNIQUE)
def an_update_may_take_any_name(target: PingAMTarget) -> None:
    """Only a registration checks that a name is free."""
    one, other = steps.resource_set(target), steps.resource_set(target)
    expect(steps.put(target, other, dict(one.said)), 200)
    expect(steps.read(target, other), 200, {"name": one.said["name"]})
    for each, left in ((other, True), (one, False)):
        expect(steps.delete(target, each), 204)
        again = target.register(dict(one.said))
        if left and target.behaviour.unique_names:  # one of the two has it still
            refused(again, 400, "Bad Request", naming=one.said["name"])
        else:
            expect(again, 201)


@CHECKS.of(rules.NAME_UNIQUE)
def a_name_that_was_given_up_is_free(target: PingAMTarget) -> None:
    """After a change of name the old one is free, the new one taken."""
    made = steps.resource_set(target)
    said = steps.description(target)
    expect(steps.put(target, made, said), 200)
    expect(target.register(dict(made.said)), 201)
    again = target.register(said)
    if target.behaviour.unique_names:
        refused(again, 400, "Bad Request", naming=said["name"])
    else:
        expect(again, 201)


@CHECKS.of(rules.NAME_UNIQUE)
def owners_do_not_compete_for_names(target: PingAMTarget) -> None:
    """Another owner may use the same name."""
    made = steps.resource_set(target)
    expect(target.register(dict(made.said), owner=target.other()), 201)


@CHECKS.of(rules.NAME_UNIQUE)
def realms_do_not_compete_for_names(target: PingAMTarget) -> None:
    """The same owner may have the same in another."""
    made, realm = steps.resource_set(target), target.new_realm()
    token = target.steered().token(FAMILY, owner=target.owner.name, realm=realm)
    url = target.resource_set_url.replace(f"/{target.realm_path}/", f"/{path_of(realm)}/")
    expect(target.ask("POST", url, json=dict(made.said), token=token), 201)


@CHECKS.of(rules.NAME_UNIQUE)
def clients_do_not_compete_for_names(target: PingAMTarget) -> None:
    """Another client of the same owner may use the same name."""
    made = steps.resource_set(target)
    token = target.pat(target.owner, client=target.new_client())
    expect(target.register(dict(made.said), token=token), 201)


@CHECKS.of(rules.CLIENT_PAT)
def a_client_may_own_what_it_registers(target: PingAMTarget) -> None:
    """It deletes it with a token of its own; the ancestor can't."""
    deletes = target.behaviour.delete_with_client_pat
    if not deletes and target.control is None:
        raise NotRun("it would leave a resource set behind that nobody can delete")
    grant = target.grant("client_credentials", scope=UMA_PROTECTION)
    token = steps.had(grant, 200, "a client's own token")["access_token"]
    answer = target.register(steps.description(target), token=token)
    url = target.url_of(steps.had(answer, 201, "a client's own resource set")["_id"])
    gone = target.ask("DELETE", url, token=token, headers=target.condition())
    target.forget(url)
    if deletes:
        expect(gone, 204)
    else:
        refused(gone, 400, "server_error")
