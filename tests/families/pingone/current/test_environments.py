"""Environments as far as clients lean on them: Terraform's `pingone_environment` for one."""

import pytest

from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said

LICENSE = "5d0c2a44-7ea6-4b0c-8d1f-5d0bd3f4a9b1"
BODY = {
    "name": "staging",
    "description": "Where we try things",
    "type": "SANDBOX",
    "region": "EU",
    "license": {"id": LICENSE},
}
BILL = {
    "solutionType": "CUSTOMER",
    "products": [
        {"type": "PING_ONE_BASE"},
        {
            "type": "PING_ONE_MFA",
            "description": "PingOne MFA",
            "console": {"href": "https://console.example"},
            "bookmarks": [{"name": "Docs", "href": "https://docs.example"}],
        },
    ],
}


@pytest.fixture
def ask_api(server, tenant):
    """Ask for any path below `/v1`, as the tenant's worker application."""
    token = tenant.pingone.token()

    def ask_api(method, path, *body, token=token):
        return ask(server, method, f"{tenant.pingone.url}{path}", *body, token=token)

    return ask_api


@pytest.fixture
def create(ask_api):
    """Create an environment; returns what the creation answered."""

    def create(**body):
        return ask_api("POST", "/environments", BODY | body)

    return create


def without_ids(bill):
    return [{name: each[name] for name in each if name != "id"} for each in bill["products"]]


def test_a_created_environment_is_answered_whole_with_its_bill(tenant, create):
    tenant.clock.freeze()

    reply = create(billOfMaterials=BILL)

    url = f"{tenant.pingone.url}/environments/{reply.json['id']}"
    now = tenant.clock.text()
    bill = reply.json.pop("billOfMaterials")
    document = reply.json
    assert (reply.status, reply.headers["Location"]) == (201, url)
    assert {name: document[name] for name in document if name != "billOfMaterials"} == {
        "_links": {
            "self": {"href": url},
            "resources": {"href": f"{url}/resources"},
            "populations": {"href": f"{url}/populations"},
            "billOfMaterials": {"href": f"{url}/billOfMaterials"},
        },
        "id": document["id"],
        **BODY,
        "organization": {"id": document["organization"]["id"]},
        "status": "ACTIVE",
        "createdAt": now,
        "updatedAt": now,
    }
    assert (bill["solutionType"], without_ids(bill)) == ("CUSTOMER", BILL["products"])
    assert len({each["id"] for each in bill["products"]}) == 2


def test_a_new_environment_has_its_built_ins_and_is_this_tenants(tenant, ask_api, create):
    path = f"/environments/{create().json['id']}"

    resources = ask_api("GET", f"{path}/resources").json["_embedded"]["resources"]
    populations = ask_api("GET", f"{path}/populations").json["_embedded"]["populations"]
    added = ask_api("POST", f"{path}/resources", {"name": "photos"})

    assert [each["type"] for each in resources] == ["PINGONE_API", "OPENID_CONNECT"]
    assert [(each["name"], each["default"]) for each in populations] == [("Default", True)]
    assert added.status == 201
    assert [each.name for each in tenant.pingone.resources()] == ["PingOne API", "openid"]


def test_another_tenant_does_not_see_it(server, ask_api, create):
    path = f"/environments/{create().json['id']}"

    with server.tenant(edition={"pingone": "current"}) as other:
        reply = ask_api("GET", path, token=other.pingone.token())

    assert said(reply) == (401, errors.NO_TOKEN)


@pytest.mark.parametrize("name", ["name", "type", "region", "license"])
def test_what_an_environment_needs(ask_api, name):
    reply = ask_api("POST", "/environments", {key: BODY[key] for key in BODY if key != name})

    assert said(reply) == (
        400,
        errors.invalid("REQUIRED_VALUE", "A value is required.", name),
    )


def test_a_name_is_unique_among_the_tenants(create):
    create()

    reply = create()

    assert (reply.status, reply.json["details"][0]["code"]) == (400, "UNIQUENESS_VIOLATION")
    assert reply.rule == "pingone.environment.name-unique"


