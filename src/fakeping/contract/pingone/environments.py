"""Checks of environments, their bills of materials and populations."""

from fakeping.contract.check import ABSENT, ensure, ensure_same, expect
from fakeping.contract.pingone.refusals import bad_parameter, fixed, invalid, taken
from fakeping.contract.pingone.suite import CHECKS
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

of = CHECKS.of

_CURRENT = ("current",)

_REGIONS = ("NA", "EU", "CA", "AP", "AU", "SG")


@of(rules.ENVIRONMENT_NAME_UNIQUE, editions=_CURRENT)
def an_environments_name_is_unique(target: PingOneTarget) -> None:
    """A taken name is refused."""
    made, other = target.environment(), target.environment()
    said = target.environment_body(name=made["name"])
    taken(target.ask("POST", target.environments_url, json=said))
    taken(target.ask("PUT", _url(target, other), json=said))
    said = {**said, "description": "its own name again"}
    expect(target.ask("PUT", _url(target, made), json=said), 200, {"name": made["name"]})
    own = target.environment_body(name=target.read(target.environment_url)["name"])
    taken(target.ask("POST", target.environments_url, json=own))
    taken(target.ask("PUT", _url(target, other), json=own))


@of(rules.ENVIRONMENT_REQUIRED, editions=_CURRENT)
def an_environment_needs_a_name_a_type_a_region_and_a_license(target: PingOneTarget) -> None:
    """Each of them is required, and so is the license's id."""
    made = target.environment()
    whole = target.environment_body()
    for name in ("name", "type", "region", "license"):
        said = {member: value for member, value in whole.items() if member != name}
        invalid(target.ask("POST", target.environments_url, json=said), ("REQUIRED_VALUE", name))
        invalid(target.ask("PUT", _url(target, made), json=said), ("REQUIRED_VALUE", name))
    said = {**whole, "license": {}}
    answer = target.ask("POST", target.environments_url, json=said)
    invalid(answer, ("REQUIRED_VALUE", "license.id"))
    said, url = {**whole, "type": "TRIAL"}, f"{_url(target, made)}/type"
    for method, where in (("POST", target.environments_url), ("PUT", url)):
        answer = target.ask(method, where, json=said)
        expect(answer, 400, {"code": "INVALID_REQUEST", "details": [{"target": "type"}]})
    invalid(target.ask("PUT", url, json={}), ("REQUIRED_VALUE", "type"))


@of(rules.ENVIRONMENT_REGION, editions=_CURRENT)
def an_environment_lies_in_a_region_of_its_organization(target: PingOneTarget) -> None:
    """Another region is refused, with those that there are."""
    found = target.listed(target.environments_url, "environments")
    there = {each["region"] for each in found}
    for region in (each for each in _REGIONS if each not in there):
        said = target.environment_body(region=region)
        answer = target.ask("POST", target.environments_url, json=said)
        invalid(answer, ("INVALID_VALUE", "region"))
        allowed = answer.json["details"][0].get("innerError", {}).get("allowedValues", [])
        ensure(there <= set(allowed), f"{answer.asked}: {allowed} lacks some of {there}")
        ensure(region not in allowed, f"{answer.asked}: {region} is allowed")
    said = target.environment_body(name=found[0]["name"], region="MARS")
    answer = target.ask("POST", target.environments_url, json=said)
    expect(answer, 400, {"code": "INVALID_REQUEST", "details": [{"target": "region"}]})


@of(rules.ENVIRONMENT_TYPE, editions=_CURRENT)
def put_leaves_an_environments_region_and_type_as_they_are(target: PingOneTarget) -> None:
    """PUT ignores the region and the type; the type has an operation of its own."""
    made = target.environment()
    url = _url(target, made)
    elsewhere = next(each for each in _REGIONS if each != made["region"])
    said = {
        **target.environment_body(),
        "type": "PRODUCTION",
        "region": elsewhere,
        "description": "another",
    }
    said["billOfMaterials"] = {"products": [{"type": "PING_ONE_MFA"}]}
    bill = target.read(f"{url}/billOfMaterials")["products"]
    kept = {"type": "SANDBOX", "region": made["region"], "description": "another"}
    expect(target.ask("PUT", url, json=said), 200, kept)
    expect(target.ask("GET", url), 200, kept)
    expect(target.ask("GET", f"{url}/billOfMaterials"), 200, {"products": bill})
    try:
        answer = target.ask("PUT", f"{url}/type", json={"type": "PRODUCTION"})
        expect(answer, 200, {"type": "PRODUCTION"})
        ensure_same(target.read(url), answer.json, f"{url}: what was answered to its type")
    finally:  # or it could not be deleted
        target.ask("PUT", f"{url}/type", json={"type": "SANDBOX"})


