"""Resources, sentence by sentence of the document."""

import pytest

from fakeping.core.problem import Invalid
from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said

API = {
    "name": "https://api.pingone.com",
    "description": "APIs to manage all aspects of the PingOne platform.",
}
OPENID = {
    "name": "openid",
    "description": "OpenID Connect scopes can be used to request that specific sets of information"
    " be made available as Claim Values in the ID token and the userinfo endpoint.",
}


def listed(environment_url, resource):
    url = f"{environment_url}/resources/{resource.id}"
    shown = {
        "_links": {"self": {"href": url}, "environment": {"href": environment_url}},
        "id": resource.id,
        "name": resource.name,
    }
    return shown | ({"description": resource.description} if resource.description else {})


def whole(environment_url, resource):
    return listed(environment_url, resource) | {
        "environment": {"id": resource.environment_id},
        "type": resource.type,
        "createdAt": resource.created_at,
        "updatedAt": resource.updated_at,
    }


def test_the_list_is_every_resource_of_the_environment(call, tenant, photos, environment_url):
    reply = call("GET", "/resources")

    api, openid, _ = tenant.pingone.resources()
    assert (reply.status, reply.json) == (
        200,
        {
            "_links": {"self": {"href": f"{environment_url}/resources"}},
            "_embedded": {
                "items": [listed(environment_url, each) for each in (api, openid, photos)]
            },
            "count": 3,
            "size": 3,
        },
    )


def test_the_list_has_its_members_in_the_samples_order(call):
    [first, *_] = call("GET", "/resources").json["_embedded"]["items"]

    assert list(call("GET", "/resources").json) == ["_links", "_embedded", "count", "size"]
    assert list(first) == ["_links", "id", "name", "description"]


def test_every_environment_has_the_platforms_resources(call, environment_url):
    items = call("GET", "/resources").json["_embedded"]["items"]

    assert [{name: each[name] for name in ("name", "description")} for each in items] == [
        API,
        OPENID,
    ]


def test_the_platforms_resources_are_of_the_type_platform(call, tenant):
    types = [
        call("GET", f"/resources/{each.id}").json["type"] for each in tenant.pingone.resources()
    ]

    assert types == ["PLATFORM", "PLATFORM"]


def test_the_platforms_resources_have_ids_of_their_own_in_each_environment(server, tenant):
    other = server.tenant()

    assert not {each.id for each in tenant.pingone.resources()} & {
        each.id for each in other.pingone.resources()
    }


def test_the_samples_environment_has_the_samples_ids(server):
    with server.tenant(environment_id="0271641f-2d74-4bb0-b416-4a39b8714261") as tenant:
        ids = [each.id for each in tenant.pingone.resources()]

    assert ids == ["607d2326-5d08-475d-aab3-8e8df5237c18", "79d29353-1508-4276-b0fa-2bffd5566aed"]


def test_others_are_listed_in_the_order_of_creation(call):
    for name in ("z", "a", "m"):
        call("POST", "/resources", {"name": name})

    names = [each["name"] for each in call("GET", "/resources").json["_embedded"]["items"]]
    assert names == ["https://api.pingone.com", "openid", "z", "a", "m"]


def test_an_updated_resource_keeps_its_place_in_the_list(call, photos):
    call("POST", "/resources", {"name": "last"})

    call("PUT", f"/resources/{photos.id}", {"name": "renamed"})

    names = [each["name"] for each in call("GET", "/resources").json["_embedded"]["items"]]
    assert names == ["https://api.pingone.com", "openid", "renamed", "last"]


def test_a_single_resource_has_every_member_of_the_data_model(call, photos, environment_url):
    reply = call("GET", f"/resources/{photos.id}")

    assert (reply.status, reply.json) == (200, whole(environment_url, photos))


def test_a_created_resource_is_answered_whole_with_its_place(call, tenant, environment_url):
    tenant.clock.freeze()

    reply = call("POST", "/resources", {"name": "MyNewResource"})

    now = tenant.clock.text()
    url = f"{environment_url}/resources/{reply.json['id']}"
    assert (reply.status, reply.json, reply.headers["Location"]) == (
        201,
        {
            "_links": {"self": {"href": url}, "environment": {"href": environment_url}},
            "id": reply.json["id"],
            "environment": {"id": tenant.pingone.environment_id},
            "name": "MyNewResource",
            "type": "CUSTOM",
            "createdAt": now,
            "updatedAt": now,
        },
        url,
    )


