"""Checks of what resources and scopes have in common: made, read, replaced, deleted."""

from collections.abc import Iterator

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import gone, invalid, not_found, taken
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_LONGEST = 256

# What a client can't set, and what nobody knows.
_IGNORED = {
    "id": "00000000-0000-4000-8000-000000000000",
    "createdAt": "1970-01-01T00:00:00.000Z",
    "updatedAt": "1970-01-01T00:00:00.000Z",
    "environment": {"id": "elsewhere"},
    "resource": {"id": "another"},
    "_links": {"self": {"href": "https://example.com"}},
    "colour": [1, 2.5, True],
}


def _collections(target: PingOneTarget) -> Iterator[str]:
    """Where a resource and a scope can be made."""
    yield target.resources_url
    yield target.scopes_url(target.resource())


@of(rules.READ_ONLY)
def what_a_client_cannot_say_is_ignored(target: PingOneTarget) -> None:
    """On POST and PUT."""
    for url in _collections(target):
        made = target.made(url, {"name": target.name(), **_IGNORED})
        for document in (made, _put(target, url, made, {"name": target.name(), **_IGNORED})):
            for name, value in _IGNORED.items():
                ensure(document.get(name) != value, f"{url}: {name} was set, and should be ignored")
            ensure_same(document["id"], made["id"], f"{url}: the id")
            ensure_same(document["createdAt"], made["createdAt"], f"{url}: createdAt")


@of(rules.PUT_CLEARS)
def put_clears_what_it_does_not_say(target: PingOneTarget) -> None:
    """And so does null."""
    for url in _collections(target):
        for said in ({}, {"description": None}):
            made = target.made(url, {"name": target.name(), "description": "before"})
            ensure_same(made.get("description"), "before", f"{url}: the description")
            _put(target, url, made, {"name": target.name(), **said})
            found = target.ask("GET", f"{url}/{made['id']}")
            expect(found, 200, {"description": ABSENT})


@of(rules.CREATED)
def a_creation_answers_with_the_entity_and_where_it_is(target: PingOneTarget) -> None:
    """`Location` is where it links to itself."""
    for url in _collections(target):
        said = {"name": target.name(), "description": "a thing"}
        answer = target.ask("POST", url, json=said)
        expect(answer, 201, {**said, "id": str, "createdAt": str, "updatedAt": str})
        expect(answer, 201, Location=answer.json["_links"]["self"]["href"])
        expect(target.ask("GET", answer.headers["Location"]), 200, answer.json)


@of(rules.DELETED)
def what_is_deleted_is_gone(target: PingOneTarget) -> None:
    """With all that it held."""
    resource = target.resource()
    held, kept = target.scope(resource), target.scope(resource)
    gone(target.ask("DELETE", f"{target.scopes_url(resource)}/{held['id']}"))
    not_found(target.ask("GET", f"{target.scopes_url(resource)}/{held['id']}"))
    ensure_same(_ids(target.listed(target.scopes_url(resource), "scopes")), [kept["id"]], "scopes")
    gone(target.ask("DELETE", target.resource_url(resource)))
    not_found(target.ask("GET", target.resource_url(resource)))
    not_found(target.ask("GET", f"{target.scopes_url(resource)}/{kept['id']}"))
    not_found(target.ask("DELETE", target.resource_url(resource)))
    ensure(
        resource["id"] not in _ids(target.listed(target.resources_url, "resources")),
        "a deleted resource is still listed",
    )


@of(rules.NAME_REQUIRED)
def a_name_is_needed(target: PingOneTarget) -> None:
    """And one of white space alone is none."""
    for url in _collections(target):
        made = target.made(url, {"name": target.name()})
        for said, code in (
            ({}, "REQUIRED_VALUE"),
            ({"description": "no name"}, "REQUIRED_VALUE"),
            ({"name": ""}, "EMPTY_VALUE"),
            ({"name": " \t\n"}, "EMPTY_VALUE"),
        ):
            invalid(target.ask("POST", url, json=said), (code, "name"))
            invalid(target.ask("PUT", f"{url}/{made['id']}", json=said), (code, "name"))


@of(rules.NAME_LENGTH)
def a_name_has_at_most_256_characters(target: PingOneTarget) -> None:
    """On POST and PUT."""
    for url in _collections(target):
        longest = target.name().ljust(_LONGEST, "x")
        made = target.made(url, {"name": longest})
        ensure_same(made["name"], longest, f"{url}: the name")
        said = {"name": target.name().ljust(_LONGEST + 1, "x")}
        invalid(target.ask("POST", url, json=said), ("INVALID_VALUE", "name"))
        invalid(target.ask("PUT", f"{url}/{made['id']}", json=said), ("INVALID_VALUE", "name"))


@of(rules.RESOURCE_NAME_UNIQUE)
def a_resources_name_is_unique_in_its_environment(target: PingOneTarget) -> None:
    """Built-in resources have names too."""
    url = target.resources_url
    _unique_names(target, url)
    taken(target.ask("POST", url, json={"name": target.expected.openid[0]}))


@of(rules.SCOPE_NAME_UNIQUE)
def a_scopes_name_is_unique_in_its_resource(target: PingOneTarget) -> None:
    """Or in its environment, where the switch says so."""
    photos, albums = target.resource(), target.resource()
    _unique_names(target, target.scopes_url(photos))
    scope = target.scope(photos)
    elsewhere = target.ask("POST", target.scopes_url(albums), json={"name": scope["name"]})
    if target.expected.scope_names_unique_in_environment:
        taken(elsewhere)
    else:
        expect(elsewhere, 201)


def _unique_names(target: PingOneTarget, url: str) -> None:
    name = target.name("upper-a")
    folded = name.replace("upper-a", "upper-A")
    first = target.made(url, {"name": name})
    other = target.made(url, {"name": target.name()})
    taken(target.ask("POST", url, json={"name": name}))
    taken(target.ask("PUT", f"{url}/{other['id']}", json={"name": name}))
    _put(target, url, first, {"name": name, "description": "its own name again"})
    in_another_case = target.ask("POST", url, json={"name": folded})
    if target.expected.names_fold_case:
        taken(in_another_case)
    else:
        expect(in_another_case, 201)
    left = target.name()
    _put(target, url, other, {"name": left})
    _put(target, url, other, {"name": target.name()})
    target.made(url, {"name": left})


def _put(target: PingOneTarget, url: str, entity: JSON, document: JSON) -> JSON:
    answer = target.ask("PUT", f"{url}/{entity['id']}", json=document)
    expect(answer, 200, {"id": entity["id"], "name": document["name"]})
    return answer.json


def _ids(entities: list[JSON]) -> list[str]:
    return [each["id"] for each in entities]
