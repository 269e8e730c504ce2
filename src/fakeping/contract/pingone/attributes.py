"""Checks of attributes: which claims a resource's tokens carry."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import invalid, taken
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import Differs
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_CURRENT = ("current",)

_PREDEFINED = 24

# Some of them, each of another form.
_VALUES = {
    "address.country": "${user.address.countryCode}",
    "email": "${user.email}",
    "updated_at": "${#datetime.toUnixTimestamp(user.updatedAt)}",
    "zoneinfo": "${user.timezone}",
}

_RESERVED = (
    "acr", "amr", "aud", "auth_time", "client_id", "env", "exp", "iat", "iss", "jti", "org",
    "p1.anything", "p1.", "scope", "sid", "sub",
)  # fmt: skip


@of(rules.ATTRIBUTE_CORE, editions=_CURRENT)
def each_resource_has_attributes_from_the_start(target: PingOneTarget) -> None:
    """A custom resource has `sub`; `openid` has OpenID Connect's attributes."""
    found = target.listed(target.attributes_url(target.resource()), "attributes")
    expected = [("sub", "CORE", "${user.id}")]
    ensure_same(
        [(each["name"], each["type"], each["value"]) for each in found],
        expected,
        "the attributes of a new resource",
    )
    openid = target.listed(target.attributes_url(target.built_in("openid")), "attributes")
    predefined = [each for each in openid if each["type"] == "PREDEFINED"]
    ensure_same(len(predefined), _PREDEFINED, "the number of predefined attributes of openid")
    found = [each for each in predefined if each["name"] in _VALUES]
    values = {each["name"]: each["value"] for each in found}
    ensure_same(values, _VALUES, "what predefined attributes of openid stand for")
    for each in predefined:
        ensure(each["idToken"] and each["userInfo"], f"{each['name']} of openid stands nowhere")


@of(rules.ATTRIBUTE_FIXED, editions=_CURRENT)
def an_attribute_that_is_there_from_the_start_stays(target: PingOneTarget) -> None:
    """A core attribute's value can be changed; it can't be renamed or deleted."""
    custom, openid = target.resource(), target.built_in("openid")
    for resource, name in ((custom, "sub"), (openid, "email")):
        url = _url(target, resource, _named(target, resource, name))
        before = target.read(url)
        said = {"name": target.name(), "value": before["value"]}
        expect(target.ask("PUT", url, json=said), 400)
        expect(target.ask("DELETE", url), 400)
        expect(target.ask("GET", url), 200, before)
    for resource, name, type_ in (
        (custom, "sub", "CORE"),
        (openid, "email", "PREDEFINED"),
        (openid, "zoneinfo", "PREDEFINED"),
    ):
        before = _named(target, resource, name)
        url, kept = _url(target, resource, before), before["value"]
        try:
            said = {"name": name, "value": "${user.username}"}
            expect(target.ask("PUT", url, json=before | said), 200, {**said, "type": type_})
            expect(target.ask("GET", url), 200, {**said, "type": type_})
        finally:
            target.ask("PUT", url, json={"name": name, "value": kept})


@of(rules.ATTRIBUTE_PLACE, editions=_CURRENT)
def attributes_of_openid_stand_in_the_id_token_or_the_user_info(target: PingOneTarget) -> None:
    """On `openid` both are true by default, and one must be; other resources refuse them."""
    openid, custom, api = target.built_in("openid"), target.resource(), target.built_in("api")
    for said, kept in (
        ({}, {"idToken": True, "userInfo": True}),
        ({"idToken": False}, {"idToken": False, "userInfo": True}),
        ({"userInfo": False}, {"idToken": True, "userInfo": False}),
    ):
        made = target.attribute(openid, **said)
        ensure_same({name: made.get(name) for name in kept}, kept, f"where {said} stands")
    expect(_ask(target, openid, idToken=False, userInfo=False), 400)
    nowhere = {"name": made["name"], "value": "x", "idToken": False, "userInfo": False}
    expect(target.ask("PUT", _url(target, openid, made), json=nowhere), 400)
    made = target.attribute(custom)
    ensure_same(made.get("idToken", ABSENT), ABSENT, "idToken of a custom resource's attribute")
    for place in ("idToken", "userInfo"):
        expect(_ask(target, custom, **{place: True}), 400, {"details": [{"target": place}]})
    expect(_ask(target, api), 400)
    ensure_same(target.listed(target.attributes_url(api), "attributes"), [], "the API's attributes")


@of(rules.ATTRIBUTE_RESERVED, editions=_CURRENT)
def some_names_are_reserved_on_openid(target: PingOneTarget) -> None:
    """Reserved names are refused on `openid`, and accepted on other resources."""
    openid = target.built_in("openid")
    made = target.attribute(openid)
    for name in _RESERVED:
        invalid(_ask(target, openid, name=name), ("INVALID_VALUE", "name"))
        said = {"name": name, "value": "x"}
        answer = target.ask("PUT", _url(target, openid, made), json=said)
        invalid(answer, ("INVALID_VALUE", "name"))
    resource = target.resource()
    for name in ("acr", "scope", "p1.anything"):
        target.attribute(resource, name=name)


@of(rules.ATTRIBUTE_VALUE, editions=_CURRENT)
def a_custom_attribute_needs_a_value(target: PingOneTarget) -> None:
    """A custom attribute requires a value; a predefined one may be empty."""
    custom = target.resource()
    url = _url(target, custom, target.attribute(custom))
    for value, code in (({"value": ""}, "EMPTY_VALUE"), ({}, "REQUIRED_VALUE")):
        said = {"name": target.name(), **value}
        answer = target.ask("POST", target.attributes_url(custom), json=said)
        invalid(answer, (code, "value"))
        invalid(target.ask("PUT", url, json=said), (code, "value"))
    openid = target.built_in("openid")
    for each in target.listed(target.attributes_url(openid), "attributes"):
        if each["type"] == "PREDEFINED" and each["value"] == "":
            said = {name: each[name] for name in ("name", "value")}
            expect(target.ask("PUT", _url(target, openid, each), json=said), 200, said)
            return
    raise Differs("openid has no predefined attribute that is empty")


@of(rules.ATTRIBUTE_NAME_UNIQUE, editions=_CURRENT)
def an_attributes_name_is_unique_in_its_resource(target: PingOneTarget) -> None:
    """A taken name is refused in its resource, and accepted in another."""
    photos, albums = target.resource(), target.resource()
    made, other = (target.attribute(photos, value="x") for _ in range(2))
    for name in (made["name"], "sub"):
        taken(_ask(target, photos, name=name))
        said = {"name": name, "value": "x"}
        taken(target.ask("PUT", _url(target, photos, other), json=said))
    said = {"name": made["name"], "value": "another"}
    expect(target.ask("PUT", _url(target, photos, made), json=said), 200, said)
    target.attribute(albums, name=made["name"])
    upper = target.attribute(photos, name=target.in_another_case(made["name"]))
    taken(_ask(target, photos, name=upper["name"]))


def _ask(target: PingOneTarget, resource: JSON, **members: JSON) -> JSON:
    said = {"name": target.name("attribute"), "value": "${user.id}", **members}
    return target.ask("POST", target.attributes_url(resource), json=said)


def _url(target: PingOneTarget, resource: JSON, attribute: JSON) -> str:
    return f"{target.attributes_url(resource)}/{attribute['id']}"


def _named(target: PingOneTarget, resource: JSON, name: str) -> JSON:
    return target.named(target.listed(target.attributes_url(resource), "attributes"), name)