def test_what_was_created_is_read_the_same(call):
    created = call("POST", "/resources", {"name": "a", "description": "b"}).json

    assert call("GET", f"/resources/{created['id']}").json == created


def test_an_id_is_a_lower_case_uuid_and_never_used_twice(call):
    ids = [call("POST", "/resources", {"name": str(number)}).json["id"] for number in range(20)]

    assert len(set(ids)) == 20
    assert all(each == each.lower() for each in ids)


def test_an_update_answers_the_updated_resource(call, photos, environment_url):
    body = {
        "name": "https://api.photostore.com",
        "description": "Resource for PhotoStore application endpoints.",
    }

    reply = call("PUT", f"/resources/{photos.id}", body)

    assert reply.status == 200
    assert reply.json == whole(environment_url, photos) | body | {
        "updatedAt": reply.json["updatedAt"]
    }


def test_an_update_is_read_back(call, photos):
    updated = call("PUT", f"/resources/{photos.id}", {"name": "b", "description": "c"}).json

    assert call("GET", f"/resources/{photos.id}").json == updated
    assert updated["name"] in {
        each["name"] for each in call("GET", "/resources").json["_embedded"]["items"]
    }


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"name": "photos"}, id="not sent"),
        pytest.param({"name": "photos", "description": None}, id="null"),
    ],
)
def test_what_is_not_sent_is_cleared_and_absent(call, photos, body):
    reply = call("PUT", f"/resources/{photos.id}", body)

    assert (reply.status, "description" in reply.json) == (200, False)
    assert "description" not in call("GET", f"/resources/{photos.id}").json


def test_an_empty_description_is_a_description(call, photos):
    reply = call("PUT", f"/resources/{photos.id}", {"name": "photos", "description": ""})

    assert reply.json["description"] == ""


def test_an_update_has_its_time_and_keeps_the_creations(call, tenant, photos):
    tenant.clock.advance(60)

    updated = call("PUT", f"/resources/{photos.id}", {"name": "photos"}).json

    assert updated["createdAt"] == photos.created_at
    assert updated["updatedAt"] > photos.updated_at


def test_a_deleted_resource_is_gone(call, photos):
    reply = call("DELETE", f"/resources/{photos.id}")

    assert (reply.status, reply.body) == (204, b"")
    assert said(call("GET", f"/resources/{photos.id}")) == (404, errors.NOT_FOUND)
    assert call("GET", "/resources").json["count"] == 2


def test_a_deleted_resources_scopes_are_gone_with_it(call, photos, scope):
    call("DELETE", f"/resources/{photos.id}")

    assert said(call("GET", f"/resources/{photos.id}/scopes")) == (404, errors.NOT_FOUND)
    assert said(call("GET", f"/resources/{photos.id}/scopes/{scope.id}")) == (
        404,
        errors.NOT_FOUND,
    )


def test_a_deleted_name_is_free_again(call, photos):
    call("DELETE", f"/resources/{photos.id}")

    assert call("POST", "/resources", {"name": "photos"}).status == 201


@pytest.mark.parametrize("method", ["DELETE", "PUT"])
def test_what_is_deleted_cannot_be_written_again(call, photos, method):
    call("DELETE", f"/resources/{photos.id}")

    reply = call(method, f"/resources/{photos.id}", {"name": "x"})

    assert said(reply) == (404, errors.NOT_FOUND)


def test_a_resource_in_another_environment_is_not_found(server, call):
    other = server.tenant().pingone.given.resource(name="theirs")

    assert said(call("GET", f"/resources/{other.id}")) == (404, errors.NOT_FOUND)


@pytest.mark.parametrize("body", [{"name": "renamed"}, {"name": "openid"}, {}])
@pytest.mark.parametrize("name", ["https://api.pingone.com", "openid"])
def test_a_platform_resource_cannot_be_modified(call, tenant, name, body):
    resource = tenant.pingone.resource(name)

    reply = call("PUT", f"/resources/{resource.id}", body or {"name": name})

    assert said(reply) == (400, errors.platform_owned("resource"))
    assert tenant.pingone.resource(name) == resource


@pytest.mark.parametrize("name", ["https://api.pingone.com", "openid"])
def test_a_platform_resource_cannot_be_deleted(call, tenant, name):
    resource = tenant.pingone.resource(name)

    reply = call("DELETE", f"/resources/{resource.id}")

    assert said(reply) == (400, errors.platform_owned("resource"))
    assert reply.rule == "pingone.resource.built-in-fixed"
    assert call("GET", f"/resources/{resource.id}").status == 200