@of(rules.BILL_OF_MATERIALS, editions=_CURRENT)
def a_bill_of_materials_lists_products(target: PingOneTarget) -> None:
    """A creation answers with the whole bill of materials."""
    bookmark = {"name": "docs", "href": "https://example.com"}
    product = {
        "type": "PING_ONE_DAVINCI",
        "description": "Flows",
        "console": {"href": "https://example.com"},
        "tags": ["DAVINCI_MINIMAL"],
        "bookmarks": [bookmark],
    }
    bill = {"products": [product], "solutionType": "CUSTOMER"}
    unsaid = f"{_url(target, target.environment())}/billOfMaterials"
    products = [each["type"] for each in target.read(unsaid)["products"]]
    ensure_same(products, ["PING_ONE_BASE"], "the products when none is said")
    made = target.environment(billOfMaterials=bill)
    shown = {**bill, "products": [{**product, "id": str}]}
    _expect_bill(made["billOfMaterials"], shown)
    url = f"{_url(target, made)}/billOfMaterials"
    expect(target.ask("GET", url), 200, shown)
    chosen = {"type": "PING_ONE_MFA", "id": "chosen", "colour": 1}
    said: JSON = {"products": [chosen], "solutionType": "WORKFORCE"}
    kept = {"products": [{"type": "PING_ONE_MFA", "id": str}], "solutionType": "CUSTOMER"}
    answer = target.ask("PUT", url, json=said)
    expect(answer, 200, kept)
    ensure("chosen" not in str(answer.json), "a product's id can be chosen")
    expect(target.ask("GET", url), 200, kept)
    for products in (
        [{**product, "bookmarks": [bookmark] * 6}],
        [{"description": "no type"}],
    ):
        expect(target.ask("PUT", url, json={"products": products}), 400)
        said = target.environment_body(billOfMaterials={"products": products})
        expect(target.ask("POST", target.environments_url, json=said), 400)
    three = target.ask("PUT", url, json={"products": [product, {"type": "PING_ONE_MFA"}, product]})
    expect(three, 200, {"products": list})
    ensure_same(target.read(url), three.json, f"{url}: the bill that was answered")
    ids = {each["id"] for each in three.json["products"]}
    ensure_same(len(ids), 3, "the number of ids of three products")
    five = [{**product, "bookmarks": [bookmark] * 5}]
    answer = target.ask("PUT", url, json={"products": five})
    expect(answer, 200, {"products": [{"bookmarks": [bookmark] * 5}]})
    ensure_same(target.read(url), answer.json, f"{url}: the bill that was answered")


@of(rules.BILL_OF_MATERIALS, editions=_CURRENT)
def a_bill_of_materials_comes_along_when_it_is_asked_for(target: PingOneTarget) -> None:
    """`expand` embeds it; an update of the environment keeps it."""
    bill = {"products": [{"type": "PING_ONE_MFA"}], "solutionType": "CUSTOMER"}
    url = _url(target, target.environment(billOfMaterials=bill))
    expect(target.ask("PUT", url, json=target.environment_body()), 200)
    plain = target.ask("GET", url)
    expect(plain, 200, {"billOfMaterials": ABSENT, "_embedded": ABSENT})
    answer = target.ask("GET", f"{url}?expand=billOfMaterials")
    expect(answer, 200, {"_embedded": {"billOfMaterials": dict}})
    _expect_bill(answer.json["_embedded"]["billOfMaterials"], bill)
    listed = target.listed(f"{target.environments_url}?expand=billOfMaterials", "environments")
    found = target.identified(listed, answer.json["id"])
    ensure_same(found, answer.json, "an environment beside its bill, as it is listed")


@of(rules.EXPAND_UNKNOWN, editions=_CURRENT)
def an_environment_expands_its_bill_alone(target: PingOneTarget) -> None:
    """Any other value of `expand` is refused."""
    bad_parameter(target.ask("GET", f"{target.environment_url}?expand=resources"), "expand")


@of(rules.ENVIRONMENT_BUILT_IN, editions=_CURRENT)
def a_new_environment_comes_with_what_is_built_in(target: PingOneTarget) -> None:
    """A new environment has the built-in resources and a default population."""
    url = _url(target, target.environment())
    names = {each["name"] for each in target.listed(f"{url}/resources", "resources")}
    expected = {target.expected.api[0], target.expected.openid[0]}
    ensure(expected <= names, f"a new environment lacks {sorted(expected - names)}")
    built_in = {each["id"] for each in target.listed(target.resources_url, "resources")}
    ids = {each["id"] for each in target.listed(f"{url}/resources", "resources")}
    ensure(not ids & built_in, "two environments have the same resource")
    populations = target.listed(f"{url}/populations", "populations")
    found = [(each["name"], each["default"]) for each in populations]
    ensure_same(found, [("Default", True)], "a new one's populations")


