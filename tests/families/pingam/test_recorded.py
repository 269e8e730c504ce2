"""The recorded table of a live server, row by row: PingAM's open ancestor, edition `openam`.

Rows bear the recording's own numbers. Where the recording is of 8.1's likely behaviour too, the
same row is asked of `8.1`, with that edition's names.
"""

import pytest

from fakeping import FakePing
from fakeping.families.pingam.etag import etag
from tests.drive import ask

REQUIRED = "precondition_failed (512) - Require If-Match header to {} Resource Set"
FELL_OVER = (
    "Internal Server Error (500) - The server encountered an unexpected condition which prevented"
    " it from fulfilling the request"
)
STALE = {"error": "precondition_failed"}
NOT_JSON = "A JSONObject text must begin with '{' at 1 [character 2 line 1]"


@pytest.fixture(scope="module")
def root():
    """A tenant in the root realm, as the recorded one was."""
    server = FakePing(ids_seed=5, edition={"pingam": "openam"})
    with server.tenant(realm="/") as tenant:
        yield server, tenant
    assert tenant.crashes == server.crashes == ()


@pytest.fixture
def rs(root):
    """Ask below `/oauth2/resource_set`, as the owner; `None` leaves the token out."""
    server, tenant = root
    pat = tenant.pingam.pat()

    def rs(method, path="", *body, token=pat, **how):
        url = f"{tenant.pingam.url}/oauth2/resource_set{path}"
        return ask(server, method, url, *body, token=token, **how)

    return rs


@pytest.fixture
def new(root):
    """Register one under a name that nobody has, and return its id, name and first tag."""
    _, tenant = root

    def new(**members):
        name = f"album {tenant._state.ids.uuid()}"
        made = tenant.pingam.given.resource_set(
            resource_scopes=["read", "write"], name=name, **members
        )
        return made.id, name, made.etag

    return new


def body(name="renamed", **members):
    return {"name": name, "scopes": ["read"], **members}


def said(reply):
    return reply.status, reply.json


def thrown(error, description):
    return {"error_description": description, "error": error}


@pytest.mark.parametrize("tag", ['W/"12345"', '"12345"'])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_row_1_a_stale_tag_is_a_bare_412(rs, new, method, tag):
    id_, *_ = new()

    reply = rs(method, f"/{id_}", body(), headers={"If-Match": tag})

    assert said(reply) == (412, STALE)
    assert (reply.headers["Content-Type"], "ETag" in reply.headers) == ("application/json", False)
    assert rs("GET", f"/{id_}").status == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [
        pytest.param("{weak}", 200, id="the exact weak tag"),
        pytest.param("{strong}", 200, id="the strong form"),
        pytest.param('W/"nope", {weak}', 200, id="second in a list"),
        pytest.param('{weak}, W/"nope"', 200, id="first in a list"),
        pytest.param('W/"nope",{weak}', 200, id="no space after the comma"),
        pytest.param("*", 200, id="any"),
        pytest.param('W/"nope", W/"nope2"', 412, id="a list of neither"),
        pytest.param('""', 412, id="a quoted empty string"),
        pytest.param("{bare}", 400, id="unquoted"),
        pytest.param("", 400, id="an empty header"),
        pytest.param("!!!", 400, id="garbage"),
    ],
)
def test_row_1b_how_if_match_is_read(rs, new, form, status):
    id_, _, weak = new()
    strong = weak.removeprefix("W/")
    value = form.format(weak=weak, strong=strong, bare=strong.strip('"'))

    reply = rs("PUT", f"/{id_}", body(), headers={"If-Match": value})

    assert reply.status == status
    if status == 400:
        assert reply.json == thrown("server_error", REQUIRED.format("update"))


def test_row_2a_the_tag_of_a_read_lets_a_write_in_which_wipes_labels_and_moves_the_tag(rs, new):
    id_, *_ = new(labels=["alpha", "beta"])
    tag = rs("GET", f"/{id_}").headers["ETag"]

    updated = rs("PUT", f"/{id_}", body(), headers={"If-Match": tag})

    assert (updated.status, updated.headers["ETag"] == tag) == (200, False)
    assert rs("GET", f"/{id_}").json["labels"] == []
    assert rs("DELETE", f"/{id_}", headers={"If-Match": updated.headers["ETag"]}).status == 204


