"""Scopes, sentence by sentence of the document."""

import pytest

from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said


def whole(environment_url, scope):
    resource = f"{environment_url}/resources/{scope.resource_id}"
    shown = {
        "_links": {
            "self": {"href": f"{resource}/scopes/{scope.id}"},
            "resource": {"href": resource},
            "environment": {"href": environment_url},
        },
        "id": scope.id,
        "environment": {"id": scope.environment_id},
        "resource": {"id": scope.resource_id},
        "name": scope.name,
        "description": scope.description,
        "createdAt": scope.created_at,
        "updatedAt": scope.updated_at,
    }
    return {name: value for name, value in shown.items() if value is not None}


@pytest.fixture
def scopes_path(photos):
    return f"/resources/{photos.id}/scopes"


@pytest.fixture
def path(scopes_path, scope):
    return f"{scopes_path}/{scope.id}"


@pytest.fixture
def platform_path(tenant, platform):
    """Where `p1:read:user` is."""
    [first, *_] = tenant.pingone.scopes(platform)
    return f"/resources/{platform.id}/scopes/{first.id}"


def test_the_list_is_every_scope_of_the_resource(
    call, tenant, photos, scope, scopes_path, environment_url
):
    second = tenant.pingone.given.scope(photos, name="photos:write", description="Write")

    reply = call("GET", scopes_path)

    assert (reply.status, reply.json) == (
        200,
        {
            "_links": {"self": {"href": f"{environment_url}{scopes_path}"}},
            "_embedded": {"items": [whole(environment_url, each) for each in (scope, second)]},
            "count": 2,
            "size": 2,
        },
    )


def test_a_resource_without_scopes_has_an_empty_list(call, tenant):
    bare = tenant.pingone.given.resource(name="bare")

    listed = call("GET", f"/resources/{bare.id}/scopes").json

    assert (listed["_embedded"], listed["count"], listed["size"]) == ({"items": []}, 0, 0)


def test_a_scope_is_read_whole(call, path, scope, environment_url):
    reply = call("GET", path)

    assert (reply.status, reply.json) == (200, whole(environment_url, scope))


def test_the_samples_scope_reads_like_the_sample(call, tenant, platform, platform_path):
    reply = call("GET", platform_path)

    assert list(reply.json) == [
        "_links",
        "id",
        "environment",
        "resource",
        "name",
        "description",
    ]
    assert list(reply.json["_links"]) == ["self", "resource", "environment"]
    assert (reply.json["name"], reply.json["description"]) == (
        "p1:read:user",
        "Ability for the user to retrieve their own user identity and all attributes",
    )


def test_openid_has_the_scopes_of_openid_connect(call, tenant):
    openid = tenant.pingone.resource("openid")

    items = call("GET", f"/resources/{openid.id}/scopes").json["_embedded"]["items"]

    assert [each["name"] for each in items] == ["openid", "profile", "email", "address", "phone"]


@pytest.mark.parametrize("name", ["p1:read:user", "p1:update:user", "p1:reset:userPassword"])
def test_the_platform_has_the_scopes_that_the_document_names(tenant, platform, name):
    assert name in [each.name for each in tenant.pingone.scopes(platform)]


def test_a_created_scope_is_answered_whole_with_its_place(
    call, tenant, photos, scopes_path, environment_url
):
    tenant.clock.freeze()

    reply = call("POST", scopes_path, {"name": "photoapp:MyNewScope"})

    now = tenant.clock.text()
    resource = f"{environment_url}/resources/{photos.id}"
    url = f"{resource}/scopes/{reply.json['id']}"
    assert (reply.status, reply.json, reply.headers["Location"]) == (
        201,
        {
            "_links": {
                "self": {"href": url},
                "resource": {"href": resource},
                "environment": {"href": environment_url},
            },
            "id": reply.json["id"],
            "environment": {"id": tenant.pingone.environment_id},
            "resource": {"id": photos.id},
            "name": "photoapp:MyNewScope",
            "createdAt": now,
            "updatedAt": now,
        },
        url,
    )


def test_what_was_created_is_read_the_same(call, scopes_path):
    created = call("POST", scopes_path, {"name": "a", "description": "b"}).json

    assert call("GET", f"{scopes_path}/{created['id']}").json == created


def test_an_update_answers_the_updated_scope(call, path, scope, environment_url):
    body = {
        "name": "photoapp:edit:photos",
        "description": "Allows users to edit their photo files.",
    }

    reply = call("PUT", path, body)

    assert reply.status == 200
    assert reply.json == whole(environment_url, scope) | body | {
        "updatedAt": reply.json["updatedAt"]
    }
    assert call("GET", path).json == reply.json


def test_the_samples_slash_at_the_end_changes_nothing(call, path):
    assert call("PUT", f"{path}/", {"name": "x"}).status == 200


def test_what_is_not_sent_is_cleared(call, tenant, photos, scopes_path):
    scope = tenant.pingone.given.scope(photos, name="a", description="b")

    reply = call("PUT", f"{scopes_path}/{scope.id}", {"name": "a"})

    assert (reply.status, "description" in reply.json) == (200, False)


def test_an_updated_scope_keeps_its_place_in_the_list(call, tenant, photos, path, scopes_path):
    tenant.pingone.given.scope(photos, name="last")

    call("PUT", path, {"name": "renamed"})

    items = call("GET", scopes_path).json["_embedded"]["items"]
    assert [each["name"] for each in items] == ["renamed", "last"]


def test_an_update_has_its_time_and_keeps_the_creations(call, tenant, path, scope):
    tenant.clock.advance(60)

    updated = call("PUT", path, {"name": "x"}).json

    assert updated["createdAt"] == scope.created_at
    assert updated["updatedAt"] > scope.updated_at


