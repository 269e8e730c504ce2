"""Checks of how request bodies are parsed, and of requests that are 404."""

import json

from fakeping.contract.check import ensure_same, expect
from fakeping.contract.pingone.kinds import kinds
from fakeping.contract.pingone.refusals import NOBODY, invalid, not_found, refused
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.target import NotRun
from fakeping.contract.transport import InProcess
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_MALFORMED = (
    b"",
    b"{",
    b'{"name": "a",}',
    b"{'name': 'a'}",
    b'{"name": "a\xff"}',
    b'{"name": "a", "name": "b"}',
    b'{"name": NaN}',
)

_NO_STRINGS: tuple[JSON, ...] = (5, ["a"], {})

# Members that an edition knows besides, each with what it can't be.
_OF_RESOURCES: tuple[tuple[str, JSON], ...] = (
    ("audience", 5),
    ("accessTokenValiditySeconds", "an hour"),
    ("applicationPermissionsSettings", "yes"),
    ("applicationPermissionsSettings", {"claimEnabled": "yes"}),
)
_OF_CLAIMS: tuple[tuple[str, JSON], ...] = (("mappedClaims", "all"), ("mappedClaims", [5]))
_OF_ATTRIBUTES: tuple[tuple[str, JSON], ...] = (
    ("schemaAttributes", "email"),
    ("schemaAttributes", [5]),
)
_OF_POPULATIONS: tuple[tuple[str, JSON], ...] = (("default", "yes"),)
_OF_ENVIRONMENTS: tuple[tuple[str, JSON], ...] = (
    ("icon", 5),
    ("license", "any"),
    ("license", {"id": 5}),
    ("billOfMaterials", "all"),
    ("billOfMaterials", {"products": [], "solutionType": 5}),
)

# Over any limit that an API of small documents has.
_LARGE = 5 * 1024 * 1024


@of(rules.ENVIRONMENT_READ)
def the_environment_link_leads_to_the_environment(target: PingOneTarget) -> None:
    """`_links.environment` of built-in and custom entities is the environment's URL."""
    resource = target.resource()
    urls = [target.resource_url(target.built_in("api")), target.resource_url(resource)]
    if target.is_current:
        urls += [
            f"{target.attributes_url(resource)}/{target.attribute(resource)['id']}",
            f"{target.environment_url}/populations/{target.population()['id']}",
            f"{target.environment_url}/billOfMaterials",
            f"{target.resource_url(resource)}/secret",
        ]
    else:
        urls.append(f"{target.scopes_url(resource)}/{target.scope(resource)['id']}")
    for url in urls:
        whole = target.ask("GET", url)
        expect(whole, 200, {"_links": {"environment": {"href": str}}})
        expect(
            target.ask("GET", whole.json["_links"]["environment"]["href"]),
            200,
            {"id": target.environment_id, "name": str},
        )
        own = whole.json["_links"].get("self", {}).get("href", url)
        ensure_same(target.read(own), whole.json, f"{url}: what it links to as itself")
    own = target.read(target.environment_url)
    again = target.ask("GET", own["_links"]["self"]["href"])
    ensure_same(again.json, own, f"{again.asked}: the environment, where it links to itself")


@of(rules.ENVIRONMENT_UNKNOWN)
def an_environment_of_nobody_is_not_found(target: PingOneTarget) -> None:
    """An unknown environment is 404, or 403 with the switch."""
    elsewhere = f"{target.environments_url}/{NOBODY}"
    status = 403 if target.expected.unknown_environment_forbidden else 404
    code = "ACCESS_FAILED" if status == 403 else "NOT_FOUND"  # noqa: PLR2004 - HTTP's own
    for url in (elsewhere, f"{elsewhere}/resources", f"{target.environments_url}/no-uuid"):
        expect(target.ask("GET", url), status, {"code": code})
    expect(target.ask("GET", elsewhere, token="nobodys"), 401, {"code": "ACCESS_FAILED"})  # noqa: S106