def test_row_2b_a_registrations_tag_is_the_reads_for_labels_come_in_the_clients_order(rs):
    made = rs("POST", "", body("2b", labels=["beta", "alpha"]))

    read = rs("GET", f"/{made.json['_id']}")

    assert read.json["labels"] == ["beta", "alpha"]
    assert read.headers["ETag"] == made.headers["ETag"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_row_3_the_current_tag_is_held(rs, new, method):
    id_, _, tag = new()

    held = rs(method, f"/{id_}", headers={"If-None-Match": tag})

    assert (held.status, held.body, held.headers["ETag"]) == (304, b"", tag)
    assert "Content-Type" not in held.headers


@pytest.mark.parametrize("tag", ['W/"12345"', "*"])
def test_row_3_a_stale_tag_and_any_are_not_held(rs, new, tag):
    id_, _, current = new()

    reply = rs("GET", f"/{id_}", headers={"If-None-Match": tag})

    assert (reply.status, reply.headers["ETag"]) == (200, current)


def test_row_3b_a_reads_412_carries_the_representation(rs, new):
    id_, name, tag = new(labels=["alpha"])

    reply = rs("GET", f"/{id_}", headers={"If-Match": '"12345"'})

    assert (reply.status, reply.json) == (412, rs("GET", f"/{id_}").json)
    assert (reply.json["name"], reply.headers["ETag"]) == (name, tag)
    assert rs("GET", f"/{id_}", headers={"If-Match": "*"}).status == 200


def test_row_3b_the_tag_of_the_recording_is_reproduced():
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
    ("method", "verb"), [("PUT", "update"), ("PATCH", "update"), ("DELETE", "delete")]
)
@pytest.mark.parametrize("id_", [None, "nobody"])
def test_rows_4_and_6_a_write_without_a_condition_is_400(rs, new, method, verb, id_):
    reply = rs(method, f"/{id_ or new()[0]}", body())

    assert said(reply) == (400, thrown("server_error", REQUIRED.format(verb)))
    assert reply.rule == "pingam.conditions.required"


def test_row_5_a_tag_is_weak_and_a_signed_number_and_the_list_has_none(rs, new):
    id_, _, first = new()

    updated = rs("PUT", f"/{id_}", body(), headers={"If-Match": "*"}).headers["ETag"]

    assert first != updated
    assert rs("GET", f"/{id_}").headers["ETag"] == updated
    for tag in (first, updated):
        assert int(tag.removeprefix('W/"').removesuffix('"')) in range(-(2**31), 2**31)
    assert "ETag" not in rs("GET", "/?_queryId=*").headers


def test_row_7_a_name_that_is_taken_is_told_with_a_charset(rs, new):
    _, name, _ = new()

    reply = rs("POST", "", body(name))

    assert said(reply) == (
        400,
        thrown("Bad Request", f"A shared item with the name '{name}' already exists"),
    )
    assert reply.headers["Content-Type"] == "application/json;charset=UTF-8"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        pytest.param({"scopes": ["read"]}, "Missing required attribute, 'name'.", id="no name"),
        pytest.param({"name": "x"}, "Missing required attribute, 'scopes'.", id="no scopes"),
        pytest.param(
            {"name": "x", "scopes": "read"},
            "Required attribute, 'scopes', must be an array of Strings.",
            id="scopes that are no array",
        ),
        pytest.param({}, "Missing required attribute, 'name'.", id="nothing"),
        pytest.param(
            {"name": 1, "scopes": []}, "Required attribute, 'name', must be a String.", id="name"
        ),
        pytest.param(
            {"name": None, "scopes": []}, "Missing required attribute, 'name'.", id="null"
        ),
        pytest.param(
            {"name": "x", "scopes": [], "uri": "a b"},
            "Attribute, 'uri', must be a valid URI.",
            id="uri",
        ),
        pytest.param(
            {"name": "x", "scopes": [], "labels": "a"},
            "Optional attribute, 'labels', must be an array of Strings.",
            id="labels",
        ),
    ],
)
def test_row_8_the_validators_rejections(rs, sent, sentence):
    assert said(rs("POST", "", sent)) == (
        400,
        thrown("bad_request", f"Invalid Resource Set Description. {sentence}"),
    )