def test_put_replaces_what_can_be_said_and_keeps_type_region_and_bill(tenant, ask_api, create):
    created = create(billOfMaterials=BILL).json
    path = f"/environments/{created['id']}"
    bill = ask_api("GET", f"{path}/billOfMaterials").json
    tenant.clock.advance(60)

    reply = ask_api(
        "PUT",
        path,
        BODY | {"name": "test", "description": None, "type": "PRODUCTION", "region": "NA"},
    )

    del created["billOfMaterials"], created["description"]
    assert (reply.status, reply.json) == (
        200,
        created | {"name": "test", "updatedAt": reply.json["updatedAt"]},
    )
    again = ask_api("GET", f"{path}/billOfMaterials").json
    assert (again["products"], again["solutionType"]) == (bill["products"], "CUSTOMER")


def test_a_whole_environment_may_be_put_back(ask_api, create):
    created = create(billOfMaterials=BILL).json
    path = f"/environments/{created['id']}"
    whole = ask_api("GET", path).json

    again = ask_api("PUT", path, whole).json

    assert again == whole | {"updatedAt": again["updatedAt"]}


def test_the_type_has_a_put_of_its_own(ask_api, create):
    path = f"/environments/{create().json['id']}"

    reply = ask_api("PUT", f"{path}/type", {"type": "PRODUCTION"})

    assert (reply.status, reply.json["type"]) == (200, "PRODUCTION")


def test_a_deleted_environment_is_gone_for_good(ask_api, create):
    path = f"/environments/{create().json['id']}"

    reply = ask_api("DELETE", path)

    assert (reply.status, reply.body) == (204, b"")
    assert [said(ask_api("GET", f"{path}{each}")) for each in ("", "/resources")] == [
        (404, errors.NOT_FOUND)
    ] * 2
    assert create().status == 201


def test_a_production_environment_is_made_a_sandbox_before_it_is_deleted(ask_api, create):
    path = f"/environments/{create(type='PRODUCTION').json['id']}"

    refused = ask_api("DELETE", path)
    ask_api("PUT", f"{path}/type", {"type": "SANDBOX"})

    assert (refused.status, refused.rule) == (400, "pingone.environment.kept")
    assert ask_api("DELETE", path).status == 204


def test_the_tenants_own_environment_stays(call):
    reply = call("DELETE")

    assert (reply.status, reply.json["code"], reply.rule) == (
        400,
        "REQUEST_FAILED",
        "pingone.environment.kept",
    )


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        pytest.param('name sw "st"', ["staging"], id="starts with"),
        pytest.param('name sw "ST"', ["staging"], id="letter case aside"),
        pytest.param('name eq "test"', ["test"], id="equal"),
        pytest.param('name eq "tes"', [], id="equal to a part"),
        pytest.param(f'license.id eq "{LICENSE}" and name ne "test"', ["staging"], id="and"),
        pytest.param('name sw "st" or name sw "te"', ["staging", "test"], id="or"),
    ],
)
def test_environments_are_found_by_a_filter(ask_api, create, condition, names):
    create(), create(name="test")

    found = ask_api("GET", f"/environments?filter={condition.replace(' ', '%20')}").json

    assert [each["name"] for each in found["_embedded"]["environments"]] == names
    assert (found["count"], found["size"]) == (len(names), len(names))


def test_the_organization_is_one(ask_api, create):
    organization = create().json["organization"]["id"]

    found = ask_api("GET", f'/environments?filter=organization.id%20eq%20"{organization}"').json

    assert found["count"] == 2


def test_the_list_begins_with_the_tenants_own(tenant, ask_api, create):
    created = create().json["id"]

    items = ask_api("GET", "/environments").json["_embedded"]["environments"]

    assert [each["id"] for each in items] == [tenant.pingone.environment_id, created]


def test_the_bill_can_be_expanded(ask_api, create):
    path = f"/environments/{create(billOfMaterials=BILL).json['id']}"
    bill = ask_api("GET", f"{path}/billOfMaterials").json
    expanded = {"_embedded": {"billOfMaterials": bill}}

    one = ask_api("GET", f"{path}?expand=billOfMaterials").json
    items = ask_api("GET", "/environments?expand=billOfMaterials").json["_embedded"]

    assert one == ask_api("GET", path).json | expanded
    assert items["environments"][-1] == one


def test_another_expansion_is_refused(call):
    reply = call("GET", "?expand=everything")

    assert (reply.status, reply.json["details"][0]["code"]) == (400, "INVALID_PARAMETER")


