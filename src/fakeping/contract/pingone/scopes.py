"""Checks of scopes: platform scopes and custom ones."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import fixed, invalid
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_CURRENT = ("current",)


@of(rules.PLATFORM_SCOPE_FIXED)
def a_platform_scope_stays_as_it_is(target: PingOneTarget) -> None:
    """But for what today's edition lets one say."""
    custom = (target.prefix, "p1:read:user:", "p1:update:user:")
    for which in ("api", "openid"):
        resource = target.built_in(which)
        changeable = set().union(*target.expected.changeable.values())
        for scope in target.listed(target.scopes_url(resource), "scopes"):
            name = scope["name"]
            if name.startswith(custom):
                continue
            url = f"{target.scopes_url(resource)}/{scope['id']}"
            before = target.read(url)
            fixed(target.ask("PUT", url, json={**before, "name": target.name()}))
            if name not in changeable:
                fixed(target.ask("PUT", url, json=before))
            fixed(target.ask("DELETE", url))
            expect(target.ask("GET", url), 200, before)


@of(rules.PLATFORM_SCOPE_ADDED)
def a_built_in_resource_takes_custom_scopes(target: PingOneTarget) -> None:
    """They can be created and deleted like others."""
    for which, prefix in (("api", "p1:read:user:"), ("openid", "")):
        resource = target.built_in(which)
        made = target.scope(resource, name=f"{prefix}{target.name()}")
        url = f"{target.scopes_url(resource)}/{made['id']}"
        expect(target.ask("GET", url), 200, made)
        expect(target.ask("DELETE", url), 204)


@of(rules.SCOPE_NAME_CHARACTERS, editions=_CURRENT)
def a_scopes_name_has_the_characters_of_a_scope_token(target: PingOneTarget) -> None:
    """Printable ASCII without space, quote and backslash."""
    resource = target.resource()
    for character in ("!", "~", "[", "]", "#", ":", "/"):
        target.scope(resource, name=target.name() + character)
    for character in (" ", '"', "\\", "é", "\t", "\n", "\x00", "\x7f"):
        _refuses(target, resource, "name", name=f"{target.name()}{character}b")


@of(rules.API_SCOPE_NAME, editions=_CURRENT)
def a_scope_of_the_platforms_api_extends_one_of_two(target: PingOneTarget) -> None:
    """Its name is one of two prefixes with a suffix."""
    api = target.built_in("api")
    for stem in ("p1:read:user", "p1:update:user"):
        name = f"{stem}:{target.name()}:~"
        ensure_same(target.scope(api, name=name)["name"], name, "the name")
    for name in (
        target.name(),
        "p1:read:user:",
        "p1:read:users",
        *(
            f"{stem}{target.name()}"
            for stem in ("p1:delete:user:", "P1:read:user:", "p1:read:user")
        ),
    ):
        _refuses(target, api, "name", name=name)


@of(rules.SCHEMA_ATTRIBUTES, editions=_CURRENT)
def schema_attributes_stand_on_the_platforms_api_alone(target: PingOneTarget) -> None:
    """They are paths or `*`, absent unless said; scopes of other resources refuse them."""
    api = target.built_in("api")

    def named() -> str:
        return f"p1:read:user:{target.name()}"

    member = "schemaAttributes"
    ensure_same(target.scope(api, name=named()).get(member, ABSENT), ABSENT, "the default")
    for each in target.listed(target.scopes_url(api), "scopes"):
        if each["name"] in {"p1:read:user", "p1:update:user"}:
            ensure(each.get(member), f"{each['name']} has no {member}")
    for said in (["*"], ["name.given", "email"]):
        made = target.scope(api, name=named(), schemaAttributes=said)
        ensure_same(made[member], said, member)
        url, email = f"{target.scopes_url(api)}/{made['id']}", ["email"]
        for put, kept in (({member: email}, email), ({}, ABSENT)):
            expect(target.ask("PUT", url, json={"name": made["name"], **put}), 200)
            ensure_same(target.read(url).get(member, ABSENT), kept, f"{url}: {member} after a PUT")
    for said in ([], ["*", "email"], ["*", "*"]):
        _refuses(target, api, member, name=named(), schemaAttributes=said)
    for other in (target.resource(), target.built_in("openid")):
        found = target.scope(other).get(member, ABSENT)
        ensure_same(found, ABSENT, f"{member} of {other['name']}")
        for said in (["email"], ["*"]):
            _refuses(target, other, member, name=target.name(), schemaAttributes=said)