@of(rules.ENVIRONMENT_KEPT, editions=_CURRENT)
def a_production_environment_is_not_deleted(target: PingOneTarget) -> None:
    """A production environment can't be deleted; changed to a sandbox, it can."""
    url = _url(target, target.environment())
    expect(target.ask("PUT", f"{url}/type", json={"type": "PRODUCTION"}), 200)
    try:
        fixed(target.ask("DELETE", url))
        expect(target.ask("GET", url), 200)
    finally:
        target.ask("PUT", f"{url}/type", json={"type": "SANDBOX"})
    expect(target.ask("DELETE", url), 204)
    status = target.ask("GET", url).status
    ensure(status in {403, 404}, f"GET {url}: status {status}, though it was deleted")


@of(rules.ENVIRONMENT_KEPT, editions=_CURRENT)
def the_tenants_own_environment_is_not_deleted(target: PingOneTarget) -> None:
    """The worker's own environment can't be deleted. Not tried on a real deployment."""
    target.steered()
    fixed(target.ask("DELETE", target.environment_url))
    expect(target.ask("GET", target.environment_url), 200)


@of(rules.POPULATION_NAME_UNIQUE, editions=_CURRENT)
def a_populations_name_is_unique_in_its_environment(target: PingOneTarget) -> None:
    """A taken name is refused on POST and PUT."""
    url = f"{target.environment_url}/populations"
    made, other = (target.made(url, {"name": target.name()}) for _ in range(2))
    taken(target.ask("POST", url, json={"name": made["name"]}))
    taken(target.ask("PUT", f"{url}/{other['id']}", json={"name": made["name"]}))
    said = {"name": made["name"], "description": "its own name again"}
    expect(target.ask("PUT", f"{url}/{made['id']}", json=said), 200, said)


@of(rules.POPULATION_DEFAULT, editions=_CURRENT)
def the_default_population_is_not_deleted(target: PingOneTarget) -> None:
    """The default population can't be deleted. Tried in a new environment."""
    url = f"{_url(target, target.environment())}/populations"
    [default] = [each for each in target.listed(url, "populations") if each["default"]]
    expect(target.ask("DELETE", f"{url}/{default['id']}"), 400)
    made = target.ask("POST", url, json={"name": target.name()})
    expect(made, 201, {"default": False})
    expect(target.ask("DELETE", f"{url}/{made.json['id']}"), 204)
    ensure_same(
        [each["id"] for each in target.listed(url, "populations")],
        [default["id"]],
        "the populations",
    )


@of(rules.POPULATION_DEFAULT, editions=_CURRENT)
def there_is_one_default_population(target: PingOneTarget) -> None:
    """A new default replaces the old one, and none can stop being the default."""
    url = f"{_url(target, target.environment())}/populations"
    [first] = target.listed(url, "populations")
    made = target.ask("POST", url, json={"name": target.name(), "default": True})
    expect(made, 201, {"default": True})
    _expect_default(target, url, made.json["id"])
    for unsaid in ({"default": False}, {}):
        said = {"name": target.name(), **unsaid}
        expect(target.ask("PUT", f"{url}/{made.json['id']}", json=said), 200, {"default": True})
    _expect_default(target, url, made.json["id"])
    fixed(target.ask("DELETE", f"{url}/{made.json['id']}"))
    said = {"name": target.name(), "default": True}
    expect(target.ask("PUT", f"{url}/{first['id']}", json=said), 200, {"default": True})
    _expect_default(target, url, first["id"])
    expect(target.ask("DELETE", f"{url}/{made.json['id']}"), 204)


def _expect_default(target: PingOneTarget, url: str, id_: str) -> None:
    found = [each["id"] for each in target.listed(url, "populations") if each["default"]]
    ensure_same(found, [id_], "the default populations")


def _url(target: PingOneTarget, environment: JSON) -> str:
    return f"{target.environments_url}/{environment['id']}"


def _expect_bill(found: JSON, expected: JSON) -> None:
    ensure_same(found.get("solutionType"), expected["solutionType"], "the solution's type")
    members = ("type", "description", "console", "tags", "bookmarks")
    shown = [[each.get(name) for name in members] for each in found["products"]]
    wanted = [[each.get(name) for name in members] for each in expected["products"]]
    ensure_same(shown, wanted, "the products")
    ensure(all(each.get("id") for each in found["products"]), "a product has no id")
