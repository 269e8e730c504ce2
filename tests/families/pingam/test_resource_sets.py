"""Resource sets, sentence by sentence of the document."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from fakeping.families.pingam.edition import AM_8_1
from tests.drive import ask
from tests.families.pingam import errors
from tests.families.pingam.errors import said

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\d+")

DOCUMENTED = {
    "resource_scopes": ["view", "comment", "download"],
    "name": "My Resource Name",
    "description": "An example resource stored in resourceserver.example.com",
    "type": "https://resourceserver.example.com/resources/",
    "icon_uri": "https://resourceserver.example.com/resources/resources.png",
}


def reference(tenant, id_):
    realm = tenant.pingam.realm
    uri = f"{tenant.pingam.url}/XUI/?realm=/{realm}#uma/share/{id_}"
    return {"_id": id_, "user_access_policy_uri": uri}


def register(call, body, **how):
    return call("POST", "", body, **how).json["_id"]


def test_a_registration_answers_where_it_is_and_where_it_is_shared(call, tenant):
    reply = call("POST", "", DOCUMENTED)

    id_ = reply.json["_id"]
    assert (reply.status, reply.json) == (201, reference(tenant, id_))
    assert reply.headers == {
        "Content-Type": "application/json",
        "ETag": reply.headers["ETag"],
        "Location": f"{tenant.pingam.resource_set_url}/{id_}",
    }


def test_what_was_registered_is_read_with_the_servers_own_members(call, tenant):
    id_ = register(call, DOCUMENTED)

    reply = call("GET", f"/{id_}")

    assert (reply.status, reply.json) == (
        200,
        DOCUMENTED | reference(tenant, id_) | {"labels": []},
    )


def test_a_list_is_an_array_of_ids_in_the_order_of_registration(call):
    ids = [register(call, {"resource_scopes": [], "name": name}) for name in "zam"]

    reply = call("GET")

    assert (reply.status, reply.json, "ETag" in reply.headers) == (200, ids, False)


def test_an_empty_list_is_an_empty_array(call):
    assert said(call("GET")) == (200, b"[]")


def test_a_list_has_no_parameters(call, photos):
    assert call("GET", "/?_queryId=*&limit=0").json == [photos.id]


def test_an_update_answers_like_a_registration_without_a_place(call, tenant, photos, path):
    reply = call("PUT", path, {"resource_scopes": ["edit"]})

    assert (reply.status, reply.json) == (200, reference(tenant, photos.id))
    assert set(reply.headers) == {"Content-Type", "ETag"}


def test_an_update_replaces_the_whole_description(call, tenant, photos, path):
    call("PUT", path, {"resource_scopes": ["edit"]})

    assert call("GET", path).json == {
        "resource_scopes": ["edit"],
        "labels": [],
    } | reference(tenant, photos.id)


def test_an_updated_resource_set_keeps_its_place_in_the_list(call, photos, path):
    last = register(call, {"resource_scopes": []})

    call("PUT", path, {"resource_scopes": []})

    assert call("GET").json == [photos.id, last]


def test_a_deletion_answers_nothing_and_says_that_it_is_json(call, photos, path):
    reply = call("DELETE", path)

    assert (reply.status, reply.body, dict(reply.headers)) == (
        204,
        b"",
        {"Content-Type": "application/json"},
    )


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_is_deleted_is_gone(call, photos, path, method):
    call("DELETE", path)

    assert said(call(method, path, DOCUMENTED)) == errors.not_found(photos.id)
    assert call("GET").json == []


def test_an_id_is_a_uuid_with_a_counter_behind_it(call):
    ids = [register(call, {"resource_scopes": []}) for _ in range(12)]

    assert all(ID.fullmatch(each) for each in ids)
    assert [each[36:] for each in ids] == [str(number) for number in range(12)]
    assert len({each[:36] for each in ids}) == 1


def test_an_id_is_never_used_twice(call, photos, path):
    call("DELETE", path)

    assert register(call, DOCUMENTED) != photos.id


def test_the_samples_realm_begins_with_the_samples_id(server):
    with server.tenant(realm="alpha") as tenant:
        registered = tenant.pingam.given.resource_set(resource_scopes=["view"])

    assert registered.id == "126615ba-b7fd-4660-b281-bae81aa45f7c0"


def test_resource_scopes_is_the_only_required_member(call):
    assert call("POST", "", {"resource_scopes": ["view"]}).status == 201


def test_there_may_be_no_scopes_at_all(call):
    id_ = register(call, {"resource_scopes": []})

    assert call("GET", f"/{id_}").json["resource_scopes"] == []


def test_any_number_may_be_without_a_name(call):
    assert [call("POST", "", {"resource_scopes": []}).status for _ in range(3)] == [201] * 3


def test_members_that_nobody_knows_are_kept(call):
    unknown = {"x": {"deep": [1, 2.5, True, "\N{GRINNING FACE}", {}]}, "uri": "a", "scopes": 1}

    id_ = register(call, {"resource_scopes": []} | unknown)

    document = call("GET", f"/{id_}").json
    assert {name: document[name] for name in unknown} == unknown


def test_null_counts_as_absent(call):
    nulls = dict.fromkeys(["name", "description", "type", "icon_uri", "labels", "x"])

    id_ = register(call, {"resource_scopes": []} | nulls)

    assert set(call("GET", f"/{id_}").json) == {
        "resource_scopes",
        "labels",
        "_id",
        "user_access_policy_uri",
    }


def test_the_servers_own_members_are_the_servers_to_say(call, tenant):
    sent = {"resource_scopes": [], "_id": "mine", "user_access_policy_uri": "https://mine"}

    id_ = register(call, sent)

    assert call("GET", f"/{id_}").json == {"resource_scopes": [], "labels": []} | reference(
        tenant, id_
    )


def test_what_was_read_may_be_put_back(call, path):
    """As AM 6's own resource server does."""
    whole = call("GET", path).json

    assert call("PUT", path, whole).status == 200
    assert call("GET", path).json == whole