def test_a_deleted_scope_is_gone_and_its_resource_is_not(call, photos, path, scopes_path):
    reply = call("DELETE", path)

    assert (reply.status, reply.body) == (204, b"")
    assert said(call("GET", path)) == (404, errors.NOT_FOUND)
    assert call("GET", scopes_path).json["count"] == 0
    assert call("GET", f"/resources/{photos.id}").status == 200


@pytest.mark.parametrize("method", ["DELETE", "PUT"])
def test_what_is_deleted_cannot_be_written_again(call, path, method):
    call("DELETE", path)

    assert said(call(method, path, {"name": "x"})) == (404, errors.NOT_FOUND)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_scope_is_found_on_its_own_resource_alone(call, tenant, scope, method):
    other = tenant.pingone.given.resource(name="other")

    reply = call(method, f"/resources/{other.id}/scopes/{scope.id}", {"name": "x"})

    assert said(reply) == (404, errors.NOT_FOUND)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_resource_has_no_scopes(call, method):
    assert said(call(method, "/resources/unknown/scopes", {"name": "x"})) == (
        404,
        errors.NOT_FOUND,
    )


@pytest.mark.parametrize("name", ["https://api.pingone.com", "openid"])
def test_no_platform_scope_can_be_modified_or_deleted(call, tenant, name):
    resource = tenant.pingone.resource(name)
    before = tenant.pingone.scopes(resource)

    replies = [
        call(method, f"/resources/{resource.id}/scopes/{each.id}", {"name": "x"})
        for each in before
        for method in ("PUT", "DELETE")
    ]

    assert {(status, str(error)) for status, error in map(said, replies)} == {
        (400, str(errors.platform_owned("scope")))
    }
    assert {each.rule for each in replies} == {"pingone.scope.platform-fixed"}
    assert tenant.pingone.scopes(resource) == before


@pytest.mark.parametrize("name", ["https://api.pingone.com", "openid"])
def test_a_custom_scope_may_be_created_on_a_platform_resource(call, tenant, name):
    resource = tenant.pingone.resource(name)

    created = call("POST", f"/resources/{resource.id}/scopes", {"name": "p1:read:user:mine"})

    assert created.status == 201
    assert call("DELETE", f"/resources/{resource.id}/scopes/{created.json['id']}").status == 204


def test_a_name_is_unique_within_a_resource(call, scopes_path, scope):
    reply = call("POST", scopes_path, {"name": scope.name})

    assert said(reply) == (400, errors.not_unique("scope"))
    assert reply.rule == "pingone.scope.name-unique"


def test_a_platform_scopes_name_is_taken(call, platform):
    reply = call("POST", f"/resources/{platform.id}/scopes", {"name": "p1:read:user"})

    assert said(reply) == (400, errors.not_unique("scope"))


def test_a_scope_cannot_be_renamed_onto_another(call, tenant, photos, path, scope):
    tenant.pingone.given.scope(photos, name="taken")

    assert said(call("PUT", path, {"name": "taken"})) == (400, errors.not_unique("scope"))
    assert call("GET", path).json["name"] == scope.name


def test_a_scope_may_keep_its_name(call, path, scope):
    assert call("PUT", path, {"name": scope.name}).status == 200


def test_another_resource_may_have_a_scope_of_the_name(call, tenant, scope):
    other = tenant.pingone.given.resource(name="other")

    assert call("POST", f"/resources/{other.id}/scopes", {"name": scope.name}).status == 201


def test_a_switch_holds_names_unique_in_the_whole_environment(server):
    switches = {"pingone.scope_names_unique_in_environment": True}
    with server.tenant(switches=switches) as tenant:
        photos = tenant.pingone.given.resource(name="photos", scopes=["read"])
        other = tenant.pingone.given.resource(name="other")
        url = f"{tenant.pingone.url}/environments/{photos.environment_id}/resources/{other.id}"

        replies = [
            ask(server, "POST", f"{url}/scopes", {"name": name}, token=tenant.pingone.token())
            for name in ("read", "p1:read:user", "new")
        ]

    assert [each.status for each in replies] == [400, 400, 201]


def test_a_deleted_resources_scopes_leave_their_names_free(call, tenant, photos, scope):
    other = tenant.pingone.given.resource(name="other")

    call("DELETE", f"/resources/{photos.id}")

    assert call("POST", f"/resources/{other.id}/scopes", {"name": scope.name}).status == 201


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param({}, errors.invalid("REQUIRED_VALUE", "A value is required."), id="no name"),
        pytest.param(
            {"name": " "}, errors.invalid("EMPTY_VALUE", "The value must not be empty."), id="blank"
        ),
        pytest.param(
            {"name": "x" * 257},
            errors.invalid("INVALID_VALUE", "must be at most 256 characters long"),
            id="too long",
        ),
        pytest.param({"name": []}, errors.bad_type("name"), id="an array"),
        pytest.param({"name": "x", "description": 1}, errors.bad_type("description"), id="number"),
    ],
)
def test_a_body_that_breaks_the_data_model_is_refused(call, path, scopes_path, body, error):
    before = call("GET", scopes_path).json

    assert said(call("POST", scopes_path, body)) == (400, error)
    assert said(call("PUT", path, body)) == (400, error)
    assert call("GET", scopes_path).json == before


def test_a_whole_scope_may_be_put_back(call, path):
    """As Terraform does: it reads, changes a member and puts everything back."""
    whole = call("GET", path).json

    again = call("PUT", path, whole).json

    assert again == whole | {"updatedAt": again["updatedAt"]}
