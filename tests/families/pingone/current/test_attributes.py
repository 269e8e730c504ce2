"""Attributes of resources: which claims their tokens carry."""

import pytest

from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said

PREDEFINED = {
    "address.country": "${user.address.countryCode}",
    "email": "${user.email}",
    "updated_at": "${#datetime.toUnixTimestamp(user.updatedAt)}",
    "zoneinfo": "${user.timezone}",
}
RESERVED = (
    *("acr", "amr", "aud", "auth_time", "client_id", "env", "exp", "iat", "iss"),
    *("jti", "org", "p1.x", "p1.", "scope", "sid", "sub"),
)


def details(reply):
    return [(each["code"], each["target"]) for each in reply.json["details"]]


@pytest.fixture
def path(photos):
    return f"/resources/{photos.id}/attributes"


@pytest.fixture
def of_openid(openid):
    return f"/resources/{openid.id}/attributes"


def test_a_custom_resource_has_the_core_attribute_sub(call, tenant, photos, path, environment_url):
    reply = call("GET", path)

    resource = f"{environment_url}/resources/{photos.id}"
    [core] = tenant.pingone.attributes(photos)
    assert (reply.status, reply.json) == (
        200,
        {
            "_links": {"self": {"href": f"{resource}/attributes"}},
            "_embedded": {
                "attributes": [
                    {
                        "_links": {
                            "self": {"href": f"{resource}/attributes/{core.id}"},
                            "resource": {"href": resource},
                            "environment": {"href": environment_url},
                        },
                        "id": core.id,
                        "environment": {"id": photos.environment_id},
                        "resource": {"id": photos.id},
                        "name": "sub",
                        "value": "${user.id}",
                        "type": "CORE",
                        "createdAt": photos.created_at,
                        "updatedAt": photos.created_at,
                    }
                ]
            },
            "count": 1,
            "size": 1,
        },
    )


def test_openid_has_24_predefined_attributes(call, of_openid):
    found = call("GET", of_openid).json
    items = found["_embedded"]["attributes"]
    values = {each["name"]: each["value"] for each in items}

    assert (found["count"], {each["type"] for each in items}) == (24, {"PREDEFINED"})
    assert {name: values[name] for name in PREDEFINED} == PREDEFINED
    assert {(each["idToken"], each["userInfo"]) for each in items} == {(True, True)}


def test_the_platforms_api_has_none_and_takes_none(call, api):
    path = f"/resources/{api.id}/attributes"

    reply = call("POST", path, {"name": "a", "value": "b"})

    assert call("GET", path).json["_embedded"] == {"attributes": []}
    assert (reply.status, reply.json["code"]) == (400, "REQUEST_FAILED")
    assert reply.rule == "pingone.attribute.place"


def test_a_created_attribute_is_answered_whole(call, tenant, photos, path, environment_url):
    tenant.clock.freeze()

    reply = call("POST", path, {"name": "size", "value": "${user.size}"})

    resource = f"{environment_url}/resources/{photos.id}"
    url = f"{resource}/attributes/{reply.json['id']}"
    now = tenant.clock.text()
    assert (reply.status, reply.headers["Location"], reply.json) == (
        201,
        url,
        {
            "_links": {
                "self": {"href": url},
                "resource": {"href": resource},
                "environment": {"href": environment_url},
            },
            "id": reply.json["id"],
            "environment": {"id": photos.environment_id},
            "resource": {"id": photos.id},
            "name": "size",
            "value": "${user.size}",
            "type": "CUSTOM",
            "createdAt": now,
            "updatedAt": now,
        },
    )
    assert call("GET", f"{path}/{reply.json['id']}").json == reply.json


def test_on_openid_it_stands_in_both_places_unless_it_says_otherwise(call, of_openid):
    created = call("POST", of_openid, {"name": "a", "value": "b"}).json
    other = call("POST", of_openid, {"name": "c", "value": "d", "idToken": False}).json

    assert [(each["idToken"], each["userInfo"]) for each in (created, other)] == [
        (True, True),
        (False, True),
    ]


def test_on_openid_it_stands_in_one_place_at_least(call, of_openid):
    body = {"name": "a", "value": "b", "idToken": False, "userInfo": False}

    reply = call("POST", of_openid, body)

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "idToken")])
    assert reply.rule == "pingone.attribute.place"


def test_elsewhere_it_does_not_say_where_it_stands(call, path):
    body = {"name": "a", "value": "b", "idToken": True, "userInfo": False}

    reply = call("POST", path, body)

    assert details(reply) == [("INVALID_VALUE", "idToken"), ("INVALID_VALUE", "userInfo")]


@pytest.mark.parametrize("name", RESERVED)
def test_on_openid_some_names_are_reserved(call, of_openid, name):
    reply = call("POST", of_openid, {"name": name, "value": "x"})

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "name")])
    assert reply.rule == "pingone.attribute.reserved"