@of(rules.NOT_FOUND)
def an_unknown_id_is_not_found(target: PingOneTarget) -> None:
    """An unknown id is 404, whatever its format."""
    resource = target.resource()
    scope, said = target.scope(resource), {"name": target.name()}
    for each, collection in (
        (resource, target.resources_url),
        (scope, target.scopes_url(resource)),
    ):
        for id_ in (NOBODY, "no-uuid", "%00", "%FF", *_nearly(each["id"])):
            url = f"{collection}/{id_}"
            not_found(target.ask("GET", url))
            not_found(target.ask("PUT", url, json=said))
            not_found(target.ask("DELETE", url))
    expect(
        target.ask("GET", f"{target.resources_url}/{NOBODY}"),
        404,
        {"message": "The request could not be completed. The requested resource was not found."},
    )


def _nearly(id_: str) -> tuple[str, ...]:
    """What is as good as an id to the eye."""
    return (id_.upper(), id_[:-1], id_.replace("-", ""), f"%20{id_}", f"{id_}%00", f"{id_}%2F..")


@of(rules.NO_ROUTE)
def a_path_with_nothing_behind_it_is_not_found(target: PingOneTarget) -> None:
    """And never a server's error."""
    openid = target.resource_url(target.built_in("openid"))
    todays = (target.environments_url, f"{openid}/attributes", f"{openid}/secret")
    for url in (
        f"{target.environment_url}/no-such-thing",
        f"{target.environment_url}/resource",
        f"{target.environment_url}/Resources",
        f"{target.api_url}/no-such-thing",
        f"{target.resources_url}/{NOBODY}/scopes/{NOBODY}/no-such-thing",
        target.api_url,
        target.auth_url,
        *(() if target.is_current else todays),
    ):
        for method in ("GET", "POST", "DELETE"):
            not_found(target.ask(method, url))


@of(rules.MALFORMED)
def what_is_no_json_is_refused(target: PingOneTarget) -> None:
    """Invalid JSON is refused on POST and PUT."""
    url = target.resource_url(target.resource())
    declared = {"Content-Type": "application/json"}
    for raw in _MALFORMED:
        for method, where in (("POST", target.resources_url), ("PUT", url)):
            refused(target.ask(method, where, raw=raw, headers=declared), 400, "INVALID_REQUEST")


@of(rules.INVALID_TYPE)
def a_member_of_a_wrong_type_is_refused(target: PingOneTarget) -> None:
    """A wrong type of `name`, `description` or `value` is INVALID_REQUEST on POST and PUT."""
    for kind in kinds(target):
        url = f"{kind.url}/{target.had(kind.url, kind.body())['id']}"
        for member in kind.body().keys() & {"name", "description", "value"}:
            for value in _NO_STRINGS if member == "description" else (*_NO_STRINGS, None):
                said = {**kind.body(), member: value}
                for answer in (
                    target.ask("POST", kind.url, json=said),
                    target.ask("PUT", url, json=said),
                ):
                    refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", member))


@of(rules.INVALID_TYPE, editions=("current",))
def what_a_resource_and_its_parts_may_say_is_of_its_type(target: PingOneTarget) -> None:
    """Each member's type is checked on POST and PUT."""
    openid, api, own = target.built_in("openid"), target.built_in("api"), target.resource()
    population = f"{target.environment_url}/populations"
    for url, id_, wrongs in (
        (target.resources_url, own["id"], _OF_RESOURCES),
        (target.scopes_url(openid), target.scope(openid)["id"], _OF_CLAIMS),
        (target.scopes_url(api), target.scope(api, name=_named(target))["id"], _OF_ATTRIBUTES),
        (population, target.population()["id"], _OF_POPULATIONS),
    ):
        for member, value in wrongs:
            name = _named(target) if wrongs is _OF_ATTRIBUTES else target.name()
            said = {"name": name, member: value}
            for answer in (
                target.ask("POST", url, json=said),
                target.ask("PUT", f"{url}/{id_}", json=said),
            ):
                expect(answer, 400, {"code": "INVALID_REQUEST"})
    secret = f"{target.resource_url(own)}/secret"
    for previous in (5, {"expiresAt": 5}):
        answer = target.ask("POST", secret, json={"previous": previous})
        expect(answer, 400, {"code": "INVALID_REQUEST"})
    for member, value in _OF_ENVIRONMENTS:
        said = target.environment_body(**{member: value})
        answer = target.ask("POST", target.environments_url, json=said)
        expect(answer, 400, {"code": "INVALID_REQUEST"})


