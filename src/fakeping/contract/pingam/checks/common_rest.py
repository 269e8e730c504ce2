"""What ForgeRock's Common REST does by the version of its protocol."""

from typing import Any

from fakeping.contract.check import ensure, ensure_same, expect
from fakeping.contract.pingam import steps
from fakeping.contract.pingam.refusals import denied
from fakeping.contract.pingam.suite import CHECKS
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import Answer
from fakeping.families.pingam.rules import owner as rules
from fakeping.families.pingam.rules import uma

#: No version, the newest and the one before it, and the first.
LATER = ({}, {"Accept-API-Version": "resource=1.0"}, *map(steps.protocol, ("2.0", "2.1")))
FIRST = steps.protocol("1.0")

#: The members that a protocol adds to a resource's own.
ADDED = {"_id", "_rev"}


def added(document: Any) -> set[str]:
    """The members that tell a protocol."""
    return set(document) & ADDED


@CHECKS.of(rules.PROTOCOL)
def a_protocol_has_its_members(target: PingAMTarget) -> None:
    """Policies have no `_id` of their own, as resource sets do."""
    made = steps.resource_set(target)
    steps.shared(target, made, target.name("party"), "view")
    for path, of_its_own in (
        (f"uma/policies/{made.id}", set()),
        (f"oauth2/resources/sets/{made.id}", {"_id"}),
    ):
        for headers in LATER:
            answer = target.own("GET", path, headers=headers)
            expect(answer, 200, ETag=str)
            ensure_same(added(answer.json), ADDED, f"{answer.asked}: {headers}")
        first = target.own("GET", path, headers=FIRST)
        expect(first, 200, ETag=answer.headers["ETag"])
        ensure_same(added(first.json), of_its_own, f"{first.asked}: protocol 1.0")
        own = {name: value for name, value in answer.json.items() if name not in ADDED - of_its_own}
        ensure_same(first.json, own, f"{first.asked}: the members, in protocol 1.0")
        kind = path.rpartition("/")[0]
        found = target.own("GET", f"{kind}?_queryFilter=true", headers=FIRST)
        listed = steps.had(found, 200, "a list")["result"]
        ensure(first.json in listed, f"{found.asked}: it lacks {first.json}, in protocol 1.0")


@CHECKS.of(rules.PROTOCOL)
def a_protocol_that_is_to_come_is_told(target: PingAMTarget) -> None:
    """Before anything is done."""
    made = steps.resource_set(target)
    said = steps.policy(made, (target.name("party"), ["view"]))
    path = f"uma/policies/{made.id}"
    for number, part in (("3.0", "major"), ("2.2", "minor"), ("1.2", "minor")):
        sentence = f"Unsupported {part} version: {number}"
        headers = steps.protocol(number)
        denied(target.own("PUT", path, json=said, headers=headers), 400, naming=sentence)
    expect(target.own("GET", path), 404)


def _posted(target: PingAMTarget, query: str, number: str) -> Answer:
    """Try to create a policy by a `POST`, in a protocol."""
    said = steps.policy(steps.resource_set(target), (target.name("party"), ["view"]))
    headers = steps.protocol(number)
    return target.own("POST", f"uma/policies{query}", json=said, headers=headers)


@CHECKS.of(rules.CREATION)
def a_post_creates(target: PingAMTarget) -> None:
    """Where its action says so or, in the newest protocol, where it has none."""
    for number in ("1.0", "2.0", "2.1"):
        expect(_posted(target, "?_action=create", number), 201, Location=str)
    expect(_posted(target, "", "2.1"), 201, Location=str)
    sentence = "No values provided for the request parameter '_action'"
    for number in ("1.0", "2.0"):
        denied(_posted(target, "", number), 400, naming=sentence)


@CHECKS.of(rules.CREATION)
def a_put_creates(target: PingAMTarget) -> None:
    """What is not there, where its condition or the protocol lets it."""
    made = steps.resource_set(target)
    said = steps.policy(made, (target.name("party"), ["view"]))
    path = f"uma/policies/{made.id}"

    def put(number: str, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return target.own("PUT", path, json=said, headers=steps.protocol(number) | sent)

    denied(put("1.0"), 404)
    for number in ("1.0", "2.0", "2.1"):
        sentence = "is not a supported value for If-None-Match on PUT"
        denied(put(number, If_None_Match='"1"'), 400, naming=sentence)
        expect(put(number, If_None_Match="*"), 201)
        expect(put(number), 200)
        steps.had(target.own("DELETE", path), 200, "a deletion")
    for number in ("2.0", "2.1"):
        expect(put(number), 201)
        steps.had(target.own("DELETE", path), 200, "a deletion")


@CHECKS.of(uma.SERVER_INFO)
def the_servers_information_is_public(target: PingAMTarget) -> None:
    """With the name of the session's cookie."""
    answer = target.ask("GET", f"{target.json_url}/serverinfo/*", token=None)
    expect(answer, 200, {"cookieName": str, "secureCookie": bool})


@CHECKS.of(uma.SERVERINFO)
def the_server_tells_of_uma(target: PingAMTarget) -> None:
    """Whoever asks; in protocol 1.0 nothing besides."""
    url = f"{target.json_url}/serverinfo/uma"
    said = {"enabled": True, "resharingMode": "OFF"}
    expect(target.ask("GET", url, token=None), 200, {**said, "_id": str, "_rev": str}, ETag=str)
    first = target.ask("GET", url, token=None, headers=FIRST)
    ensure_same(first.json, said, f"{first.asked}: protocol 1.0")