@pytest.mark.parametrize("path", ["", "/"])
@pytest.mark.parametrize(("method", "verb"), [("PUT", "update"), ("DELETE", "delete")])
def test_row_9_a_write_to_the_collection_has_three_answers(rs, path, method, verb):
    any_, tagged, bare = (
        rs(method, path, body(), headers=headers)
        for headers in ({"If-Match": "*"}, {"If-Match": '"12345"'}, {})
    )

    assert said(any_) == (400, thrown("server_error", FELL_OVER))
    assert said(tagged) == (412, STALE)
    assert said(bare) == (400, thrown("server_error", REQUIRED.format(verb)))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_row_10_what_is_anothers_does_not_exist(root, rs, new, method):
    id_, *_ = new()
    _, tenant = root

    reply = rs(method, f"/{id_}", body(), token=tenant.pingam.pat("bob"), headers={"If-Match": "*"})

    assert said(reply) == (
        404,
        thrown("not_found", f"Resource set does not exist with id {id_}"),
    )


@pytest.mark.parametrize("method", ["OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["", "/x"])
def test_row_11_another_verb_is_405(rs, method, path):
    reply = rs(method, path)

    assert said(reply) == (405, {"error": "unsupported_method_type"})
    assert reply.headers["Allow"] == "POST, PUT, GET, DELETE"


def test_row_11_patch_is_put(rs, new):
    id_, _, tag = new(type="x")

    patched = rs("PATCH", f"/{id_}", body("patched"), headers={"If-Match": "*"})

    read = rs("GET", f"/{id_}")
    assert (patched.status, list(patched.json)) == (200, ["_id", "user_access_policy_uri"])
    assert (read.json["name"], read.json["scopes"], "type" in read.json) == (
        "patched",
        ["read"],
        False,
    )
    assert read.headers["ETag"] == patched.headers["ETag"] != tag


@pytest.mark.parametrize("type_", ["text/plain", "application/xml", None])
def test_row_12_the_media_type_counts_for_nothing(rs, type_):
    raw = b'{"name": "of %s", "scopes": ["read"]}' % str(type_).encode()

    reply = rs("POST", "", raw=raw, headers={"Content-Type": type_} if type_ else {})

    assert (reply.status, reply.headers["Content-Type"]) == (201, "application/json")


SWEEP = [
    pytest.param("POST", "", {}, 201, "application/json", id="POST 201"),
    pytest.param("GET", "/{id}", {}, 200, "application/json", id="GET 200"),
    pytest.param("GET", "/{id}", {"If-None-Match": "{tag}"}, 304, None, id="GET 304"),
    pytest.param("GET", "/?_queryId=*", {}, 200, "application/json", id="list 200"),
    pytest.param("PUT", "/{id}", {}, 400, "application/json", id="PUT 400"),
    pytest.param("PUT", "/{id}", {"If-Match": '"1"'}, 412, "application/json", id="PUT 412"),
    pytest.param("GET", "/nope", {}, 404, "application/json", id="GET 404"),
    pytest.param("OPTIONS", "/{id}", {}, 405, "application/json", id="OPTIONS 405"),
    pytest.param("DELETE", "/{id}", {"If-Match": "*"}, 204, "application/json", id="DELETE 204"),
]


@pytest.mark.parametrize(("method", "path", "headers", "status", "type_"), SWEEP)
def test_rows_13_and_14_content_types_and_no_cache_headers(
    rs, new, method, path, headers, status, type_
):
    id_, name, tag = new()
    headers = {each: value.format(tag=tag) for each, value in headers.items()}

    reply = rs(method, path.format(id=id_), body(f"sweep {name}"), headers=headers)

    assert (reply.status, reply.headers.get("Content-Type")) == (status, type_)
    assert not {"Cache-Control", "Pragma", "Expires", "WWW-Authenticate"} & set(reply.headers)


def test_rows_13_and_14_without_a_token(rs):
    reply = rs("POST", "", body(), token=None)

    assert (reply.status, reply.json["error"]) == (401, "invalid_token")
    assert reply.headers["Content-Type"] == "application/json"
    assert "WWW-Authenticate" not in reply.headers


@pytest.mark.parametrize("path", ["/{id}", "", "/"])
def test_row_15_head_is_get_without_its_body(rs, new, path):
    id_, *_ = new()

    head, get = (rs(method, path.format(id=id_)) for method in ("HEAD", "GET"))

    assert (head.status, head.body, head.headers["Content-Type"]) == (200, b"", "application/json")
    assert head.headers.get("ETag") == get.headers.get("ETag")


def test_row_16_a_post_to_one_registers_another(rs, new):
    id_, name, _ = new()

    reply = rs("POST", f"/{id_}", body(f"16 {name}"))

    assert (reply.status, reply.json["_id"] == id_) == (201, False)


@pytest.mark.parametrize("token", [None, "not-a-real-token", "pat"])
@pytest.mark.parametrize(
    ("path", "realm"),
    [
        pytest.param("/oauth2/resource_set/a/b", "/resource_set", id="two segments more"),
        pytest.param("/oauth2/connect/nosuch", "/connect", id="an unknown endpoint"),
        pytest.param("/oauth2/connect/jwk_uri/", "/connect", id="a slash behind an endpoint"),
        pytest.param("/oauth2/.well-known/openid-configuration/", "/.well-known", id="discovery/"),
        pytest.param("/oauth2/realms/bogus/tokeninfo", "/bogus", id="an unknown realm"),
        pytest.param("/oauth2/realms/root/realms/nosuch/tokeninfo", "/nosuch", id="a nested one"),
        pytest.param("/oauth2/tokeninfo?realm=bogus", "bogus", id="the query's"),
        pytest.param("/oauth2/resource_set?realm=bogus", "bogus", id="the query's, below"),
    ],
)
def test_row_17_a_realm_that_is_not_there_is_told_before_who_calls(root, path, realm, token):
    server, tenant = root
    pat = tenant.pingam.pat() if token == "pat" else token

    reply = ask(server, "GET", f"{tenant.pingam.url}{path}", token=pat)

    message = f"No mapping organization found for organization identifier: {realm}"
    assert said(reply) == (404, {"code": 404, "reason": "Not Found", "message": message})
    assert reply.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "path", ["nosuchendpoint", "realms/root/nosuch", "", "realms", "Tokeninfo", "tokeninfo/"]
)
def test_row_17_one_segment_is_nobodys(root, path):
    server, tenant = root

    reply = ask(server, "GET", f"{tenant.pingam.url}/oauth2/{path}")

    message = "The server has not found anything matching the request URI"
    assert said(reply) == (404, {"code": 404, "reason": "Not Found", "message": message})


@pytest.mark.parametrize("path", ["resource_set", "realms/root/resource_set"])
@pytest.mark.parametrize("query", ["", "?realm=/", "?realm=%2F", "?_queryId=*"])
def test_the_root_realm_has_several_names(root, path, query):
    server, tenant = root

    reply = ask(
        server, "GET", f"{tenant.pingam.url}/oauth2/{path}{query}", token=tenant.pingam.pat()
    )

    assert reply.status == 200


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        pytest.param("PUT", {"If-None-Match": "{weak}"}, 412, id="a write of what is held"),
        pytest.param("PUT", {"If-None-Match": 'W/"1"'}, 400, id="which can't authorise one"),
        pytest.param("DELETE", {"If-None-Match": "{weak}"}, 412, id="a deletion"),
        pytest.param(
            "PUT", {"If-Match": "{weak}", "If-None-Match": "{weak}"}, 412, id="both headers"
        ),
        pytest.param("PUT", {"If-None-Match": "{strong}"}, 412, id="row 21: weakness aside"),
        pytest.param("GET", {"If-None-Match": "{strong}"}, 200, id="row 21: but not on a read"),
    ],
)
def test_rows_18_and_21_if_none_match_counts_on_every_verb(rs, new, method, headers, status):
    id_, _, weak = new()
    strong = weak.removeprefix("W/")
    sent = {name: value.format(weak=weak, strong=strong) for name, value in headers.items()}

    assert rs(method, f"/{id_}", body(), headers=sent).status == status
    assert rs("GET", f"/{id_}").headers["ETag"] == weak


