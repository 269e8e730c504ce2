"""Resources of today's edition."""

import pytest

from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said

DEFAULTS = {
    "audience": "photos",
    "accessTokenValiditySeconds": 3600,
    "introspectEndpointAuthMethod": "CLIENT_SECRET_BASIC",
    "applicationPermissionsSettings": {"claimEnabled": False},
}
SAID = {
    "audience": "https://api.photos.example",
    "accessTokenValiditySeconds": 7200,
    "introspectEndpointAuthMethod": "CLIENT_SECRET_POST",
    "applicationPermissionsSettings": {"claimEnabled": True},
}
RANGE = {"rangeMinimumValue": 300, "rangeMaximumValue": 2592000}


def whole(environment_url, id_, said, *, created_at, updated_at=None):
    """What a custom resource looks like whose settings are those that were said."""
    url = f"{environment_url}/resources/{id_}"
    return {
        "_links": {
            "self": {"href": url},
            "environment": {"href": environment_url},
            "scopes": {"href": f"{url}/scopes"},
            "attributes": {"href": f"{url}/attributes"},
            "secret": {"href": f"{url}/secret"},
        },
        "id": id_,
        "environment": {"id": environment_url.rpartition("/")[2]},
        "type": "CUSTOM",
        **said,
        "createdAt": created_at,
        "updatedAt": updated_at or created_at,
    }


def test_a_created_resource_has_the_defaults(call, tenant, environment_url):
    tenant.clock.freeze()

    reply = call("POST", "/resources", {"name": "photos"})

    expected = whole(
        environment_url,
        reply.json["id"],
        {"name": "photos", **DEFAULTS},
        created_at=tenant.clock.text(),
    )
    assert (reply.status, reply.json) == (201, expected)
    assert reply.headers["Location"] == expected["_links"]["self"]["href"]


def test_a_created_resource_has_what_was_said(call, tenant, environment_url):
    tenant.clock.freeze()
    body = {"name": "photos", "description": "Photos", **SAID}

    reply = call("POST", "/resources", body)

    assert reply.json == whole(
        environment_url, reply.json["id"], body, created_at=tenant.clock.text()
    )


def test_null_is_as_good_as_absent(call):
    body = dict.fromkeys(["description", "type", *DEFAULTS])

    created = call("POST", "/resources", {"name": "photos", **body}).json

    assert {name: created[name] for name in DEFAULTS} == DEFAULTS
    assert "description" not in created


def test_the_list_has_the_members_of_a_single_one(call, photos, api, openid):
    items = call("GET", "/resources").json["_embedded"]["resources"]

    assert items == [call("GET", f"/resources/{each.id}").json for each in (api, openid, photos)]


def test_openid_has_no_settings(call, environment_url, openid):
    url = f"{environment_url}/resources/{openid.id}"

    assert call("GET", f"/resources/{openid.id}").json == {
        "_links": {
            "self": {"href": url},
            "environment": {"href": environment_url},
            "scopes": {"href": f"{url}/scopes"},
            "attributes": {"href": f"{url}/attributes"},
        },
        "id": openid.id,
        "environment": {"id": openid.environment_id},
        "name": "openid",
        "description": openid.description,
        "type": "OPENID_CONNECT",
        "createdAt": openid.created_at,
        "updatedAt": openid.created_at,
    }


def test_the_platforms_api_has_its_own_type_and_audience(call, api):
    found = call("GET", f"/resources/{api.id}").json

    assert {name: found[name] for name in ("name", "type", "audience")} == {
        "name": "PingOne API",
        "type": "PINGONE_API",
        "audience": "https://api.pingone.com",
    }


def test_put_clears_what_is_optional_and_resets_what_has_a_default(call, tenant, environment_url):
    created = call("POST", "/resources", {"name": "x", "description": "y", **SAID}).json
    tenant.clock.freeze()
    tenant.clock.advance(60)

    reply = call("PUT", f"/resources/{created['id']}", {"name": "photos"})

    expected = whole(
        environment_url,
        created["id"],
        {"name": "photos", **DEFAULTS},
        created_at=created["createdAt"],
        updated_at=tenant.clock.text(),
    )
    assert (reply.status, reply.json) == (200, expected)
    assert call("GET", f"/resources/{created['id']}").json == expected