@pytest.mark.parametrize("name", ["acr", "scope", "p1.x"])
def test_elsewhere_no_name_is_reserved(call, path, name):
    assert call("POST", path, {"name": name, "value": "x"}).status == 201


def test_a_name_is_unique_in_its_resource(call, path, of_openid):
    reply = call("POST", path, {"name": "sub", "value": "x"})

    assert said(reply)[1]["details"] == [
        {
            "code": "UNIQUENESS_VIOLATION",
            "message": "An attribute with the specified name already exists.",
            "target": "name",
        }
    ]
    assert reply.rule == "pingone.attribute.name-unique"
    assert call("POST", path, {"name": "email", "value": "x"}).status == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({"name": "a"}, "REQUIRED_VALUE", id="none"),
        pytest.param({"name": "a", "value": ""}, "EMPTY_VALUE", id="empty"),
        pytest.param({"name": "a", "value": 1}, "INVALID_VALUE", id="a number"),
    ],
)
def test_a_custom_attribute_needs_a_value(call, path, body, code):
    reply = call("POST", path, body)

    assert (reply.status, details(reply)) == (400, [(code, "value")])


def test_all_that_is_wrong_with_an_attribute_is_told_at_once(call, of_openid):
    reply = call(
        "POST", of_openid, {"name": "sub", "value": "", "idToken": False, "userInfo": False}
    )

    assert details(reply) == [
        ("INVALID_VALUE", "name"),
        ("EMPTY_VALUE", "value"),
        ("INVALID_VALUE", "idToken"),
    ]


@pytest.mark.parametrize(
    ("resource", "name"), [("photos", "sub"), ("openid", "email"), ("openid", "zoneinfo")]
)
def test_a_built_in_attribute_takes_a_new_value(call, tenant, photos, resource, name):
    resource = tenant.pingone.resource(resource)
    [one] = [each for each in tenant.pingone.attributes(resource) if each.name == name]
    path = f"/resources/{resource.id}/attributes/{one.id}"
    before = call("GET", path).json

    reply = call("PUT", path, before | {"value": "${user.username}"})

    assert (reply.status, reply.json) == (
        200,
        before | {"value": "${user.username}", "updatedAt": reply.json["updatedAt"]},
    )


def test_a_predefined_attribute_may_be_emptied(call, tenant, openid, of_openid):
    [one] = [each for each in tenant.pingone.attributes(openid) if each.name == "email"]

    reply = call("PUT", f"{of_openid}/{one.id}", {"name": "email", "value": ""})

    assert (reply.status, reply.json["value"]) == (200, "")


def test_a_built_in_attribute_keeps_its_name(call, tenant, photos, path):
    [core] = tenant.pingone.attributes(photos)

    reply = call("PUT", f"{path}/{core.id}", {"name": "subject", "value": "x"})

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "name")])
    assert reply.rule == "pingone.attribute.fixed"


@pytest.mark.parametrize("resource", ["photos", "openid"])
def test_a_built_in_attribute_cannot_be_deleted(call, tenant, photos, resource):
    resource = tenant.pingone.resource(resource)
    [one, *_] = tenant.pingone.attributes(resource)

    reply = call("DELETE", f"/resources/{resource.id}/attributes/{one.id}")

    assert (reply.status, reply.json["code"], reply.rule) == (
        400,
        "REQUEST_FAILED",
        "pingone.attribute.fixed",
    )


def test_a_custom_attribute_is_renamed_and_deleted(call, path):
    created = call("POST", path, {"name": "a", "value": "b"}).json
    one = f"{path}/{created['id']}"

    updated = call("PUT", one, {"name": "c", "value": "d"}).json

    assert (updated["name"], updated["value"], updated["type"]) == ("c", "d", "CUSTOM")
    assert call("DELETE", one).status == 204
    assert [said(call(method, one, updated)) for method in ("GET", "PUT", "DELETE")] == [
        (404, errors.NOT_FOUND)
    ] * 3


def test_a_custom_attribute_may_keep_its_name_and_takes_no_other_ones(call, path):
    created = call("POST", path, {"name": "a", "value": "b"}).json
    one = f"{path}/{created['id']}"

    assert call("PUT", one, created).status == 200
    assert details(call("PUT", one, {"name": "sub", "value": "x"})) == [
        ("UNIQUENESS_VIOLATION", "name")
    ]


def test_an_attribute_is_found_on_its_own_resource_alone(call, tenant, photos, of_openid):
    [core] = tenant.pingone.attributes(photos)

    assert said(call("GET", f"{of_openid}/{core.id}")) == (404, errors.NOT_FOUND)


def test_the_documented_edition_has_no_attributes(server):
    with server.tenant() as tenant:
        openid = tenant.pingone.resource("openid")
        url = f"{tenant.pingone.url}/environments/{openid.environment_id}/resources/{openid.id}"

        replies = [
            ask(server, "GET", f"{url}/{each}", token=tenant.pingone.token())
            for each in ("attributes", "secret")
        ]

    assert [said(each) for each in replies] == [(404, errors.NOT_FOUND)] * 2