def test_labels_come_back_once_each(call):
    id_ = register(call, {"resource_scopes": [], "labels": ["3D", "VIP", "3D"]})

    assert call("GET", f"/{id_}").json["labels"] == ["3D", "VIP"]


def test_an_update_without_labels_wipes_them(call):
    id_ = register(call, {"resource_scopes": [], "labels": ["3D"]})

    call("PUT", f"/{id_}", {"resource_scopes": []})

    assert call("GET", f"/{id_}").json["labels"] == []


REFUSED = [
    pytest.param({}, errors.MISSING, id="nothing"),
    pytest.param({"name": "x"}, errors.MISSING, id="no scopes"),
    pytest.param({"scopes": ["view"]}, errors.MISSING, id="the name of UMA 1"),
    pytest.param({"resource_scopes": None}, errors.MISSING, id="null, which counts as absent"),
    pytest.param(
        {"resource_scopes": "view"},
        errors.invalid("Required attribute, 'resource_scopes', must be an array of Strings."),
        id="a string",
    ),
    pytest.param(
        {"resource_scopes": [1]},
        errors.invalid("Required attribute, 'resource_scopes', must be an array of Strings."),
        id="numbers",
    ),
    pytest.param(
        {"resource_scopes": [{"name": "view"}]},
        errors.invalid("Required attribute, 'resource_scopes', must be an array of Strings."),
        id="scope descriptions",
    ),
    pytest.param(
        {"resource_scopes": [], "name": 1},
        errors.invalid("Attribute, 'name', must be a String."),
        id="name",
    ),
    pytest.param(
        {"resource_scopes": [], "name": "x" * 4097},
        errors.invalid("Attribute, 'name', is too long."),
        id="a long name",
    ),
    pytest.param(
        {"resource_scopes": [], "type": []},
        errors.invalid("Attribute, 'type', must be a String."),
        id="type",
    ),
    pytest.param(
        {"resource_scopes": [], "description": []},
        errors.invalid("Attribute, 'description', must be a String."),
        id="description",
    ),
    pytest.param(
        {"resource_scopes": [], "icon_uri": "not a uri"},
        errors.invalid("Attribute, 'icon_uri', must be a valid URI."),
        id="icon_uri",
    ),
    pytest.param(
        {"resource_scopes": [], "icon_uri": 1},
        errors.invalid("Attribute, 'icon_uri', must be a valid URI."),
        id="icon_uri that is a number",
    ),
    pytest.param(
        {"resource_scopes": [], "labels": "3D"},
        errors.invalid("Optional attribute, 'labels', must be an array of Strings."),
        id="labels",
    ),
    pytest.param(
        {"resource_scopes": [], "labels": ["a", 1]},
        errors.invalid("Optional attribute, 'labels', must be an array of Strings."),
        id="a label that is a number",
    ),
    pytest.param(
        {"name": 1, "type": 1, "labels": 1},
        errors.invalid("Attribute, 'name', must be a String."),
        id="several: the first is told",
    ),
    pytest.param([], errors.NO_OBJECT, id="an array"),
    pytest.param("x", errors.NO_OBJECT, id="a body that is a string"),
    pytest.param(1, errors.NO_OBJECT, id="a body that is a number"),
    pytest.param(None, errors.NO_OBJECT, id="a body that is null"),
]