@pytest.mark.parametrize(
    ("at_one", "headers", "status"),
    [
        pytest.param(False, {"If-Match": "*"}, 201, id="any, on the collection"),
        pytest.param(False, {"If-Match": 'W/"1"'}, 412, id="a tag, on the collection"),
        pytest.param(True, {"If-Match": "{weak}"}, 201, id="its own tag, on one"),
        pytest.param(True, {"If-Match": 'W/"1"'}, 412, id="a stale tag, on one"),
        pytest.param(False, {"If-None-Match": "*"}, 412, id="row 20: unless there is any"),
        pytest.param(False, {"If-None-Match": "W/*"}, 201, id="row 21: a weak star is no star"),
    ],
)
def test_rows_19_to_21_a_registration_is_conditional_too(rs, new, at_one, headers, status):
    id_, name, weak = new()
    sent = {each: value.format(weak=weak) for each, value in headers.items()}

    reply = rs("POST", f"/{id_}" if at_one else "", body(f"19 {name}"), headers=sent)

    assert reply.status == status
    if status == 412:
        assert reply.json == STALE


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"If-Match": 'W/"1"'}, 412, id="a tag"),
        pytest.param({"If-None-Match": "*"}, 304, id="unless there is any"),
        pytest.param({"If-None-Match": 'W/"1"'}, 200, id="a tag that can't be held"),
        pytest.param({"If-None-Match": 'W/"1", *'}, 200, id="any, but not at the head"),
    ],
)
def test_row_20_the_collection_has_no_tag(rs, new, headers, status):
    new()
    plain = rs("GET")

    reply = rs("GET", "", headers=headers)

    assert (reply.status, reply.body) == (status, b"" if status == 304 else plain.body)
    assert "ETag" not in reply.headers
    assert ("Content-Type" in reply.headers) == (status != 304)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b'{"name":"22 strict","scopes":["read"]}', id="strict"),
        pytest.param(b"{'name':'22 single','scopes':['read']}", id="single quotes"),
        pytest.param(b'{name:"22 bare",scopes:["read"]}', id="names without quotes"),
        pytest.param(b'{"name":"22 comma","scopes":["read"],}', id="a trailing comma"),
    ],
)
def test_row_22_the_parser_is_lenient(rs, raw):
    reply = rs("POST", "", raw=raw)

    assert reply.status == 201
    assert rs("GET", f"/{reply.json['_id']}").json["scopes"] == ["read"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        pytest.param(
            b'{"name":"5e4 dk h1mis4at","name":"other","scopes":["read"]}',
            'Duplicate key "name" at 33 [character 34 line 1]',
            id="a name that stands twice",
        ),
        pytest.param(b"[1,2]", NOT_JSON, id="an array"),
        pytest.param(b"hello", NOT_JSON, id="text"),
    ],
)
@pytest.mark.parametrize("edition", ["8.1", "openam"])
def test_row_22_what_it_refuses_in_its_own_words(server, edition, raw, sentence):
    am = server.tenant(edition={"pingam": edition}).pingam

    reply = ask(server, "POST", am.resource_set_url, raw=raw, token=am.pat())

    assert said(reply) == (400, thrown("bad_request", sentence))


