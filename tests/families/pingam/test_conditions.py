"""Entity tags and conditional requests."""

import pytest

from fakeping.families.pingam.etag import etag, java_hash
from tests.families.pingam import errors
from tests.families.pingam.errors import said

BODY = {"resource_scopes": ["edit"]}


def test_a_recorded_tag_is_reproduced():
    id_ = "275a2a6e-7aa9-4800-b2ba-975c4c67eac61"

    assert (
        etag(
            id_=id_,
            client="test_client_rs_reg",
            policy_uri=f"http://openam.example.org:8080/openam/XUI/?realm=/#uma/share/{id_}",
            description={
                "name": "5e4 ifmatch on get h1mis4at",
                "scopes": ["read", "write"],
                "labels": ["alpha"],
            },
        )
        == 'W/"1322487841"'
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, 0, id="null"),
        pytest.param(True, 1231, id="true"),
        pytest.param(False, 1237, id="false"),
        pytest.param("", 0, id="an empty string"),
        pytest.param("hello", 99162322, id="a string"),
        pytest.param("polygenelubricants", -(2**31), id="a string that overflows"),
        pytest.param("\N{GRINNING FACE}", 1772899, id="two UTF-16 units"),
        pytest.param(42, 42, id="an int"),
        pytest.param(-1, -1, id="a negative int"),
        pytest.param(2**32, 1, id="a long"),
        pytest.param(1.5, 1073217536, id="a double"),
        pytest.param([], 1, id="an empty list"),
        pytest.param(["a", "b"], 4066, id="a list"),
        pytest.param({}, 0, id="an empty map"),
        pytest.param({"a": "b", "c": 1}, (97 ^ 98) + (99 ^ 1), id="a map"),
    ],
)
def test_it_hashes_as_java_does(value, expected):
    assert java_hash(value) == expected


def test_members_in_another_order_have_the_same_tag():
    same = {"id_": "a", "client": "b", "policy_uri": "c"}

    assert etag(**same, description={"x": 1, "y": [2]}) == etag(
        **same, description={"y": [2], "x": 1}
    )


def test_a_tag_is_weak_and_the_same_on_registration_and_read(call):
    registered = call("POST", "", BODY)
    read = call("GET", f"/{registered.json['_id']}")

    assert registered.headers["ETag"] == read.headers["ETag"]
    assert registered.headers["ETag"].startswith('W/"')


def test_an_update_has_a_new_tag_which_a_read_has_too(call, photos, path):
    updated = call("PUT", path, BODY).headers["ETag"]

    assert updated != photos.etag
    assert call("GET", path).headers["ETag"] == updated


def test_an_update_that_changes_nothing_keeps_the_tag(call, path):
    first = call("PUT", path, BODY).headers["ETag"]

    assert call("PUT", path, BODY).headers["ETag"] == first


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    "header",
    [
        pytest.param(None, id="none"),
        pytest.param("{tag}", id="the current one"),
        pytest.param("{strong}", id="its strong form"),
        pytest.param('"x", {tag}', id="in a list"),
        pytest.param('{tag} , W/"1"', id="at the head of a list"),
        pytest.param("*", id="any"),
        pytest.param(" * ", id="any, in white space"),
        pytest.param(", {tag},, ", id="in a list with gaps"),
    ],
)
def test_a_condition_that_holds_or_is_none_lets_a_write_in(call, photos, path, method, header):
    headers = {}
    if header is not None:
        strong = photos.etag.removeprefix("W/")
        headers["If-Match"] = header.format(tag=photos.etag, strong=strong)

    assert call(method, path, BODY, headers=headers).status in {200, 204}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
@pytest.mark.parametrize(
    "value",
    [
        "", " ", ",", "1029440276", "unquoted", '"half', '{tag}, "half', "*, {tag}", "{tag}, *",
        "W/*", 'w/"1"', '"a" "b"', "'1'", '"a b"', "{tag}; x", '"*" *', "**", 'W/ "1"',
        "{tag}{tag}",
        "{tag}, 1029440276", ",  " * 40 + "x",
    ],
)  # fmt: skip
def test_a_condition_that_is_no_tag_changes_nothing(call, photos, path, method, name, value):
    before = call("GET", path)

    reply = call(method, path, BODY, headers={name: value.format(tag=photos.etag)})

    assert (reply.status, reply.json["error"]) == (400, "bad_request")
    assert (reply.rule, call("GET", path)) == ("pingam.conditions.malformed", before)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"If-Match": 'W/"1"'}, id="a stale tag"),
        pytest.param({"If-Match": '"1"'}, id="a stale strong tag"),
        pytest.param({"If-Match": '""'}, id="an empty tag"),
        pytest.param({"If-Match": '"1", "2"'}, id="a list of stale tags"),
        pytest.param({"If-None-Match": "{tag}"}, id="what must not be there is"),
        pytest.param({"If-None-Match": "*"}, id="anything must not be there"),
        pytest.param({"If-Match": "{tag}", "If-None-Match": "{tag}"}, id="both"),
    ],
)
def test_a_condition_that_fails_changes_nothing(call, photos, path, method, headers):
    before = call("GET", path)
    headers = {name: value.format(tag=photos.etag) for name, value in headers.items()}

    reply = call(method, path, BODY, headers=headers)

    assert said(reply) == errors.STALE
    assert ("ETag" in reply.headers, reply.rule) == (False, "pingam.conditions")
    assert call("GET", path) == before


def test_two_who_read_the_same_cannot_both_write(call, photos, path):
    headers = {"If-Match": photos.etag}

    statuses = [
        call("PUT", path, {"resource_scopes": [who]}, headers=headers).status for who in "ab"
    ]

    assert statuses == [200, 412]
    assert call("GET", path).json["resource_scopes"] == ["a"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_condition_goes_before_the_body(call, path, method):
    reply = call(method, path, raw=b"{", headers={"If-Match": '"1"'})

    assert reply.status == 412


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("header", ["If-Match", "If-None-Match"])
def test_a_condition_on_an_unknown_id_is_not_found(call, method, header):
    reply = call(method, "/x", raw=b"{", headers={header: "*"})

    assert said(reply) == errors.not_found("x")


def test_a_condition_does_not_show_what_is_anothers(call, tenant, path):
    bob = tenant.pingam.pat("bob")

    reply = call("DELETE", path, token=bob, headers={"If-Match": '"1"'})

    assert said(reply) == errors.not_found(path.strip("/"))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("header", ["{tag}", '"x", {tag}'])
def test_what_the_caller_has_is_not_sent_again(call, photos, path, method, header):
    headers = {"If-None-Match": header.format(tag=photos.etag)}

    reply = call(method, path, headers=headers)

    assert (reply.status, reply.body, reply.headers["ETag"]) == (304, b"", photos.etag)
    assert "Content-Type" not in reply.headers


@pytest.mark.parametrize("header", ['W/"1"', "*", "garbage", ""])
def test_what_the_caller_has_not_is_sent(call, path, header):
    assert call("GET", path, headers={"If-None-Match": header}).status == 200
