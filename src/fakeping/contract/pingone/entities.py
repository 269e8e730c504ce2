"""Checks of what resources and scopes share: create, read, replace, delete, names."""

from collections.abc import Mapping

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.kinds import EntityKind, kinds, put
from fakeping.contract.pingone.refusals import gone, invalid, not_found, taken
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.core.rules import Rule
from fakeping.families.pingone import rules, sign_on_rules

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


@of(rules.READ_ONLY)
def what_a_client_cannot_say_is_ignored(target: PingOneTarget) -> None:
    """Read-only members are ignored on POST and PUT."""
    for kind in kinds(target):
        made = target.made(kind.url, {**kind.body(), **_ignored(kind)})
        replaced = put(target, kind, made, {**kind.body(), **_ignored(kind)})
        for document in (made, replaced, target.read(f"{kind.url}/{made['id']}")):
            for name, value in _ignored(kind).items():
                said = f"{kind.url}: {name} was set, and should be ignored"
                ensure(document.get(name) != value, said)
            ensure_same(document["id"], made["id"], f"{kind.url}: the id")
            ensure_same(document["createdAt"], made["createdAt"], f"{kind.url}: createdAt")


def _ignored(kind: EntityKind) -> Mapping[str, JSON]:
    """The members to ignore; an attribute's `value` may be named like one."""
    return {**_IGNORED, "type": "CORE"} if kind.name == "attributes" else _IGNORED


@of(rules.PUT_CLEARS)
def put_clears_what_it_does_not_say(target: PingOneTarget) -> None:
    """PUT clears omitted and null members."""
    for kind in kinds(target):
        for said in ({}, {"description": None}) if kind.described else ():
            made = target.made(kind.url, {**kind.body(), "description": "before"})
            ensure_same(made.get("description"), "before", f"{kind.url}: the description")
            _undescribed(target, kind, made, said)
    if target.is_current:
        icon = {"icon": "https://example.com/icon.png"}
        made = target.environment(**icon)
        ensure_same(made.get("icon"), icon["icon"], "an environment's icon")
        url = f"{target.environments_url}/{made['id']}"
        expect(target.ask("PUT", url, json=target.environment_body()), 200)
        expect(target.ask("GET", url), 200, {"icon": ABSENT})


def _undescribed(target: PingOneTarget, kind: EntityKind, made: JSON, said: JSON) -> None:
    body = {name: value for name, value in kind.body().items() if name != "description"}
    document = put(target, kind, made, {**body, **said})
    ensure_same(document.get("description", ABSENT), ABSENT, f"{kind.url}: what a PUT answers")
    expect(target.ask("GET", f"{kind.url}/{made['id']}"), 200, {"description": ABSENT})


@of(rules.PUT_CLEARS, editions=("current",))
def put_clears_where_an_attribute_stands_and_what_a_scope_maps(target: PingOneTarget) -> None:
    """PUT without `idToken` and `userInfo` resets both to true; without `mappedClaims`, to none."""
    openid = target.built_in("openid")
    for place in ("idToken", "userInfo"):
        made = target.attribute(openid, **{place: False})
        url = f"{target.attributes_url(openid)}/{made['id']}"
        said = {"name": made["name"], "value": made["value"]}
        expect(target.ask("PUT", url, json=said), 200, {"idToken": True, "userInfo": True})
        expect(target.ask("GET", url), 200, {"idToken": True, "userInfo": True})
    made = target.scope(openid, mappedClaims=[target.attribute(openid)["id"]])
    url = f"{target.scopes_url(openid)}/{made['id']}"
    expect(target.ask("PUT", url, json={"name": made["name"]}), 200, {"mappedClaims": ABSENT})
    expect(target.ask("GET", url), 200, {"mappedClaims": ABSENT})


@of(rules.CREATED)
def a_creation_answers_with_the_entity_and_where_it_is(target: PingOneTarget) -> None:
    """A 201 has the entity, and `Location` is its self link."""
    for kind in kinds(target):
        said = kind.body()
        answer = target.ask("POST", kind.url, json=said)
        expect(answer, 201, {**said, "id": str, "createdAt": str, "updatedAt": str})
        expect(answer, 201, Location=answer.json["_links"]["self"]["href"])
        expect(target.ask("GET", answer.headers["Location"]), 200, {"id": answer.json["id"]})


@of(rules.DELETED)
def what_is_deleted_is_gone(target: PingOneTarget) -> None:
    """A deleted scope is 404, and so is a deleted resource with its scopes."""
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
    """A missing or blank name is refused."""
    for kind in kinds(target):
        made = target.made(kind.url, kind.body())
        rest = {name: value for name, value in kind.body().items() if name != "name"}
        for said, code in (
            ({}, "REQUIRED_VALUE"),
            ({"name": ""}, "EMPTY_VALUE"),
            ({"name": " \t\n"}, "EMPTY_VALUE"),
        ):
            body = {**rest, **said}
            invalid(target.ask("POST", kind.url, json=body), (code, "name"))
            invalid(target.ask("PUT", f"{kind.url}/{made['id']}", json=body), (code, "name"))


@of(rules.NAME_LENGTH)
def a_name_has_at_most_256_characters(target: PingOneTarget) -> None:
    """A longer name is refused on POST and PUT."""
    for kind in kinds(target):
        longest = [target.name().ljust(_LONGEST, "x") for _ in range(2)]
        made = target.made(kind.url, {**kind.body(), "name": longest[0]})
        ensure_same(made["name"], longest[0], f"{kind.url}: the name")
        put(target, kind, made, {**kind.body(), "name": longest[1]})
        said = {**kind.body(), "name": target.name().ljust(_LONGEST + 1, "x")}
        invalid(target.ask("POST", kind.url, json=said), ("INVALID_VALUE", "name"))
        answer = target.ask("PUT", f"{kind.url}/{made['id']}", json=said)
        invalid(answer, ("INVALID_VALUE", "name"))