def test_a_whole_resource_may_be_put_back(call):
    created = call("POST", "/resources", {"name": "x", "description": "y", **SAID}).json

    again = call("PUT", f"/resources/{created['id']}", created)

    assert (again.status, again.json) == (200, created | {"updatedAt": again.json["updatedAt"]})


def test_what_a_client_cannot_set_is_ignored(call, photos):
    sent = {"name": "x", "id": "y", "createdAt": "z", "_links": 1, "environment": 2, "colour": 3}

    created = call("POST", "/resources", sent)

    assert (created.status, created.json["id"] == "y", "colour" in created.json) == (
        201,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param(300, 300, id="the least"),
        pytest.param(2592000, 2592000, id="the most"),
        pytest.param(300.9, 300, id="a fraction is cut off"),
        pytest.param(2592000.9, 2592000, id="a fraction above the most is cut off first"),
        pytest.param(1e3, 1000, id="an exponent"),
    ],
)
def test_the_lifetime_of_tokens_is_an_integer(call, said, kept):
    created = call("POST", "/resources", {"name": "x", "accessTokenValiditySeconds": said}).json

    assert str(created["accessTokenValiditySeconds"]) == str(kept)


@pytest.mark.parametrize("seconds", [299, 299.9, 2592001, 0, -1])
def test_the_lifetime_of_tokens_has_a_range(call, seconds):
    reply = call("POST", "/resources", {"name": "x", "accessTokenValiditySeconds": seconds})

    assert said(reply) == (
        400,
        errors.invalid("OUT_OF_RANGE", "The value is out of range.", "accessTokenValiditySeconds")
        | {
            "details": [
                {
                    "code": "OUT_OF_RANGE",
                    "message": "The value is out of range.",
                    "target": "accessTokenValiditySeconds",
                    "innerError": RANGE,
                }
            ]
        },
    )
    assert reply.rule == "pingone.resource.token-validity"


@pytest.mark.parametrize("audience", ["https://x.example", "photos-1", "urn:x:y", "photos pi"])
def test_an_audience_need_not_be_a_url(call, audience):
    created = call("POST", "/resources", {"name": "x", "audience": audience}).json

    assert created["audience"] == audience


@pytest.mark.parametrize(
    "audience",
    ["https://x.example#top", "x@y", "https://api.pingone.com", "https://PingIdentity.example"],
)
def test_some_audiences_are_refused(call, audience):
    reply = call("POST", "/resources", {"name": "x", "audience": audience})

    assert said(reply) == (
        400,
        errors.invalid("INVALID_VALUE", "The value is not allowed.", "audience"),
    )
    assert reply.rule == "pingone.resource.audience"


def test_the_way_to_introspect_is_one_of_three(call):
    reply = call("POST", "/resources", {"name": "x", "introspectEndpointAuthMethod": "MAGIC"})

    assert said(reply) == (
        400,
        {
            "code": "INVALID_REQUEST",
            "message": errors.MALFORMED,
            "details": [
                {
                    "code": "INVALID_VALUE",
                    "message": "Invalid value for attribute.",
                    "target": "introspectEndpointAuthMethod",
                    "innerError": {
                        "allowedValues": ["NONE", "CLIENT_SECRET_BASIC", "CLIENT_SECRET_POST"]
                    },
                }
            ],
        },
    )


@pytest.mark.parametrize("settings", [{}, {"claimEnabled": None}, {"unknown": 1}])
def test_permissions_are_no_claim_unless_it_is_said(call, settings):
    body = {"name": "x", "applicationPermissionsSettings": settings}

    created = call("POST", "/resources", body).json

    assert created["applicationPermissionsSettings"] == {"claimEnabled": False}


