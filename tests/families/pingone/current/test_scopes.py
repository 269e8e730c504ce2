"""Scopes of today's edition."""

import pytest

from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said

OIDC = ["openid", "profile", "email", "address", "phone"]


def named(tenant, resource, name):
    """Where a scope of a resource is."""
    [found] = [each for each in tenant.pingone.scopes(resource) if each.name == name]
    return f"/resources/{resource.id}/scopes/{found.id}"


def details(reply):
    return [(each["code"], each["target"]) for each in reply.json["details"]]


@pytest.fixture
def claim(call, openid):
    """The id of a custom attribute of openid."""
    body = {"name": "shoe_size", "value": "${user.shoeSize}"}
    return call("POST", f"/resources/{openid.id}/attributes", body).json["id"]


def test_a_created_scope_is_answered_whole(call, tenant, photos, environment_url):
    tenant.clock.freeze()

    reply = call("POST", f"/resources/{photos.id}/scopes", {"name": "a", "description": "b"})

    resource = f"{environment_url}/resources/{photos.id}"
    url = f"{resource}/scopes/{reply.json['id']}"
    now = tenant.clock.text()
    assert (reply.status, reply.headers["Location"], reply.json) == (
        201,
        url,
        {
            "_links": {"self": {"href": url}, "resource": {"href": resource}},
            "id": reply.json["id"],
            "environment": {"id": photos.environment_id},
            "resource": {"id": photos.id},
            "name": "a",
            "description": "b",
            "createdAt": now,
            "updatedAt": now,
        },
    )


def test_openid_has_its_five_scopes(call, openid):
    items = call("GET", f"/resources/{openid.id}/scopes").json["_embedded"]["scopes"]

    assert [each["name"] for each in items] == OIDC
    assert not [each for each in items if "schemaAttributes" in each or "mappedClaims" in each]


def test_two_scopes_of_the_platform_cover_the_whole_schema(call, api):
    items = call("GET", f"/resources/{api.id}/scopes").json["_embedded"]["scopes"]

    assert {
        each["name"]: each.get("schemaAttributes") for each in items if "schema" in str(each)
    } == {
        "p1:read:user": ["*"],
        "p1:update:user": ["*"],
    }


@pytest.mark.parametrize("name", ["a", "photoapp:edit:photos", "Scope_1655153042", "a/b", "!~[]"])
def test_a_name_has_the_characters_of_a_scope_token(call, photos, name):
    created = call("POST", f"/resources/{photos.id}/scopes", {"name": name})

    assert (created.status, created.json["name"]) == (201, name)


@pytest.mark.parametrize("name", ["a b", 'a"b', "a\\b", "é", "a\n", "\t\x00"])
def test_a_name_has_no_other_characters(call, photos, name):
    reply = call("POST", f"/resources/{photos.id}/scopes", {"name": name})

    assert said(reply) == (
        400,
        {
            "code": "INVALID_DATA",
            "message": errors.INVALID,
            "details": [
                {
                    "code": "INVALID_VALUE",
                    "message": "The scope's name has a form that this resource does not take.",
                    "target": "name",
                    "innerError": {"allowedPattern": r"^[\x21\x23-\x5B\x5D-\x7E]+$"},
                }
            ],
        },
    )
    assert reply.rule == "pingone.scope.name-characters"


@pytest.mark.parametrize("name", ["p1:read:user:shoes", "p1:update:user:a:b", "p1:read:user:!"])
def test_the_platforms_scopes_can_be_narrowed(call, api, name):
    created = call(
        "POST", f"/resources/{api.id}/scopes", {"name": name, "schemaAttributes": ["name.given"]}
    )

    assert (created.status, created.json["schemaAttributes"]) == (201, ["name.given"])


def test_a_narrowed_scope_covers_the_whole_schema_unless_it_says_otherwise(call, api):
    path = f"/resources/{api.id}/scopes"
    created = call("POST", path, {"name": "p1:read:user:a", "schemaAttributes": ["name"]}).json

    updated = call("PUT", f"{path}/{created['id']}", {"name": "p1:read:user:a"}).json

    assert updated["schemaAttributes"] == ["*"]


@pytest.mark.parametrize(
    "name", ["photos", "p1:delete:user:x", "p1:read:user:", "p1:read:users", "P1:read:user:x"]
)
def test_the_platforms_api_takes_no_other_scopes(call, api, name):
    reply = call("POST", f"/resources/{api.id}/scopes", {"name": name})

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "name")])
    assert reply.rule == "pingone.scope.api-name"