@pytest.mark.parametrize("name", ["photos", "openid", "https://api.pingone.com"])
def test_a_name_is_unique_within_an_environment(call, photos, name):
    reply = call("POST", "/resources", {"name": name})

    assert said(reply) == (400, errors.not_unique("resource"))
    assert reply.rule == "pingone.resource.name-unique"
    assert call("GET", "/resources").json["count"] == 3


def test_a_resource_cannot_be_renamed_onto_another(call, tenant, photos):
    albums = tenant.pingone.given.resource(name="albums")

    reply = call("PUT", f"/resources/{albums.id}", {"name": "photos"})

    assert said(reply) == (400, errors.not_unique("resource"))
    assert tenant.pingone.resource("albums") == albums


def test_a_resource_may_keep_its_name(call, photos):
    assert call("PUT", f"/resources/{photos.id}", {"name": "photos"}).status == 200


def test_a_name_that_was_given_up_is_free(call, photos):
    call("PUT", f"/resources/{photos.id}", {"name": "albums"})

    assert call("POST", "/resources", {"name": "photos"}).status == 201
    assert said(call("POST", "/resources", {"name": "albums"}))[0] == 400


def test_letter_case_tells_names_apart(call, photos):
    assert call("POST", "/resources", {"name": "PHOTOS"}).status == 201


def test_two_ways_to_write_a_character_are_two_names(call):
    composed, decomposed = (
        "caf\N{LATIN SMALL LETTER E WITH ACUTE}",
        "cafe\N{COMBINING ACUTE ACCENT}",
    )

    replies = [call("POST", "/resources", {"name": name}) for name in (composed, decomposed)]

    assert [(each.status, each.json["name"]) for each in replies] == [
        (201, composed),
        (201, decomposed),
    ]


def test_another_environment_may_have_the_name(server, tenant, photos):
    other = server.tenant()

    assert other.pingone.given.resource(name="photos").name == "photos"


REFUSED = [
    pytest.param({}, errors.invalid("REQUIRED_VALUE", "A value is required."), id="no name"),
    pytest.param(
        {"description": "x"}, errors.invalid("REQUIRED_VALUE", "A value is required."), id="other"
    ),
    pytest.param(
        {"name": ""}, errors.invalid("EMPTY_VALUE", "The value must not be empty."), id="empty"
    ),
    pytest.param(
        {"name": " \t"}, errors.invalid("EMPTY_VALUE", "The value must not be empty."), id="blank"
    ),
    pytest.param(
        {"name": "x" * 257},
        errors.invalid("INVALID_VALUE", "must be at most 256 characters long"),
        id="too long",
    ),
    pytest.param({"name": 1}, errors.bad_type("name"), id="a number"),
    pytest.param({"name": None}, errors.bad_type("name"), id="null"),
    pytest.param({"name": {"a": 1}}, errors.bad_type("name"), id="an object"),
    pytest.param({"name": "x", "description": ["y"]}, errors.bad_type("description"), id="array"),
    pytest.param([], errors.bad_type(), id="a body that is an array"),
    pytest.param("x", errors.bad_type(), id="a body that is a string"),
    pytest.param(None, errors.bad_type(), id="a body that is null"),
]


@pytest.mark.parametrize(("body", "error"), REFUSED)
def test_a_body_that_breaks_the_data_model_creates_nothing(call, body, error):
    assert said(call("POST", "/resources", body)) == (400, error)
    assert call("GET", "/resources").json["count"] == 2


@pytest.mark.parametrize(("body", "error"), REFUSED)
def test_a_body_that_breaks_the_data_model_changes_nothing(call, tenant, photos, body, error):
    assert said(call("PUT", f"/resources/{photos.id}", body)) == (400, error)
    assert tenant.pingone.resource("photos") == photos


def test_every_violation_is_told(call):
    reply = call("POST", "/resources", {"name": 1, "description": 2})

    assert [each["target"] for each in reply.json["details"]] == ["description", "name"]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        pytest.param({}, "pingone.entity.name-required", id="no name"),
        pytest.param({"name": " "}, "pingone.entity.name-required", id="blank"),
        pytest.param({"name": "x" * 257}, "pingone.entity.name-length", id="long"),
        pytest.param({"name": 1}, "pingone.error.invalid-type", id="a number"),
    ],
)
def test_a_refusal_names_its_rule(call, body, rule):
    reply = call("POST", "/resources", body)

    assert (reply.rule, reply.headers["X-Fakeping-Rule"]) == (rule, rule)