def test_only_custom_resources_can_be_created(call):
    reply = call("POST", "/resources", {"name": "x", "type": "OPENID_CONNECT"})

    assert said(reply) == (
        400,
        errors.invalid("INVALID_VALUE", "The value is not allowed.", "type"),
    )
    assert reply.rule == "pingone.resource.type-custom"


@pytest.mark.parametrize("type_", ["CUSTOM", "OPENID_CONNECT", "nonsense", None])
def test_put_ignores_the_type(call, photos, type_):
    updated = call("PUT", f"/resources/{photos.id}", {"name": "x", "type": type_})

    assert (updated.status, updated.json["type"]) == (200, "CUSTOM")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("name", ["openid", "PingOne API"])
def test_a_built_in_resource_stays_as_it_is(call, tenant, method, name):
    before = tenant.pingone.resource(name)

    reply = call(method, f"/resources/{before.id}", {"name": "x"})

    assert said(reply) == (400, errors.platform_owned("resource"))
    assert reply.rule == "pingone.resource.built-in-fixed"
    assert tenant.pingone.resource(name) == before


def test_a_deleted_resource_takes_what_it_holds_with_it(call, photos, scope):
    paths = [f"/resources/{photos.id}{each}" for each in ("", "/scopes", "/attributes", "/secret")]
    before = [call("GET", each).status for each in paths]

    assert (call("DELETE", paths[0]).status, before) == (204, [200] * 4)
    assert [call("GET", each).status for each in paths] == [404] * 4


def test_a_name_that_is_taken_is_told(call, photos):
    reply = call("POST", "/resources", {"name": "photos"})

    assert said(reply) == (400, errors.not_unique("resource"))
    assert reply.rule == "pingone.resource.name-unique"


@pytest.mark.parametrize(("fold", "status"), [(False, 201), (True, 400)])
def test_a_switch_sets_letter_case_aside(server, fold, status):
    switches = {"pingone.names_fold_case": fold}
    with server.tenant(edition={"pingone": "current"}, switches=switches) as tenant:
        tenant.pingone.given.resource(name="photos")
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"

        reply = ask(server, "POST", url, {"name": "PHOTOS"}, token=tenant.pingone.token())

    assert reply.status == status


def test_every_violation_of_a_body_is_told_at_once(call):
    body = {"name": " ", "audience": "x#y", "accessTokenValiditySeconds": 1, "type": "PINGONE_API"}

    reply = call("POST", "/resources", body)

    found = reply.json["details"]
    assert (reply.status, reply.json["code"]) == (400, "INVALID_DATA")
    assert [(each["code"], each["target"]) for each in found] == [
        ("OUT_OF_RANGE", "accessTokenValiditySeconds"),
        ("INVALID_VALUE", "audience"),
        ("EMPTY_VALUE", "name"),
        ("INVALID_VALUE", "type"),
    ]
    assert reply.rule == "pingone.error.invalid-data"


def test_a_wrong_type_among_them_makes_the_request_malformed(call):
    body = {"accessTokenValiditySeconds": "7200", "audience": "x#y"}

    reply = call("POST", "/resources", body)

    assert reply.json["code"] == "INVALID_REQUEST"
    assert [(each["code"], each["target"]) for each in reply.json["details"]] == [
        ("INVALID_VALUE", "accessTokenValiditySeconds"),
        ("INVALID_VALUE", "audience"),
        ("REQUIRED_VALUE", "name"),
    ]


def test_expand_shows_each_resources_scopes(call, photos, scope):
    items = call("GET", "/resources?expand=scopes").json["_embedded"]["resources"]

    assert items[-1] == call("GET", f"/resources/{photos.id}").json | {
        "_embedded": {"scopes": [call("GET", f"/resources/{photos.id}/scopes/{scope.id}").json]}
    }


def test_given_takes_the_members_of_the_wire(call, tenant):
    made = tenant.pingone.given.resource(name="x", **SAID)

    found = call("GET", f"/resources/{made.id}").json
    assert {name: found[name] for name in SAID} == SAID