def test_any_scope_may_be_added_to_openid_and_deleted(call, openid):
    path = f"/resources/{openid.id}/scopes"
    created = call("POST", path, {"name": "shoes"})

    assert created.status == 201
    assert call("DELETE", f"{path}/{created.json['id']}").status == 204


@pytest.mark.parametrize("name", ["p1:read:user", "p1:update:user"])
def test_put_sets_the_schema_attributes_of_a_platform_scope_alone(call, tenant, api, name):
    path = named(tenant, api, name)
    before = call("GET", path).json
    body = {"name": name, "description": "mine", "schemaAttributes": ["email", "name.given"]}

    reply = call("PUT", path, body)

    expected = before | {
        "schemaAttributes": ["email", "name.given"],
        "updatedAt": reply.json["updatedAt"],
    }
    assert (reply.status, reply.json) == (200, expected)
    assert call("GET", path).json == expected


@pytest.mark.parametrize("body", [{}, {"schemaAttributes": ["*"]}, {"schemaAttributes": None}])
def test_terraform_gives_a_platform_scope_back_with_the_whole_schema(call, tenant, api, body):
    path = named(tenant, api, "p1:read:user")
    call("PUT", path, {"name": "p1:read:user", "schemaAttributes": ["email"]})

    reply = call("PUT", path, {"name": "p1:read:user", **body})

    assert (reply.status, reply.json["schemaAttributes"]) == (200, ["*"])


@pytest.mark.parametrize("name", OIDC)
def test_put_sets_the_mapped_claims_of_a_scope_of_openid_alone(call, tenant, openid, claim, name):
    path = named(tenant, openid, name)
    before = call("GET", path).json

    reply = call("PUT", path, before | {"mappedClaims": [claim], "description": "mine"})

    expected = before | {"mappedClaims": [claim], "updatedAt": reply.json["updatedAt"]}
    assert (reply.status, reply.json) == (200, expected)


def test_terraform_gives_a_scope_of_openid_back_without_claims(call, tenant, openid, claim):
    path = named(tenant, openid, "email")
    call("PUT", path, {"name": "email", "mappedClaims": [claim]})

    whole = call("GET", path).json
    reply = call("PUT", path, whole | {"mappedClaims": []})

    assert (reply.status, reply.json["mappedClaims"]) == (200, [])


def test_a_claim_goes_out_of_every_scope_when_its_attribute_goes(call, tenant, openid, claim):
    path = named(tenant, openid, "email")
    call("PUT", path, {"name": "email", "mappedClaims": [claim]})

    call("DELETE", f"/resources/{openid.id}/attributes/{claim}")

    assert call("GET", path).json["mappedClaims"] == []


@pytest.mark.parametrize("resource", ["openid", "PingOne API"])
def test_no_platform_scope_can_be_deleted_or_renamed(call, tenant, resource):
    resource = tenant.pingone.resource(resource)
    before = tenant.pingone.scopes(resource)

    replies = [
        call(method, f"/resources/{resource.id}/scopes/{each.id}", {"name": "x"})
        for each in before
        for method in ("PUT", "DELETE")
    ]

    assert {str(said(each)) for each in replies} == {str((400, errors.platform_owned("scope")))}
    assert {each.rule for each in replies} == {"pingone.scope.platform-fixed"}
    assert tenant.pingone.scopes(resource) == before


@pytest.mark.parametrize(
    ("resource", "name", "member"),
    [
        ("PingOne API", "p1:read:user", {"schemaAttributes": ["*", "email"]}),
        ("PingOne API", "p1:read:user", {"mappedClaims": []}),
        ("openid", "email", {"mappedClaims": ["nothing"]}),
        ("openid", "email", {"schemaAttributes": ["*"]}),
    ],
)
def test_a_platform_scope_takes_what_belongs_there_alone(call, tenant, resource, name, member):
    resource = tenant.pingone.resource(resource)
    before = tenant.pingone.scopes(resource)

    reply = call("PUT", named(tenant, resource, name), {"name": name, **member})

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", next(iter(member)))])
    assert tenant.pingone.scopes(resource) == before


def test_other_platform_scopes_cannot_be_changed_at_all(call, tenant, api):
    path = named(tenant, api, "p1:read:sessions")

    reply = call("PUT", path, call("GET", path).json)

    assert said(reply) == (400, errors.platform_owned("scope"))