def test_a_bill_is_replaced_whole_but_for_its_solution(ask_api, create):
    path = f"/environments/{create(billOfMaterials=BILL).json['id']}/billOfMaterials"
    products = [{"type": "PING_ONE_RISK", "id": "mine", "colour": 1}]

    reply = ask_api("PUT", path, {"products": products, "solutionType": "WORKFORCE"})

    assert (reply.status, without_ids(reply.json)) == (200, [{"type": "PING_ONE_RISK"}])
    assert (reply.json["solutionType"], reply.json["products"][0]["id"] == "mine") == (
        "CUSTOMER",
        False,
    )
    assert ask_api("GET", path).json == reply.json


def test_a_product_has_five_bookmarks_at_most(call):
    bookmark = {"name": "a", "href": "https://b.example"}
    products = [{"type": "PING_ONE_BASE", "bookmarks": [bookmark] * 6}]

    reply = call("PUT", "/billOfMaterials", {"products": products})

    assert (reply.status, reply.json["details"][0]["code"]) == (400, "SIZE_LIMIT_EXCEEDED")
    assert reply.rule == "pingone.environment.bill-of-materials"


def test_an_environment_has_the_base_product_when_none_is_said(call):
    assert [each["type"] for each in call("GET", "/billOfMaterials").json["products"]] == [
        "PING_ONE_BASE"
    ]


def test_terraform_renames_the_default_population(call):
    [default] = call("GET", "/populations").json["_embedded"]["populations"]
    path = f"/populations/{default['id']}"
    body = {"name": "Staff", "description": "Ours", "default": True}

    reply = call("PUT", path, body)

    assert (reply.status, reply.json) == (
        200,
        default | body | {"updatedAt": reply.json["updatedAt"]},
    )
    assert call("GET", path).json == reply.json


def test_a_population_may_take_the_place_of_the_default_one(call):
    created = call("POST", "/populations", {"name": "Staff", "default": True})

    items = call("GET", "/populations").json["_embedded"]["populations"]
    assert created.status == 201
    assert [(each["name"], each["default"]) for each in items] == [
        ("Default", False),
        ("Staff", True),
    ]


def test_terraforms_own_seed_of_the_default_population_clashes(call):
    body = {"name": "Default", "description": "Automatically created population.", "default": True}

    reply = call("POST", "/populations", body)

    assert (reply.status, reply.json["details"][0]["code"]) == (400, "UNIQUENESS_VIOLATION")
    assert reply.rule == "pingone.population.name-unique"


def test_the_default_population_stays_and_others_go(call):
    [default] = call("GET", "/populations").json["_embedded"]["populations"]
    created = call("POST", "/populations", {"name": "Staff"}).json

    kept = call("DELETE", f"/populations/{default['id']}")

    assert (kept.status, kept.rule) == (400, "pingone.population.default")
    assert call("DELETE", f"/populations/{created['id']}").status == 204
    assert said(call("GET", f"/populations/{created['id']}")) == (404, errors.NOT_FOUND)


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        pytest.param(["Organization Admin"], 201, id="organization admin"),
        pytest.param(["Environment Admin"], 201, id="environment admin"),
        pytest.param(["Client Application Developer"], 403, id="developer"),
        pytest.param([], 403, id="nobody"),
    ],
)
def test_environments_are_made_by_administrators(tenant, ask_api, roles, status):
    reply = ask_api("POST", "/environments", BODY, token=tenant.pingone.token(roles=roles))

    assert reply.status == status


def test_the_documented_edition_reads_an_environment_and_no_more(server):
    with server.tenant() as tenant:
        url = f"{tenant.pingone.url}/environments"
        token = tenant.pingone.token()
        own = f"{url}/{tenant.pingone.environment_id}"

        statuses = [
            ask(server, method, path, BODY, token=token).status
            for method, path in (("GET", own), ("PUT", own), ("GET", url), ("POST", url))
        ]

    assert statuses == [200, 405, 404, 404]


def test_a_deleted_environments_id_is_anybodys(server, ask_api, create):
    id_ = create().json["id"]
    ask_api("DELETE", f"/environments/{id_}")

    with server.tenant(environment_id=id_) as other:
        assert other.pingone.environment_id == id_


def test_the_default_population_is_the_default_until_another_is(call):
    [default] = call("GET", "/populations").json["_embedded"]["populations"]

    renamed = call("PUT", f"/populations/{default['id']}", {"name": "Staff"}).json

    assert (renamed["name"], renamed["default"]) == ("Staff", True)