def test_a_clients_own_resource_set_can_t_be_deleted(root, rs):
    _, tenant = root
    pat = tenant.pingam.pat(None)
    id_ = rs("POST", "", body("a client's own"), token=pat).json["_id"]

    reply = rs("DELETE", f"/{id_}", token=pat, headers={"If-Match": "*"})

    assert said(reply) == (400, thrown("server_error", FELL_OVER))


@pytest.mark.parametrize("scopes", [[], ["openid"]])
def test_the_scope_is_not_looked_at(root, rs, scopes):
    _, tenant = root

    assert rs("GET", token=tenant.pingam.pat(scopes=scopes)).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_id_with_a_condition_is_404_before_the_body_is_read(rs, method):
    reply = rs(method, "/nobody", raw=b"{", headers={"If-Match": "*"})

    assert (reply.status, reply.json["error"]) == (404, "not_found")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"{a:1e400}", id="a number out of range"),
        pytest.param(b'{"a":"\\ud83d"}', id="half a pair"),
        pytest.param(b"{a:" + b"[" * 100_000, id="deeper"),
    ],
)
def test_what_can_t_be_written_back_is_refused_even_so(rs, raw):
    reply = rs("POST", "", raw=raw)

    assert (reply.status, reply.json["error"]) == (400, "bad_request")