@pytest.mark.parametrize(("body", "error"), REFUSED)
def test_a_wrong_description_registers_nothing(call, body, error):
    assert said(call("POST", "", body)) == error
    assert call("GET").json == []


@pytest.mark.parametrize(("body", "error"), REFUSED)
def test_a_wrong_description_changes_nothing(call, path, body, error):
    before = call("GET", path)

    assert said(call("PUT", path, body)) == error
    assert call("GET", path) == before


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        pytest.param(b"", errors.MISSING, id="no body counts as {}"),
        pytest.param(b"[", errors.NO_OBJECT, id="half an array"),
        pytest.param(b"hello", errors.NO_OBJECT, id="text"),
        pytest.param(
            b'{"resource_scopes":[],"name":"a","name":"b"}',
            errors.bad_request("the member 'name' stands twice in one object"),
            id="a member that stands twice",
        ),
        pytest.param(b'{"resource_scopes":NaN}', errors.bad_request("NaN is not JSON"), id="NaN"),
    ],
)
def test_a_body_that_is_no_object_is_told_like_this(call, raw, error):
    assert said(call("POST", "", raw=raw)) == error


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        pytest.param({}, "pingam.resource_set.scopes-required", id="no scopes"),
        pytest.param({"name": 1}, "pingam.resource_set.description", id="a type"),
        pytest.param(
            {"resource_scopes": [], "name": "x" * 4097},
            "pingam.resource_set.name-length",
            id="long",
        ),
        pytest.param([], "pingam.body.malformed", id="an array"),
    ],
)
def test_a_refusal_names_its_rule(call, body, rule):
    reply = call("POST", "", body)

    assert (reply.rule, reply.headers["X-Fakeping-Rule"]) == (rule, rule)


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"name": ""}, id="an empty name"),
        pytest.param({"name": "x" * 4096}, id="a long name"),
        pytest.param({"name": "\u202eabc\n\0"}, id="an odd name"),
        pytest.param({"icon_uri": "javascript:alert(1)"}, id="a script"),
        pytest.param({"icon_uri": ""}, id="an empty URI"),
        pytest.param({"type": "x y"}, id="a type that is no URI"),
        pytest.param({"description": "<b>\N{GRINNING FACE}"}, id="markup"),
    ],
)
def test_what_is_odd_comes_back_as_it_was_sent(call, members):
    id_ = register(call, {"resource_scopes": []} | members)

    document = call("GET", f"/{id_}").json
    assert {name: document[name] for name in members} == members


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Content-Type": "text/plain"}, id="text"),
        pytest.param({"Content-Type": "application/xml"}, id="XML"),
        pytest.param({"Content-Type": ""}, id="none"),
        pytest.param({"Content-Type": "application/json; charset=iso-8859-1"}, id="latin1"),
        pytest.param({"Accept": "text/html"}, id="another type is asked for"),
        pytest.param({"Accept-API-Version": "resource=1.0"}, id="the header of AM 7"),
        pytest.param({"X-HTTP-Method-Override": "DELETE"}, id="an override"),
    ],
)
def test_the_media_type_is_ignored(call, headers):
    assert call("POST", "", DOCUMENTED, headers=headers).status == 201


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        pytest.param(
            {"Content-Type": "application/json; charset=bogus"},
            "the charset 'bogus' is not taken",
            id="charset",
        ),
        pytest.param(
            {"Content-Encoding": "gzip"}, "the content encoding 'gzip' is not taken", id="encoding"
        ),
    ],
)
def test_a_charset_or_an_encoding_that_is_not_read_is_refused(call, headers, detail):
    _, body = errors.bad_request(detail)

    assert said(call("POST", "", DOCUMENTED, headers=headers)) == (415, body)


def test_a_name_is_registered_once(call, photos):
    reply = call("POST", "", DOCUMENTED)

    assert said(reply) == errors.taken("My Resource Name")
    assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert reply.rule == "pingam.resource_set.name-unique"
    assert call("GET").json == [photos.id]


def test_an_update_does_not_check_names(call, photos):
    other = register(call, {"resource_scopes": [], "name": "other"})

    assert call("PUT", f"/{other}", DOCUMENTED).status == 200


