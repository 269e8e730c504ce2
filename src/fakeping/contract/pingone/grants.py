"""Checks of the grants of applications."""

from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingone.refusals import NOBODY, invalid, not_found
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import grant_rules as rules
from fakeping.families.pingone.platforms_own import BUILT_IN_TYPES

of = CHECKS.of

_CURRENT = ("current",)

_TAKEN = "UNIQUENESS_VIOLATION"
_INVALID = "INVALID_VALUE"


def _body(resource: JSON, *scopes: JSON) -> JSON:
    return {"resource": {"id": resource["id"]}, "scopes": [{"id": each["id"]} for each in scopes]}


@of(rules.GRANT_ONE, editions=_CURRENT)
def a_resource_is_granted_once(target: PingOneTarget) -> None:
    """A second grant is refused until the first is deleted; a PUT replaces its scopes."""
    application, resource = target.application(), target.resource()
    read, edit = target.scope(resource), target.scope(resource)
    url = target.grants_url(application)
    made = target.grant(application, resource, read)
    expect(target.ask("GET", f"{url}/{made['id']}"), 200, _body(resource, read))
    invalid(target.ask("POST", url, json=_body(resource, edit)), (_TAKEN, "resource"))
    body = _body(resource, edit, read)
    expect(target.ask("PUT", f"{url}/{made['id']}", json=body), 200, body)
    expect(target.ask("DELETE", f"{url}/{made['id']}"), 204)
    target.grant(application, resource, edit)
    other = target.application()
    target.grant(other, resource, edit)
    ensure_same(len(target.listed(url, "grants")), 1, "the grants")


@of(rules.GRANT_NAMES, editions=_CURRENT)
def scopes_of_one_name_are_not_granted_twice(target: PingOneTarget) -> None:
    """Two resources may have a scope of the same name, which an application gets from one."""
    application, one, other = target.application(), target.resource(), target.resource()
    scope, further = target.scope(one), target.scope(other)
    if target.expected.scope_names_unique_in_environment:
        return
    namesake = target.scope(other, name=scope["name"])
    url = target.grants_url(application)
    target.grant(application, one, scope)
    invalid(target.ask("POST", url, json=_body(other, namesake)), (_TAKEN, "scopes"))
    made = target.grant(application, other, further)
    answer = target.ask("PUT", f"{url}/{made['id']}", json=_body(other, further, namesake))
    invalid(answer, (_TAKEN, "scopes"))


@of(rules.GRANT_REQUIRED, editions=_CURRENT)
def a_grant_says_what_it_is_for(target: PingOneTarget) -> None:
    """A resource and scopes are required."""
    application, resource = target.application(), target.resource()
    whole = _body(resource, target.scope(resource))
    made = target.grant(application, resource, target.scope(resource))
    url = target.grants_url(application)
    for name in ("resource", "scopes"):
        body = {member: of for member, of in whole.items() if member != name}
        for method, at in (("POST", url), ("PUT", f"{url}/{made['id']}")):
            invalid(target.ask(method, at, json=body), ("REQUIRED_VALUE", name))
    answer = target.ask("POST", url, json={**whole, "resource": {}})
    invalid(answer, ("REQUIRED_VALUE", "resource.id"))


@of(rules.GRANT_UNKNOWN, editions=_CURRENT)
def a_grant_is_for_what_there_is(target: PingOneTarget) -> None:
    """An unknown resource, an unknown scope and another resource's scope are refused."""
    application, resource, other = target.application(), target.resource(), target.resource()
    scope, foreign = target.scope(resource), target.scope(other)
    made = target.grant(application, resource, scope)
    url = target.grants_url(application)
    nothing = {"id": NOBODY}
    invalid(target.ask("POST", url, json=_body(nothing, scope)), (_INVALID, "resource"))
    for wrong in (nothing, foreign):
        answer = target.ask("PUT", f"{url}/{made['id']}", json=_body(resource, scope, wrong))
        invalid(answer, (_INVALID, "scopes"))
    fresh = target.grants_url(target.application())
    invalid(target.ask("POST", fresh, json=_body(resource, foreign)), (_INVALID, "scopes"))


@of(rules.GRANT_SCOPES, editions=_CURRENT)
def a_grant_has_a_scope(target: PingOneTarget) -> None:
    """An empty list is refused."""
    application, resource = target.application(), target.resource()
    url = target.grants_url(application)
    invalid(target.ask("POST", url, json=_body(resource)), ("EMPTY_VALUE", "scopes"))
    made = target.grant(application, resource, target.scope(resource))
    answer = target.ask("PUT", f"{url}/{made['id']}", json=_body(resource))
    invalid(answer, ("EMPTY_VALUE", "scopes"))


@of(rules.GRANT_RESOURCE, editions=_CURRENT)
def a_grant_keeps_its_resource(target: PingOneTarget) -> None:
    """Another resource is refused on PUT."""
    application, resource, other = target.application(), target.resource(), target.resource()
    made = target.grant(application, resource, target.scope(resource))
    url = f"{target.grants_url(application)}/{made['id']}"
    answer = target.ask("PUT", url, json=_body(other, target.scope(other)))
    invalid(answer, (_INVALID, "resource"))
    expect(target.ask("GET", url), 200, {"resource": {"id": resource["id"]}})


@of(rules.GRANT_CASCADE, editions=_CURRENT)
def a_grant_loses_what_is_deleted(target: PingOneTarget) -> None:
    """A deleted scope leaves it, also the last; it goes with its resource."""
    application = target.application()
    one, other = target.resource(), target.resource()
    read, edit, write = target.scope(one), target.scope(one), target.scope(other)
    first = target.grant(application, one, read, edit)
    second = target.grant(application, other, write)
    url = target.grants_url(application)
    expect(target.ask("DELETE", f"{target.scopes_url(one)}/{read['id']}"), 204)
    expect(target.ask("GET", f"{url}/{first['id']}"), 200, {"scopes": [{"id": edit["id"]}]})
    expect(target.ask("DELETE", f"{target.scopes_url(one)}/{edit['id']}"), 204)
    expect(target.ask("GET", f"{url}/{first['id']}"), 200, {"scopes": []})
    again = _body(one, target.scope(one, name=edit["name"]))
    expect(target.ask("PUT", f"{url}/{first['id']}", json=again), 200, again)
    expect(target.ask("DELETE", target.resource_url(one)), 204)
    not_found(target.ask("GET", f"{url}/{first['id']}"))
    expect(target.ask("DELETE", target.resource_url(other)), 204)
    not_found(target.ask("GET", f"{url}/{second['id']}"))
    ensure_same(target.listed(url, "grants"), [], "the grants that are left")


@of(rules.GRANT_CONSOLE, editions=_CURRENT)
def the_console_has_no_grants(target: PingOneTarget) -> None:
    """The portal and the self-service pages have one for PingOne's API."""
    console, *others = (
        each
        for each in target.listed(target.applications_url, "applications")
        if each["type"] in BUILT_IN_TYPES
    )
    not_found(target.ask("GET", target.grants_url(console)))
    api = target.built_in("api")
    for each in others:
        url = target.grants_url(each)
        [grant] = target.listed(url, "grants")
        ensure_same(grant["resource"]["id"], api["id"], f"{url}: the resource")
        body = {name: grant[name] for name in ("resource", "scopes")}
        expect(target.ask("PUT", f"{url}/{grant['id']}", json=body), 200, body)