@pytest.mark.parametrize(
    "attributes",
    [
        pytest.param([], id="none"),
        pytest.param(["*", "name"], id="the whole schema and more"),
        pytest.param(["*", "*"], id="the whole schema twice"),
    ],
)
def test_the_whole_schema_stands_alone(call, api, attributes):
    body = {"name": "p1:read:user:x", "schemaAttributes": attributes}

    reply = call("POST", f"/resources/{api.id}/scopes", body)

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "schemaAttributes")])
    assert reply.rule == "pingone.scope.schema-attributes"


@pytest.mark.parametrize("resource", ["photos", "openid"])
def test_schema_attributes_stand_on_the_platforms_api_alone(call, tenant, photos, resource):
    resource = tenant.pingone.resource(resource)
    body = {"name": "x", "schemaAttributes": ["*"]}

    reply = call("POST", f"/resources/{resource.id}/scopes", body)

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "schemaAttributes")])


@pytest.mark.parametrize("resource", ["photos", "PingOne API"])
def test_mapped_claims_stand_on_openid_alone(call, tenant, photos, claim, resource):
    resource = tenant.pingone.resource(resource)
    body = {"name": "p1:read:user:x", "mappedClaims": [claim]}

    reply = call("POST", f"/resources/{resource.id}/scopes", body)

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "mappedClaims")])
    assert reply.rule == "pingone.scope.mapped-claims"


def test_a_new_scope_of_openid_maps_claims(call, openid, claim):
    body = {"name": "shoes", "mappedClaims": [claim]}

    created = call("POST", f"/resources/{openid.id}/scopes", body)

    assert (created.status, created.json["mappedClaims"]) == (201, [claim])


def test_predefined_attributes_are_never_mapped(call, tenant, openid):
    [first, *_] = tenant.pingone.attributes(openid)

    reply = call(
        "POST", f"/resources/{openid.id}/scopes", {"name": "x", "mappedClaims": [first.id]}
    )

    assert (reply.status, details(reply)) == (400, [("INVALID_VALUE", "mappedClaims")])


def test_all_that_is_wrong_with_a_scope_is_told_at_once(call, photos, scope):
    body = {"name": "a b", "schemaAttributes": ["*"], "mappedClaims": ["x"]}

    reply = call("PUT", f"/resources/{photos.id}/scopes/{scope.id}", body)

    assert details(reply) == [
        ("INVALID_VALUE", "name"),
        ("INVALID_VALUE", "schemaAttributes"),
        ("INVALID_VALUE", "mappedClaims"),
    ]
    assert reply.rule == "pingone.error.invalid-data"


def test_a_name_that_is_taken_is_told_with_the_rest(call, photos, scope):
    body = {"name": scope.name, "mappedClaims": ["x"]}

    reply = call("POST", f"/resources/{photos.id}/scopes", body)

    assert details(reply) == [("UNIQUENESS_VIOLATION", "name"), ("INVALID_VALUE", "mappedClaims")]


def test_a_whole_custom_scope_may_be_put_back(call, photos, scope):
    path = f"/resources/{photos.id}/scopes/{scope.id}"
    whole = call("GET", path).json

    again = call("PUT", path, whole)

    assert (again.status, again.json) == (200, whole | {"updatedAt": again.json["updatedAt"]})


@pytest.mark.parametrize("switched", [False, True])
def test_a_name_is_unique_in_its_resource_or_by_a_switch_in_the_environment(server, switched):
    switches = {"pingone.scope_names_unique_in_environment": switched}
    with server.tenant(edition={"pingone": "current"}, switches=switches) as tenant:
        photos = tenant.pingone.given.resource(name="photos", scopes=["read"])
        other = tenant.pingone.given.resource(name="other")
        url = f"{tenant.pingone.url}/environments/{photos.environment_id}/resources/{other.id}"

        replies = [
            ask(server, "POST", f"{url}/scopes", {"name": name}, token=tenant.pingone.token())
            for name in ("read", "email", "new")
        ]

    assert [each.status for each in replies] == ([400, 400, 201] if switched else [201, 201, 201])


def test_given_takes_the_members_of_the_wire(call, tenant, api):
    made = tenant.pingone.given.scope(api, name="p1:read:user:x", schemaAttributes=["email"])

    found = call("GET", f"/resources/{api.id}/scopes/{made.id}").json
    assert found["schemaAttributes"] == ["email"]