def _named(target: PingOneTarget) -> str:
    return f"p1:read:user:{target.name()}"


@of(rules.INVALID_TYPE, editions=("current",))
def what_is_deeper_inside_is_of_its_type_too(target: PingOneTarget) -> None:
    """Types of nested members are checked: `idToken`, `userInfo`, an environment's products."""
    url = target.attributes_url(target.built_in("openid"))
    for place in ("idToken", "userInfo"):
        said = {"name": target.name(), "value": "${user.id}", place: "yes"}
        answer = target.ask("POST", url, json=said)
        refused(answer, 400, "INVALID_REQUEST", ("INVALID_VALUE", place))
    url = f"{target.environments_url}/{target.environment()['id']}/billOfMaterials"
    for wrong in (
        {"type": 5},
        {"description": 5},
        {"console": "here"},
        {"console": {"href": 5}},
        {"bookmarks": "docs"},
        {"bookmarks": ["docs"]},
        {"bookmarks": [{"name": 5, "href": "https://example.com"}]},
        {"bookmarks": [{"name": "docs", "href": 5}]},
    ):
        bill = {"products": [{"type": "PING_ONE_MFA", **wrong}]}
        expect(target.ask("PUT", url, json=bill), 400, {"code": "INVALID_REQUEST"})
    for products in ("all", ["PING_ONE_MFA"]):
        answer = target.ask("PUT", url, json={"products": products})
        expect(answer, 400, {"code": "INVALID_REQUEST"})


@of(rules.INVALID_DATA)
def every_violation_is_told_at_once(target: PingOneTarget) -> None:
    """One answer lists all violations, a detail each."""
    invalid(
        target.ask("POST", target.resources_url, json={"name": " " * 257}),
        ("EMPTY_VALUE", "name"),
        ("INVALID_VALUE", "name"),
    )
    if target.is_current:
        said: JSON = {"accessTokenValiditySeconds": 1}
        invalid(
            target.ask("POST", target.resources_url, json=said),
            ("REQUIRED_VALUE", "name"),
            ("OUT_OF_RANGE", "accessTokenValiditySeconds"),
        )
        said = {"name": "iss", "value": "", "idToken": False, "userInfo": False}
        invalid(
            target.ask("POST", target.attributes_url(target.built_in("openid")), json=said),
            ("INVALID_VALUE", "name"),
            ("EMPTY_VALUE", "value"),
            ("INVALID_VALUE", "idToken"),
        )
        resource = target.resource()
        scope, url = target.scope(resource), target.scopes_url(resource)
        wrong = {"schemaAttributes": ["*"], "mappedClaims": ["x"]}
        members = [("INVALID_VALUE", name) for name in wrong]
        answer = target.ask("PUT", f"{url}/{scope['id']}", json={"name": "a b", **wrong})
        invalid(answer, ("INVALID_VALUE", "name"), *members)
        answer = target.ask("POST", url, json={"name": scope["name"], **wrong})
        invalid(answer, ("UNIQUENESS_VIOLATION", "name"), *members)


@of(rules.TOO_LARGE)
def a_very_large_body_is_refused(target: PingOneTarget) -> None:
    """A body over the size limit is refused, even a valid one."""
    if isinstance(target.transport, InProcess):
        raise NotRun("in process there is no door that measures")
    said = {"name": target.name(), "description": "x" * _LARGE}
    answer = target.ask("POST", target.resources_url, json=said)
    expect(answer, 413, {"code": "INVALID_REQUEST"})


@of(rules.MEDIA_TYPE)
def a_body_is_declared_as_json_in_utf_8(target: PingOneTarget) -> None:
    """Another media type, charset or encoding is refused."""
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json; charset=latin1"},
        {"Content-Type": "application/json; charset=bogus"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ):
        raw = json.dumps({"name": target.name()}).encode()
        answer = target.ask("POST", target.resources_url, raw=raw, headers=headers)
        refused(answer, 415, "INVALID_REQUEST")
    for declared in (
        {"Content-Type": "application/json; charset=UTF-8"},
        {"Content-Type": "application/json", "Content-Encoding": "identity"},
    ):
        raw = json.dumps({"name": target.name()}).encode()
        expect(target.ask("POST", target.resources_url, raw=raw, headers=declared), 201)