def test_a_name_that_two_have_is_free_when_both_are_gone(call, path):
    other = register(call, {"resource_scopes": []})
    call("PUT", f"/{other}", DOCUMENTED)

    call("DELETE", path)
    still = call("POST", "", DOCUMENTED).status
    call("DELETE", f"/{other}")

    assert (still, call("POST", "", DOCUMENTED).status) == (400, 201)


def test_a_name_that_was_given_up_is_free(call, path):
    call("PUT", path, {"resource_scopes": []})

    assert call("POST", "", DOCUMENTED).status == 201


def test_an_edition_may_leave_names_alone(call, tenant, photos):
    tenant._state.stores["pingam"].edition = replace(AM_8_1, unique_names=False)

    assert call("POST", "", DOCUMENTED).status == 201


@pytest.mark.parametrize(
    "id_",
    [
        pytest.param("nobody", id="no id"),
        pytest.param("126615ba-b7fd-4660-b281-bae81aa45f7c99", id="nobody's"),
        pytest.param("a b", id="with a space"),
        pytest.param("a\0", id="with a NUL"),
        pytest.param("a/../b", id="with a path"),
        pytest.param('"', id="with a quote"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_id_is_not_found_and_is_named(call, method, id_):
    reply = call(method, f"/{quote(id_, safe='')}", DOCUMENTED)

    assert said(reply) == errors.not_found(id_)
    assert reply.rule == "pingam.resource_set.isolated"


@pytest.mark.parametrize("change", [str.upper, lambda id_: id_[:-1], lambda id_: id_ + "0"])
def test_an_id_is_exactly_one(call, photos, change):
    changed = change(photos.id)

    assert said(call("GET", f"/{changed}")) == errors.not_found(changed)


def test_a_bad_body_for_an_unknown_id_is_a_bad_body(call):
    assert call("PUT", "/unknown", raw=b"{").status == 400


def test_a_policy_uri_is_made_once(server, tenant, call, path):
    before = call("GET", path).json["user_access_policy_uri"]

    server.tenants.base_url, kept = "http://elsewhere", server.tenants.base_url
    try:
        ask(
            server,
            "PUT",
            tenant.pingam.resource_set_url + path,
            DOCUMENTED,
            token=tenant.pingam.pat(),
        )
    finally:
        server.tenants.base_url = kept

    assert call("GET", path).json["user_access_policy_uri"] == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("PATCH", "/x", id="PATCH"),
        pytest.param("OPTIONS", "", id="OPTIONS"),
        pytest.param("PROPFIND", "/x", id="PROPFIND"),
        pytest.param("PUT", "", id="PUT on the collection"),
        pytest.param("DELETE", "", id="DELETE on the collection"),
        pytest.param("get", "", id="in lower case"),
    ],
)
def test_an_unsupported_method_is_not_allowed(call, method, path):
    reply = call(method, path)

    assert said(reply) == errors.NOT_ALLOWED
    assert reply.headers["Allow"] == "POST, PUT, GET, DELETE"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/x/", id="an item's slash"),
        pytest.param("/x/y", id="an extra segment"),
    ],
)
def test_a_path_with_no_operation_is_not_found(call, path):
    reply = call("GET", path, token=None)

    assert said(reply) == errors.NO_ROUTE
    assert reply.rule == "pingam.error.no-route"


@pytest.mark.parametrize("slash", ["", "/", "//"])
def test_a_list_takes_a_slash_at_its_end(call, photos, slash):
    assert call("GET", slash).json == [photos.id]


@pytest.mark.parametrize("path", ["", "/{0}"])
def test_head_is_get_without_the_body(call, photos, path):
    get, head = call("GET", path.format(photos.id)), call("HEAD", path.format(photos.id))

    assert (head.status, head.body) == (200, b"")
    assert head.headers == {**get.headers, "Content-Length": str(len(get.body))}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"resource_scopes": []}, id="nothing"),
        pytest.param(DOCUMENTED | {"labels": ["a"], "x": 1}, id="everything"),
    ],
)
def test_state_put_there_without_http_is_the_same(server, tenant, body):
    given = tenant.pingam.given.resource_set(**body)
    url = f"{tenant.pingam.resource_set_url}/{given.id}"

    document = ask(server, "GET", url, token=tenant.pingam.pat()).json

    assert document == {"labels": []} | body | reference(tenant, given.id)
    assert tenant.pingam.resource_sets() == [given]