def test_a_name_may_have_256_characters(call):
    assert call("POST", "/resources", {"name": "x" * 256}).status == 201


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("\N{GRINNING FACE}", id="beyond the basic plane"),
        pytest.param("\u202eabc\n", id="right to left, and a line"),
        pytest.param("\0", id="NUL"),
        pytest.param('"\\/', id="what JSON escapes"),
        pytest.param(" a ", id="white space around it"),
        pytest.param("<script>", id="markup"),
    ],
)
def test_a_name_comes_back_as_it_was_sent(call, name):
    created = call("POST", "/resources", {"name": name})

    assert (created.status, created.json["name"]) == (201, name)
    assert call("GET", "/resources").json["_embedded"]["items"][-1]["name"] == name


def test_what_a_client_cannot_set_is_ignored(call, photos):
    sent = {
        "name": "albums",
        "id": photos.id,
        "type": "PLATFORM",
        "createdAt": "1999-01-01T00:00:00.000Z",
        "environment": {"id": "another"},
        "_links": {},
        "unknown": {"deep": [1]},
    }

    created = call("POST", "/resources", sent).json

    assert created["id"] != photos.id
    assert (created["type"], created["createdAt"][:4] != "1999") == ("CUSTOM", True)
    assert "unknown" not in created


def test_a_whole_resource_may_be_put_back(call, photos):
    whole = call("GET", f"/resources/{photos.id}").json

    again = call("PUT", f"/resources/{photos.id}", whole).json

    assert again == whole | {"updatedAt": again["updatedAt"]}


def test_expand_scopes_shows_each_resources_scopes(call, tenant, photos):
    items = call("GET", "/resources?expand=scopes").json["_embedded"]["items"]

    single = [
        call("GET", f"/resources/{each.id}/scopes").json["_embedded"]["items"]
        for each in tenant.pingone.resources()
    ]
    assert [each["_embedded"] for each in items] == [{"scopes": each} for each in single]
    assert [each["name"] for each in items[-1]["_embedded"]["scopes"]] == ["photos:read"]


def test_expanded_or_not_the_list_has_the_same_items(call, photos):
    plain = call("GET", "/resources").json
    expanded = call("GET", "/resources?expand=scopes").json

    for each in expanded["_embedded"]["items"]:
        del each["_embedded"]
    assert expanded == plain


@pytest.mark.parametrize("value", ["attributes", "", "SCOPES", "scopes,attributes"])
def test_another_expansion_is_refused(call, value):
    assert said(call("GET", f"/resources?expand={value}")) == (
        400,
        {
            "code": "INVALID_REQUEST",
            "message": errors.MALFORMED,
            "details": [
                {
                    "code": "INVALID_PARAMETER",
                    "message": "The only expansion is 'scopes'.",
                    "target": "expand",
                }
            ],
        },
    )


@pytest.mark.parametrize("query", ["limit=1", "filter=name%20eq%20%22x%22", "x", "%FF=%FF", "&&"])
def test_parameters_that_are_not_documented_are_ignored(call, query):
    assert call("GET", f"/resources?{query}").json == call("GET", "/resources").json


def test_a_dropped_tenants_environment_is_unknown(server):
    with server.tenant() as tenant:
        token, url = tenant.pingone.token(), tenant.pingone.url

    reply = ask(
        server, "GET", f"{url}/environments/{tenant.pingone.environment_id}/resources", token=token
    )
    assert said(reply) == (401, errors.NO_TOKEN)


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [
        pytest.param(
            "resource",
            {"scope": ["read"]},
            "a resource has no 'scope'; did you mean scopes[?]",
            id="a slip",
        ),
        pytest.param(
            "scope", {"zzz": 1}, "a scope has no 'zzz'; there are description, ", id="none"
        ),
        pytest.param(
            "attribute",
            {"value": "x", "idTokn": True},
            "did you mean idToken[?]",
            id="an attribute's",
        ),
    ],
)
def test_what_is_given_with_a_member_of_no_edition_is_refused(tenant, kind, said, sentence):
    given = tenant.pingone.given
    home = () if kind == "resource" else (given.resource(name="home"),)

    with pytest.raises(Invalid, match=sentence):
        getattr(given, kind)(*home, name="a", **said)


def test_given_refuses_a_member_of_another_edition(tenant):
    with pytest.raises(Invalid, match="a resource has no 'audience'"):
        tenant.pingone.given.resource(name="a", audience="https://a")
    assert [each.type for each in tenant.pingone.resources()] == ["PLATFORM", "PLATFORM"]