@of(rules.MAPPED_CLAIMS, editions=_CURRENT)
def mapped_claims_are_custom_attributes_of_the_resource(target: PingOneTarget) -> None:
    """Scopes of `openid` and of custom resources accept them, PingOne's API's do not."""
    openid, custom = target.built_in("openid"), target.resource()
    attribute, other = target.attribute(openid), target.attribute(custom)
    predefined = [
        each
        for each in target.listed(target.attributes_url(openid), "attributes")
        if each["type"] == "PREDEFINED"
    ]
    ensure(predefined, "openid has no predefined attribute")
    made = target.scope(openid, mappedClaims=[attribute["id"]])
    ensure_same(made["mappedClaims"], [attribute["id"]], "the mapped claims")
    url = f"{target.scopes_url(openid)}/{made['id']}"
    for said in ({}, {"mappedClaims": [attribute["id"]]}):
        answer = target.ask("PUT", url, json={"name": made["name"], **said})
        expect(answer, 200)
        ensure_same(target.read(url), answer.json, f"{url}: what was answered to a PUT")
        kept = answer.json.get("mappedClaims", ABSENT)
        ensure_same(kept, said.get("mappedClaims", ABSENT), f"{url}: the claims after a PUT")
    for mapped in ([other["id"]], []):
        ensure_same(
            target.scope(custom, mappedClaims=mapped).get("mappedClaims"),
            mapped,
            "the mapped claims of a custom resource's scope",
        )
    for resource, id_ in ((openid, predefined[0]), (openid, other), (custom, attribute)):
        _refuses(target, resource, "mappedClaims", name=target.name(), mappedClaims=[id_["id"]])
    on_api = f"p1:read:user:{target.name()}"
    api = target.built_in("api")
    _refuses(target, api, "mappedClaims", name=on_api, mappedClaims=[attribute["id"]])
    mine = f"{target.attributes_url(openid)}/{attribute['id']}"
    expect(target.ask("DELETE", mine), 204)
    ensure_same(target.read(url).get("mappedClaims", []), [], f"{url}: a claim that is gone")


@of(rules.PLATFORM_SCOPE_CHANGED, editions=_CURRENT)
def some_platform_scopes_take_a_change(target: PingOneTarget) -> None:
    """Schema attributes and mapped claims can change, the name and description can't."""
    api, openid = target.built_in("api"), target.built_in("openid")
    claims = [target.attribute(openid)["id"]]
    mapped = ("openid", "profile", "email", "address", "phone")
    for resource, name, member, value in (
        (api, "p1:read:user", "schemaAttributes", ["name.given"]),
        (api, "p1:update:user", "schemaAttributes", ["email"]),
        *((openid, name, "mappedClaims", claims) for name in mapped),
    ):
        url = _scope_url(target, resource, name)
        before = target.read(url)
        try:
            said = {"name": name, "description": "another", member: value}
            expect(target.ask("PUT", url, json=said), 200)
            expected = {"name": name, "description": before["description"], member: value}
            expect(target.ask("GET", url), 200, expected)
            for wrong in ({"schemaAttributes": ["*", "email"]}, {"mappedClaims": ["nothing"]}):
                answer = target.ask("PUT", url, json={"name": name, **wrong})
                invalid(answer, ("INVALID_VALUE", next(iter(wrong))))
            expect(target.ask("GET", url), 200, expected)
            every: tuple[JSON, ...] = ({}, {member: None}, {member: ["*"]})
            unsaid, back = (["*"], every) if resource is api else (ABSENT, every[:1])
            for each in back:
                expect(target.ask("PUT", url, json={"name": name, **each}), 200, {member: unsaid})
            if resource is openid:
                said = {"name": name, member: []}
                expect(target.ask("PUT", url, json=said), 200, {member: []})
        finally:
            target.ask("PUT", url, json={"name": name, member: before.get(member)})
        expect(target.ask("GET", url), 200, {member: before.get(member)})


def _scope_url(target: PingOneTarget, resource: JSON, name: str) -> str:
    scope = target.built_in_scope(resource, name)
    return f"{target.scopes_url(resource)}/{scope['id']}"


def _refuses(target: PingOneTarget, resource: JSON, member: str, **said: JSON) -> None:
    """Raise `Differs` unless members are refused on POST and PUT."""
    url = target.scopes_url(resource)
    invalid(target.ask("POST", url, json=said), ("INVALID_VALUE", member))
    on_api = resource["name"] == target.expected.api[0]
    name = f"p1:read:user:{target.name()}" if on_api else target.name()
    made = target.scope(resource, name=name)
    answer = target.ask("PUT", f"{url}/{made['id']}", json=said)
    invalid(answer, ("INVALID_VALUE", member))