_UNIQUE = {
    "resources": rules.RESOURCE_NAME_UNIQUE,
    "scopes": rules.SCOPE_NAME_UNIQUE,
    "attributes": rules.ATTRIBUTE_NAME_UNIQUE,
    "populations": rules.POPULATION_NAME_UNIQUE,
    "signOnPolicies": sign_on_rules.POLICY_NAME_UNIQUE,
    "environments": rules.ENVIRONMENT_NAME_UNIQUE,
}


def _freed(name: str, rule: Rule, editions: tuple[str, ...]) -> None:
    """Check that a kind's names are free again after a deletion or a change."""

    @of(rule, editions=editions)
    def a_name_is_free_once_nothing_has_it(target: PingOneTarget) -> None:
        """A name is free after a deletion or a change of name, and not before."""
        for kind in kinds(target):
            if kind.name != name:
                continue
            first, second = kind.body(), kind.body()
            made = target.made(kind.url, first)
            expect(target.ask("DELETE", f"{kind.url}/{made['id']}"), 204)
            again = target.made(kind.url, first)
            taken(target.ask("POST", kind.url, json=first))
            put(target, kind, again, second)
            target.made(kind.url, first)
            taken(target.ask("POST", kind.url, json=second))


for _name, _rule in _UNIQUE.items():
    _freed(_name, _rule, _rule.editions)


@of(rules.RESOURCE_NAME_UNIQUE)
def a_resources_name_is_unique_in_its_environment(target: PingOneTarget) -> None:
    """Built-in names are taken too; white space and letter case distinguish names."""
    url = target.resources_url
    _unique_names(target, url)
    taken(target.ask("POST", url, json={"name": target.expected.openid[0]}))
    resource = target.resource()
    composed, decomposed = "é", "e\N{COMBINING ACUTE ACCENT}"
    for odd in (" ", composed, decomposed, "\N{GRINNING FACE}", "\u202eabc\n", '"\\/<b>', "\0"):
        said = {"name": f"{resource['name']}{odd}"}
        expect(target.ask("POST", url, json=said), 201, said)
    builtin = {"name": target.expected.openid[0]}
    taken(target.ask("PUT", target.resource_url(resource), json=builtin))


@of(rules.RESOURCE_NAME_UNIQUE, editions=("current",))
def a_resources_name_is_free_in_another_environment(target: PingOneTarget) -> None:
    """The same name may exist in another environment."""
    _free_elsewhere(target, "resources")


@of(rules.POPULATION_NAME_UNIQUE, editions=("current",))
def a_populations_name_is_free_in_another_environment(target: PingOneTarget) -> None:
    """The same name may exist in another environment."""
    _free_elsewhere(target, "populations")


def _free_elsewhere(target: PingOneTarget, kind: str) -> None:
    made = target.made(f"{target.environment_url}/{kind}", {"name": target.name()})
    other = f"{target.environments_url}/{target.environment()['id']}"
    target.made(f"{other}/{kind}", {"name": made["name"]})


@of(rules.SCOPE_NAME_UNIQUE)
def a_scopes_name_is_unique_in_its_resource(target: PingOneTarget) -> None:
    """A scope's name is unique in its resource, or in its environment with the switch."""
    photos, albums = target.resource(), target.resource()
    _unique_names(target, target.scopes_url(photos))
    scope, other = target.scope(photos), target.scope(albums)
    said = {"name": scope["name"]}
    moved = f"{target.scopes_url(albums)}/{other['id']}"
    if target.expected.scope_names_unique_in_environment:
        taken(target.ask("POST", target.scopes_url(albums), json=said))
        taken(target.ask("PUT", moved, json=said))
        expect(target.ask("DELETE", target.resource_url(photos)), 204)
        expect(target.ask("POST", target.scopes_url(albums), json=said), 201)
    else:
        expect(target.ask("PUT", moved, json=said), 200)


@of(rules.SCOPE_NAME_UNIQUE)
def a_platforms_scope_has_its_name_too(target: PingOneTarget) -> None:
    """The name of a platform scope is taken, for creations and updates."""
    openid = target.built_in("openid")
    url = target.scopes_url(openid)
    made = target.scope(openid)
    taken(target.ask("POST", url, json={"name": "email"}))
    taken(target.ask("PUT", f"{url}/{made['id']}", json={"name": "email"}))


def _unique_names(target: PingOneTarget, url: str) -> None:
    def replaced(entity: JSON, said: JSON) -> None:
        expect(target.ask("PUT", f"{url}/{entity['id']}", json=said), 200, {"name": said["name"]})

    name = target.name()
    folded = target.in_another_case(name)
    first = target.made(url, {"name": name})
    other = target.made(url, {"name": target.name()})
    taken(target.ask("POST", url, json={"name": name}))
    taken(target.ask("PUT", f"{url}/{other['id']}", json={"name": name}))
    replaced(first, {"name": name, "description": "its own name again"})
    in_another_case = target.ask("POST", url, json={"name": folded})
    if target.expected.names_fold_case:
        taken(in_another_case)
    else:
        expect(in_another_case, 201)
    left = target.name()
    replaced(other, {"name": left})
    replaced(other, {"name": target.name()})
    target.made(url, {"name": left})


def _ids(entities: list[JSON]) -> list[str]:
    return [each["id"] for each in entities]
