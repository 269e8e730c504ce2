"""Environments, links and paths."""

import pytest

from tests.drive import ask
from tests.families.pingone import errors
from tests.families.pingone.errors import said


def links(document):
    """Every link anywhere in a document."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name == "href":
                yield value
            else:
                yield from links(value)
    elif isinstance(document, list):
        for each in document:
            yield from links(each)


def test_an_environment_is_read_where_entities_link_to(call, tenant, environment_url):
    reply = call("GET")

    assert (reply.status, reply.json["id"], reply.json["_links"]) == (
        200,
        tenant.pingone.environment_id,
        {
            "self": {"href": environment_url},
            "resources": {"href": f"{environment_url}/resources"},
        },
    )


def test_an_environment_is_older_than_any_client_waits_for(call, tenant):
    assert call("GET").json["createdAt"] < tenant.clock.text(after=-300 * 86_400)


@pytest.mark.parametrize("path", ["", "/resources", "/resources?expand=scopes"])
def test_every_link_resolves(server, tenant, call, photos, path):
    found = set(links(call("GET", path).json))

    assert found
    assert {ask(server, "GET", each, token=tenant.pingone.token()).status for each in found} == {
        200
    }


def test_a_link_to_self_answers_the_same(server, tenant, call, photos, scope):
    for path in (
        "",
        "/resources",
        f"/resources/{photos.id}",
        f"/resources/{photos.id}/scopes",
        f"/resources/{photos.id}/scopes/{scope.id}",
    ):
        document = call("GET", path).json
        token = tenant.pingone.token()

        assert ask(server, "GET", document["_links"]["self"]["href"], token=token).json == document


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("//v1/environments/{0}/resources/{1}", id="the document's //v1"),
        pytest.param("/v1//environments/{0}/resources/{1}", id="the document's v1//environments"),
        pytest.param("/v1/environments/{0}/resources/{1}/", id="a slash at the end"),
        pytest.param("///v1//environments///{0}//resources//{1}//", id="all of it"),
    ],
)
def test_slashes_change_nothing_and_nothing_redirects(server, tenant, photos, path, call):
    url = server.url + path.format(tenant.pingone.environment_id, photos.id)

    reply = ask(server, "GET", url, token=tenant.pingone.token())

    plain = call("GET", f"/resources/{photos.id}")
    assert (reply.status, reply.body) == (plain.status, plain.body)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.upper, id="in upper case"),
        pytest.param(lambda id_: id_[:-1], id="cut"),
        pytest.param(lambda id_: id_.replace("-", ""), id="without hyphens"),
        pytest.param(lambda id_: f"{id_}%00", id="with a NUL"),
        pytest.param(lambda id_: f"{id_}%2F..", id="with an escaped path"),
        pytest.param(lambda id_: f"%20{id_}", id="with a space"),
        pytest.param(lambda _: "not-a-uuid", id="no UUID"),
        pytest.param(lambda _: "%FF", id="not UTF-8"),
        pytest.param(lambda _: "00000000-0000-4000-8000-000000000000", id="nobody's"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_id_that_is_not_exactly_one_is_not_found(call, photos, scope, method, change):
    assert said(call(method, f"/resources/{change(photos.id)}", {"name": "x"})) == (
        404,
        errors.NOT_FOUND,
    )
    path = f"/resources/{photos.id}/scopes/{change(scope.id)}"
    assert said(call(method, path, {"name": "x"})) == (404, errors.NOT_FOUND)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.upper, id="in upper case"),
        pytest.param(lambda _: "00000000-0000-4000-8000-000000000000", id="nobody's"),
        pytest.param(lambda _: "x", id="no UUID"),
    ],
)
def test_an_environment_that_is_not_exactly_one_is_not_found(server, tenant, change):
    url = f"{tenant.pingone.url}/environments/{change(tenant.pingone.environment_id)}/resources"

    assert said(ask(server, "GET", url, token=tenant.pingone.token())) == (404, errors.NOT_FOUND)
    assert said(ask(server, "GET", url)) == (401, errors.NO_TOKEN)


def test_what_nobodys_environment_was_asked_is_kept_by_the_server(server, tenant):
    server.unmatched.clear()

    ask(server, "GET", f"{tenant.pingone.url}/environments/x/resources")

    assert [str(each).split(" ", 1)[1] for each in server.unmatched] == [
        (
            "GET /v1/environments/x/resources -> 401  pingone.resource.list"
            "  [pingone.auth.token]  (no tenant has x)"
        )
    ]
    assert len(tenant.journal) == 0


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/resources/{0}/scopes/{1}/more", id="below a scope"),
        pytest.param("/resource", id="a typing mistake"),
        pytest.param("/Resources", id="upper case"),
        pytest.param("/resources/..%2F..", id="an escaped path"),
    ],
)
def test_a_path_with_no_operation_is_not_found(call, photos, scope, path):
    assert said(call("GET", path.format(photos.id, scope.id))) == (404, errors.NOT_FOUND)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        pytest.param("DELETE", "", "GET", id="the document's own slip"),
        pytest.param("PUT", "/resources", "GET, POST", id="PUT on a collection"),
        pytest.param("DELETE", "/resources", "GET, POST", id="DELETE on a collection"),
        pytest.param("POST", "/resources/{0}", "DELETE, GET, PUT", id="POST on an entity"),
        pytest.param("PATCH", "/resources/{0}", "DELETE, GET, PUT", id="PATCH"),
        pytest.param("OPTIONS", "/resources/{0}/scopes", "GET, POST", id="OPTIONS"),
        pytest.param("get", "/resources", "GET, POST", id="in lower case"),
    ],
)
def test_a_method_that_a_path_does_not_have_is_not_allowed(call, photos, method, path, allow):
    reply = call(method, path.format(photos.id))

    assert said(reply) == (
        405,
        {"code": "INVALID_REQUEST", "message": f"{errors.SORRY} The method is not allowed."},
    )
    assert reply.headers["Allow"] == allow


def test_a_deleted_environment_stays_for_no_request_can_delete_it(call, environment_url):
    call("DELETE")

    assert call("GET").status == 200


@pytest.mark.parametrize("path", ["", "/resources", "/resources?expand=scopes"])
def test_head_is_get_without_the_body(call, path):
    get, head = call("GET", path), call("HEAD", path)

    assert (head.status, head.body) == (get.status, b"")
    assert head.headers == {
        **get.headers,
        "Content-Length": str(len(get.body)),
        "Correlation-Id": head.headers["Correlation-Id"],
    }


def test_what_a_read_answers_is_json(call, photos):
    for path in ("", "/resources", f"/resources/{photos.id}"):
        assert call("GET", path).headers["Content-Type"] == "application/json"


def test_every_error_has_an_id_of_its_own(call):
    ids = {call("GET", "/resources/x").json["id"] for _ in range(5)}

    assert len(ids) == 5


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Content-Type": "text/plain"}, 415, id="text"),
        pytest.param({"Content-Type": ""}, 415, id="none"),
        pytest.param({"Content-Type": "application/json; charset=latin1"}, 415, id="latin1"),
        pytest.param({"Content-Type": "application/json; charset=bogus"}, 415, id="bogus"),
        pytest.param({"Content-Type": "application/json; charset=UTF-8"}, 201, id="UTF-8"),
        pytest.param({"Content-Encoding": "gzip"}, 415, id="gzip"),
        pytest.param({"Content-Encoding": "identity"}, 201, id="identity"),
        pytest.param({"Accept": "text/html"}, 201, id="another type is asked for"),
        pytest.param({"Accept": ";;,q=x"}, 201, id="a broken Accept"),
        pytest.param({"If-Match": "garbage"}, 201, id="a condition"),
    ],
)
def test_only_json_is_taken(call, headers, status):
    assert call("POST", "/resources", {"name": "x"}, headers=headers).status == status


def test_another_media_type_is_told_like_this(call):
    reply = call("POST", "/resources", {"name": "x"}, headers={"Content-Type": "text/plain"})

    assert said(reply) == (
        415,
        {"code": "INVALID_REQUEST", "message": f"{errors.SORRY} The media type is not supported."},
    )


@pytest.mark.parametrize("raw", [b"", b"{", b'{"name":"a","name":"b"}', b"\xff", b"NaN"])
def test_a_body_that_is_no_json_is_told_like_this(call, raw):
    reply = call("POST", "/resources", raw=raw)

    assert said(reply) == (400, {"code": "INVALID_REQUEST", "message": errors.MALFORMED})
    assert reply.rule == "pingone.error.malformed"
