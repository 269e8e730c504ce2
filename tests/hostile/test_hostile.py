"""What a server meets that is let out of the house: every bad input, over real sockets.

Whatever comes, the answer is a refusal in the vendor's own shape, never a 5xx and never a
trace of ours; and afterwards the list is still there.
"""

import gzip
import json
import logging
import zlib
from concurrent.futures import ThreadPoolExecutor
from time import process_time

import pytest

from fakeping import FakePing
from fakeping.core import schemas
from fakeping.server import aiohttp_door
from tests.wire import chunked, request, send

FAMILIES = ["pingone", "pingam"]
JSON = "Content-Type: application/json"


class Target:
    """One family of one tenant, over the wire."""

    def __init__(self, server, family):
        self.server = server
        self.family = family
        self.tenant = server.tenant()
        if family == "pingone":
            one = self.tenant.pingone
            self.path = f"/v1/environments/{one.environment_id}/resources"
            self.token = one.token()
            self.body: dict[str, object] = {"name": "photos"}
            self.id = one.given.resource(name="given").id
        else:
            am = self.tenant.pingam
            self.path = am.resource_set_url.removeprefix(server.tenants.base_url)
            self.token = am.pat()
            self.body = {"resource_scopes": ["view"], "name": "photos"}
            self.id = am.given.resource_set(resource_scopes=[]).id

    @property
    def bearer(self):
        return f"Authorization: Bearer {self.token}"

    def ask(self, method, path="", *fields, body=b"", **how):
        """Send one well-formed request; `body` is a document or bytes."""
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        fields = (self.bearer, *fields)
        return send(self.server, request(method, self.path + path, *fields, body=body, **how))

    def post(self, body, *fields):
        return self.ask("POST", "", *(fields or (JSON,)), body=body)


@pytest.fixture(params=FAMILIES)
def target(listening, request):
    """A family under attack, which has to be as it was afterwards."""
    target = Target(listening, request.param)
    before = target.ask("GET").body
    target.tenant.journal.clear()
    yield target
    after = target.ask("GET")
    assert after.status == 200
    assert json.loads(after.body)
    assert target.tenant.crashes == ()
    assert listening.crashes == ()
    # Nothing that was refused has left anything behind.
    if all(each.status >= 400 for each in target.tenant.journal if each.method != "GET"):
        assert after.body == before
    target.tenant.drop()


def refused(target, answer, *statuses):
    """It is one of these statuses, in the family's envelope, and says nothing of ours."""
    assert answer.status in statuses
    assert b"Traceback" not in answer.raw
    assert b".py" not in answer.raw
    schemas.validate(f"{target.family}/error", answer.json)
    assert answer.header("Content-Type").startswith("application/json")
    return True


# JSON: rows 1 to 10, 69 and 70, and bombs of depth and width

MALFORMED = [
    pytest.param(b"{", id="cut off"),
    pytest.param(b'{"name":"x","resource_scopes":[],}', id="a trailing comma"),
    pytest.param(b'{"name":"x","resource_scopes":[]} {}', id="two documents"),
    pytest.param(b'{"name":NaN,"resource_scopes":[NaN]}', id="NaN"),
    pytest.param(b'{"name":"x","resource_scopes":[],"name":"y"}', id="a member twice"),
    pytest.param(b'\xef\xbb\xbf{"name":"x","resource_scopes":[]}', id="a byte order mark"),
    pytest.param('{"name":"x","resource_scopes":[]}'.encode("utf-16"), id="UTF-16"),
    pytest.param(b'{"name":"\xff","resource_scopes":[]}', id="bad UTF-8"),
    pytest.param(b'{"name":"\\ud800","resource_scopes":[]}', id="a lone surrogate"),
    pytest.param(b'{"name":"\xed\xa0\x80","resource_scopes":[]}', id="a surrogate's bytes"),
    pytest.param(b"[" * 100_000 + b"]" * 100_000, id="100,000 arrays"),
    pytest.param(b'{"a":' * 50_000 + b"1" + b"}" * 50_000, id="50,000 objects"),
    pytest.param(
        b'{"name":"x","resource_scopes":[],"y":' + b"[" * 500 + b"]" * 500 + b"}", id="500 inside"
    ),
    pytest.param(b'{"name":"x","resource_scopes":[],"y":1e400}', id="1e400"),
    pytest.param(b'{"name":"x","resource_scopes":[],"y":' + b"1" * 5000 + b"}", id="5,000 digits"),
    pytest.param(
        (
            '{"name":"x","resource_scopes":[],'
            + ",".join(f'"m{n}":1' for n in range(60_000))
            + ',"m59999":1}'
        ).encode(),
        id="60,000 members, the last twice",
    ),
    pytest.param(b"name=x&resource_scopes=y", id="a form"),
    pytest.param(b"<x/>", id="XML"),
    pytest.param(b"\0", id="NUL"),
]


@pytest.mark.parametrize("body", MALFORMED)
def test_a_malformed_body_is_400(target, body):
    began = process_time()

    assert refused(target, target.post(body), 400)
    assert refused(target, target.ask("PUT", f"/{target.id}", JSON, body=body), 400)
    assert process_time() - began < 10


def test_an_empty_body_is_400(target):
    assert refused(target, target.ask("POST", "", JSON, "Content-Length: 0"), 400)
    assert refused(target, target.ask("POST", "", JSON), 400)


def test_many_members_are_taken_in_no_time(target):
    body = target.body | {f"m{number}": number for number in range(60_000)}
    began = process_time()

    answer = target.post(body)

    assert answer.status == 201
    assert process_time() - began < 10


# Types: rows 11 to 24


@pytest.mark.parametrize("body", [[], "x", 1, None, True, [[]]])
def test_a_body_that_is_no_object_is_400(target, body):
    assert refused(target, target.post(body), 400)


@pytest.mark.parametrize("name", [1, True, [], {"a": 1}, 1.5])
def test_a_name_that_is_no_string_is_400(target, name):
    answer = target.post(target.body | {"name": name})

    assert refused(target, answer, 400)
    assert "name" in answer.body.decode()


@pytest.mark.parametrize(
    ("family", "member", "value", "status"),
    [
        pytest.param("pingone", "name", None, 400, id="pingone: null name"),
        pytest.param("pingam", "name", None, 201, id="pingam: null name"),
        pytest.param("pingone", "name", " ", 400, id="pingone: blank name"),
        pytest.param("pingam", "name", " ", 201, id="pingam: blank name"),
        pytest.param("pingone", "description", [], 400, id="pingone: description"),
        pytest.param("pingam", "description", [], 400, id="pingam: description"),
        pytest.param("pingam", "resource_scopes", None, 400, id="pingam: null scopes"),
        pytest.param("pingam", "resource_scopes", "view", 400, id="pingam: scopes a string"),
        pytest.param("pingam", "resource_scopes", [1], 400, id="pingam: scopes numbers"),
        pytest.param("pingam", "resource_scopes", [], 201, id="pingam: no scopes"),
        pytest.param("pingone", "name", "x" * 100_000, 400, id="pingone: a long name"),
        pytest.param("pingam", "name", "x" * 100_000, 400, id="pingam: a long name"),
        pytest.param("pingone", "id", "mine", 201, id="pingone: an id"),
        pytest.param("pingam", "_id", "mine", 201, id="pingam: an id"),
    ],
)
def test_a_member_of_a_wrong_kind(listening, family, member, value, status):
    target = Target(listening, family)

    answer = target.post(target.body | {member: value})

    assert answer.status == status
    assert target.ask("GET").status == 200


@pytest.mark.parametrize(("family", "status"), [("pingone", 400), ("pingam", 201)])
def test_a_missing_name(listening, family, status):
    target = Target(listening, family)

    assert target.post({"resource_scopes": []}).status == status


# Unicode: rows 25 to 29


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("\0", id="NUL"),
        pytest.param("\u202eabc\r\n", id="right to left, and a line"),
        pytest.param("\N{GRINNING FACE}", id="beyond the basic plane"),
        pytest.param("</script><script>alert(1)</script>", id="markup"),
        pytest.param("\ufeffx\ufffe\uffff", id="what is no character"),
        pytest.param("{{7*7}}${7*7}%s%n", id="templates"),
        pytest.param("'; DROP TABLE resources; --", id="a query"),
        pytest.param("a\u0301", id="two code points"),
    ],
)
def test_an_odd_name_comes_back_exactly(target, name):
    created = target.post(target.body | {"name": name})
    id_ = created.json.get("id") or created.json["_id"]

    assert created.status == 201
    assert target.ask("GET", f"/{id_}").json["name"] == name


# Sizes: rows 30 to 33, and bombs


def test_a_body_that_says_it_is_too_large_is_413(target):
    assert refused(target, target.post(b" " * (aiohttp_door.MAX_BODY + 1)), 413)


def test_a_body_in_chunks_that_is_too_large_is_413(target):
    head = request("POST", target.path, target.bearer, JSON, "Transfer-Encoding: chunked")

    answer = send(target.server, head, chunked(*[b" " * 65536] * 17))

    assert refused(target, answer, 413)


def test_two_hundred_thousand_chunks_of_a_byte_are_400(target):
    head = request("POST", target.path, target.bearer, JSON, "Transfer-Encoding: chunked")
    began = process_time()

    answer = send(target.server, head, b"1\r\n[\r\n" * 200_000 + b"0\r\n\r\n", patience=20)

    assert refused(target, answer, 400)
    assert process_time() - began < 10


def test_a_body_that_is_not_read_does_not_stop_the_answer(target):
    answer = send(
        target.server, request("GET", target.path, target.bearer, JSON, body=b" " * 2_000_000)
    )

    assert answer.status == 200


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("gzip", gzip.compress(b"{}"), id="gzip"),
        pytest.param("gzip", b"garbage", id="garbage"),
        pytest.param("gzip", gzip.compress(b"\0" * 50_000_000, 1), id="a bomb"),
        pytest.param("gzip, gzip", gzip.compress(gzip.compress(b"{}")), id="nested"),
        pytest.param("deflate", zlib.compress(b"{}"), id="deflate"),
        pytest.param("br", b"\x0b\x01\x80{}\x03", id="br"),
        pytest.param("zstd", b"\x28\xb5\x2f\xfd", id="zstd"),
        pytest.param("bogus", b"{}", id="bogus"),
    ],
)
def test_a_packed_body_is_415(target, encoding, body):
    answer = target.ask("POST", "", JSON, f"Content-Encoding: {encoding}", body=body)

    assert refused(target, answer, 415)


def test_a_long_url_is_400_or_414(target):
    answer = target.ask("GET", f"?{'x' * 20_000}")

    assert answer.status in {400, 414}


def test_a_thousand_pipelined_requests_are_answered_or_closed(target):
    head = f"GET {target.path} HTTP/1.1\r\nHost: localhost\r\n{target.bearer}\r\n\r\n".encode()

    answer = send(target.server, head * 999, request("GET", target.path, target.bearer))

    assert 1 <= answer.raw.count(b"HTTP/1.1 200 OK") <= 1000
    assert b"HTTP/1.1 5" not in answer.raw


# Headers: rows 34 to 43, 71 and 72


@pytest.mark.parametrize(
    ("value", "pingone", "pingam"),
    [
        pytest.param("text/plain", 415, 201, id="text"),
        pytest.param(None, 415, 201, id="none"),
        pytest.param("application/json; charset=latin1", 415, 201, id="latin1"),
        pytest.param("application/json; charset=bogus", 415, 415, id="a bogus charset"),
        pytest.param("application/json; charset=utf-16", 415, 415, id="UTF-16"),
        pytest.param("application/json; charset", 415, 415, id="half a parameter"),
        pytest.param(";;;", 415, 201, id="broken"),
        pytest.param("multipart/form-data", 415, 201, id="multipart"),
    ],
)
def test_a_media_type(target, value, pingone, pingam):
    fields = [f"Content-Type: {value}"] if value else ["X-None: 1"]

    answer = target.post(target.body, *fields)

    assert answer.status == {"pingone": pingone, "pingam": pingam}[target.family]


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("Accept: text/html", id="another type is asked for"),
        pytest.param("Accept: ;;,q=x", id="a broken Accept"),
        pytest.param("Accept-Language: \udcff", id="bytes that are not text"),
        pytest.param("User-Agent: \udcff\udcfe", id="an agent that is not text"),
        pytest.param("Cookie: " + "a=b; " * 500, id="many cookies"),
        pytest.param("X-HTTP-Method-Override: DELETE", id="an override"),
        pytest.param("X-Forwarded-Host: evil.example", id="another host in front"),
        pytest.param("Range: bytes=0-1", id="a range"),
        pytest.param("If-None-Match: garbage", id="a garbage condition"),
        pytest.param("If-Modified-Since: garbage", id="a garbage date"),
    ],
)
def test_a_header_that_changes_nothing(target, field):
    plain = target.ask("GET", f"/{target.id}")

    answer = target.ask("GET", f"/{target.id}", field)

    assert (answer.status, answer.body) == (200, plain.body)


@pytest.mark.parametrize(
    ("condition", "pingone", "pingam"),
    [
        pytest.param("garbage", 200, 400, id="garbage"),
        pytest.param("1029440276", 200, 400, id="unquoted"),
        pytest.param('W/"1"', 200, 412, id="stale"),
    ],
)
def test_a_condition_on_a_write(target, condition, pingone, pingam):
    answer = target.ask("PUT", f"/{target.id}", JSON, f"If-Match: {condition}", body=target.body)

    assert answer.status == {"pingone": pingone, "pingam": pingam}[target.family]


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("Content-Length: 3\r\nTransfer-Encoding: chunked", id="CL and TE"),
        pytest.param("Content-Length: 3\r\nContent-Length: 4", id="two lengths"),
        pytest.param("Content-Length: \u0663", id="a length in other digits"),
        pytest.param("Content-Length: -1", id="a negative length"),
        pytest.param("Content-Length: +3", id="a length with a sign"),
        pytest.param("Host: localhost", id="two hosts"),
        pytest.param("X-A: a\0b", id="NUL"),
        pytest.param("X A: b", id="a space in a name"),
        pytest.param("X-A : b", id="a space behind a name"),
        pytest.param("X-A: a\r\n b", id="a folded line"),
        pytest.param("X-A: " + "a" * 100_000, id="a long line"),
        pytest.param("\r\n".join(f"X-{n}: a" for n in range(1000)), id="many fields"),
        pytest.param("Transfer-Encoding: chunked, chunked", id="chunked twice"),
        pytest.param("Transfer-Encoding: xchunked", id="almost chunked"),
    ],
)
def test_a_request_that_two_servers_could_read_differently_is_400_and_closed(target, field):
    head = request("POST", target.path, target.bearer, JSON, field)
    smuggled = request("DELETE", f"{target.path}/{target.id}", target.bearer)

    answer = send(target.server, head, b"0\r\n\r\n", smuggled)

    assert answer.status == 400
    assert answer.raw.count(b"HTTP/1.") == 1
    assert b"Traceback" not in answer.raw
    assert target.ask("GET", f"/{target.id}").status == 200


@pytest.mark.parametrize(
    "line",
    [b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
)
def test_what_is_no_http_is_400(listening, line):
    assert send(listening, line).status in {400, 505}


@pytest.mark.parametrize("version", ["HTTP/2.0", "HTTP/0.9", "HTTP/9.9", "HTTP/1.2", "http/1.1"])
def test_another_version_of_http_is_refused(target, version):
    answer = send(
        target.server,
        request("DELETE", f"{target.path}/{target.id}", target.bearer, version=version),
    )

    assert answer.status in {400, 505}
    assert target.ask("GET", f"/{target.id}").status == 200


def test_http_1_0_is_served(target):
    assert target.ask("GET", version="HTTP/1.0").status == 200


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("evil.example", id="another name"),
        pytest.param("evil.example:8900", id="another name and a port"),
        pytest.param("localhost.evil.example", id="a name that begins well"),
        pytest.param("evil@localhost", id="a user"),
        pytest.param("localhost/x", id="a path"),
        pytest.param("localhost:80@evil.example", id="a trick"),
        pytest.param("127.0.0.1.evil.example", id="an address that begins well"),
        pytest.param("192.168.0.1", id="another address"),
        pytest.param("[::2]", id="another address of version 6"),
        pytest.param("[::1", id="half an address"),
        pytest.param("", id="none"),
        pytest.param("\udcff", id="bytes that are not text"),
        pytest.param("localhost evil.example", id="two"),
    ],
)
@pytest.mark.parametrize("path", ["", "/__fakeping/tenants"])
def test_a_foreign_host_is_421(target, host, path):
    answer = send(target.server, request("GET", path or target.path, target.bearer, host=host))

    assert answer.status in {400, 421}
    assert target.tenant.id.encode() not in answer.raw


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80", "[::1]"])
def test_a_name_of_the_loopback_is_served_and_linked(listening, host):
    target = Target(listening, "pingone")

    answer = target.ask("GET", host=host)

    assert answer.json["_links"]["self"]["href"] == f"http://{host}{target.path}"


def test_a_target_may_be_a_whole_url(target):
    answer = send(
        target.server,
        request("GET", f"http://localhost{target.path}/{target.id}", target.bearer),
    )

    assert answer.body == target.ask("GET", f"/{target.id}").body


def test_a_whole_url_does_not_say_which_host_this_is(target):
    answer = send(
        target.server,
        request("GET", f"http://localhost{target.path}", target.bearer, host="evil.example"),
    )

    assert answer.status == 421


@pytest.mark.parametrize("line", ["OPTIONS *", "CONNECT localhost:1", "GET localhost:1"])
def test_a_target_of_another_form_is_refused(listening, line):
    method, _, form = line.partition(" ")

    assert 400 <= send(listening, request(method, form)).status < 500


# Auth: rows 44 to 48


@pytest.mark.parametrize(
    "credential",
    [
        pytest.param(None, id="none"),
        pytest.param("Bearer garbage", id="garbage"),
        pytest.param("Basic YTpi", id="basic"),
        pytest.param("Bearer \udcff", id="bytes that are not text"),
        pytest.param("Bearer " + "a" * 8000, id="a long one"),
        pytest.param("Bearer eyJhbGciOiJub25lIn0.e30.", id="a JWT that nobody signed"),
        pytest.param("Bearer " + "W" * 4000 + ".W1tb.x", id="a deep JWT"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("GET", "", b"", id="list"),
        pytest.param("POST", "", b"{", id="a bad body"),
        pytest.param("PUT", "/unknown", b"{", id="a bad body for an unknown id"),
        pytest.param("POST", "", b" " * (aiohttp_door.MAX_BODY + 1), id="a body that is too large"),
    ],
)
def test_a_bad_token_is_401_first(target, credential, method, path, body):
    fields = [JSON] + ([f"Authorization: {credential}"] if credential else [])

    answer = send(target.server, request(method, target.path + path, *fields, body=body))

    assert refused(target, answer, 401)
    assert (answer.header("WWW-Authenticate") == "Bearer") == (target.family == "pingone")


# Paths: rows 49 to 59, 65 to 68 and 73 to 75


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/00000000-0000-4000-8000-000000000000", id="nobody's"),
        pytest.param("/x", id="no UUID"),
        pytest.param("/{upper}", id="in upper case"),
        pytest.param("/{id}%2F..", id="an escaped path"),
        pytest.param("/{id}%00", id="NUL"),
        pytest.param("/%FF", id="not UTF-8"),
        pytest.param("/%zz", id="half an escape"),
        pytest.param("/{id}/x", id="an extra segment"),
        pytest.param("/..%5C..%5Cetc", id="backslashes"),
        pytest.param("/{id};x=1", id="a matrix parameter"),
    ],
)
def test_a_path_to_nothing_is_404(target, method, path):
    path = path.format(id=target.id, upper=target.id.upper())

    assert refused(target, target.ask(method, path, JSON, body=target.body), 404)


def test_dots_are_not_walked(target):
    answer = target.ask("GET", "/../resources/../../../__fakeping/tenants")

    assert refused(target, answer, 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "PROPFIND", "OPTIONS", "TRACE"])
def test_another_method_on_a_collection_is_405_with_allow(target, method):
    answer = target.ask(method, "", JSON, body=target.body)

    assert refused(target, answer, 405)
    assert {"GET", "POST"} <= set(answer.header("Allow").split(", "))


def test_what_is_deleted_twice_is_404(target):
    statuses = [target.ask("DELETE", f"/{target.id}").status for _ in range(2)]

    assert statuses == [204, 404]
    # There has to be something for the list afterwards.
    target.post(target.body)


def test_what_is_deleted_cannot_be_updated(target):
    target.ask("DELETE", f"/{target.id}")

    assert refused(target, target.ask("PUT", f"/{target.id}", JSON, body=target.body), 404)
    target.post(target.body)


def test_an_answer_without_a_body_has_none(target):
    target.post(target.body)

    answer = target.ask("DELETE", f"/{target.id}")

    assert (answer.status, answer.body) == (204, b"")


def test_head_has_the_length_of_get_and_no_body(target):
    get, head = target.ask("GET"), target.ask("HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.header("Content-Length") == get.header("Content-Length")


def test_what_has_not_changed_has_no_body_and_no_type(listening):
    target = Target(listening, "pingam")
    tag = target.ask("GET", f"/{target.id}").header("ETag")

    answer = target.ask("GET", f"/{target.id}", f"If-None-Match: {tag}")

    assert (answer.status, answer.body, answer.header("ETag")) == (304, b"", tag)
    assert answer.header("Content-Type") is None


def test_an_environment_cannot_be_deleted(listening):
    target = Target(listening, "pingone")
    path = target.path.removesuffix("/resources")

    answer = send(listening, request("DELETE", path, target.bearer))

    assert refused(target, answer, 405)


@pytest.mark.parametrize("path", ["/{0}", "/v1/{1}"])
def test_doubled_slashes_are_answered(listening, path):
    target = Target(listening, "pingone")
    path = path.format(target.path, target.path.removeprefix("/v1"))

    assert send(listening, request("GET", path, target.bearer)).status == 200


def test_the_platforms_own_cannot_be_written(listening):
    target = Target(listening, "pingone")
    [api, *_] = target.tenant.pingone.resources()

    answer = target.ask("PUT", f"/{api.id}", JSON, body={"name": "mine"})

    assert refused(target, answer, 400)


# Slowness


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(aiohttp_door, "PATIENCE", 0.05)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(("Content-Length: 10", b"{"), id="half a body"),
        pytest.param(("Transfer-Encoding: chunked", b"1\r\n{\r\n"), id="half its chunks"),
    ],
)
def test_a_body_that_does_not_arrive_is_408_and_the_connection_is_closed(target, rest):
    field, sent = rest

    fields = (target.bearer, JSON, field)
    head = request("POST", target.path, *fields, connection="keep-alive")

    answer = send(target.server, head, sent, until_closed=False)

    assert refused(target, answer, 408)
    assert answer.header("Connection") == "close"


@pytest.mark.usefixtures("impatient")
def test_a_slow_body_does_not_keep_a_read_waiting(target):
    fields = (target.bearer, "Content-Length: 10")
    head = request("GET", target.path, *fields, connection="keep-alive")

    answer = send(target.server, head, b"{", until_closed=False)

    assert answer.status == 200
    assert answer.header("Connection") == "close"


@pytest.mark.parametrize("body", [b"zz\r\n\r\n", b"5\r\n{}", b"-1\r\n", b"2\r\n{}XX"])
def test_broken_chunks_are_400(target, body):
    head = request("POST", target.path, target.bearer, JSON, "Transfer-Encoding: chunked")

    answer = send(target.server, head + body + b"\r\n" * 3)

    assert answer.status == 400
    assert b"Traceback" not in answer.raw


@pytest.mark.usefixtures("impatient")
def test_chunks_that_break_later_are_cut_at_the_latest_when_patience_ends(target):
    """aiohttp does not wake whoever reads a body whose next chunk is broken."""
    head = request("POST", target.path, target.bearer, JSON, "Transfer-Encoding: chunked")

    answer = send(target.server, head, b"zz\r\n\r\n", until_closed=False)

    assert answer.status in {400, 408}
    assert b"Traceback" not in answer.raw


# What is never written down


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Authorization : Bearer SECRET", id="a space behind the name"),
        pytest.param("Authorization: Bearer SECRET\0", id="NUL"),
        pytest.param("Authorization Bearer SECRET", id="no colon"),
        pytest.param("X-Long: SECRET" + "x" * 100_000, id="a long line"),
    ],
)
def test_a_malformed_line_does_not_reach_the_log(listening, caplog, line):
    with caplog.at_level(logging.DEBUG):
        answer = send(listening, request("GET", "/v1/environments/x", line))

    assert answer.status == 400
    assert "SECRET" not in caplog.text


def test_nothing_of_a_request_is_logged(target, caplog):
    with caplog.at_level(logging.INFO):
        target.ask("GET")
        target.post(b"{SECRET")

    assert target.token not in caplog.text
    assert "SECRET" not in caplog.text


def test_the_journal_has_no_token(target):
    target.ask("GET", f"?access_token={target.token}")
    target.ask("POST", "", JSON, f"Cookie: t={target.token}", f"X-T: {target.token}", body=b"{}")

    assert [each.status for each in target.tenant.journal] == [200, 400]
    assert not any(target.token in repr(each) for each in target.tenant.journal)


# A web page, and whoever else reaches the loopback


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("Origin: https://evil.example", id="another origin"),
        pytest.param("Origin: null", id="no origin"),
        pytest.param("Origin: http://[::", id="half an origin"),
        pytest.param("Origin: http://localhost.evil.example", id="an origin that begins well"),
        pytest.param("Origin: \udcff", id="bytes that are not text"),
        pytest.param("Sec-Fetch-Site: cross-site", id="another site"),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/tenants"), ("POST", "/tenants")])
def test_a_web_page_does_not_steer_the_server(listening, field, method, path):
    before = len(listening.tenants.all())

    answer = send(listening, request(method, f"/__fakeping{path}", field, JSON, body=b"{}"))

    assert answer.status == 403
    assert answer.header("Access-Control-Allow-Origin") is None
    assert len(listening.tenants.all()) == before
    assert listening.crashes == ()


def test_a_form_does_not_steer_the_server(listening):
    before = len(listening.tenants.all())

    answer = send(
        listening, request("POST", "/__fakeping/tenants", "Content-Type: text/plain", body=b"{}")
    )

    assert (answer.status, len(listening.tenants.all())) == (415, before)


@pytest.mark.parametrize("body", [each.values[0] for each in MALFORMED], ids=range(len(MALFORMED)))
def test_a_malformed_body_does_not_steer_the_server(listening, body):
    answer = send(listening, request("POST", "/__fakeping/tenants", JSON, body=body))

    assert answer.status == 400
    schemas.validate("control/problem", answer.json)
    assert listening.crashes == ()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"family": "pingone", "lifetime": 1e300}, id="longer than time"),
        pytest.param({"family": "pingam", "lifetime": 1e18}, id="longer than a calendar"),
        pytest.param({"family": "pingam", "lifetime": -1}, id="negative"),
        pytest.param({"family": "pingam", "realm": "nowhere"}, id="an unknown realm"),
        pytest.param({"family": "x"}, id="an unknown family"),
        pytest.param({"family": "pingone", "owner": "alice"}, id="another family's member"),
        pytest.param({}, id="nothing"),
    ],
)
def test_a_token_that_cannot_be_issued_is_400(listening, body):
    with listening.tenant() as tenant:
        path = f"/__fakeping/tenants/{tenant.id}/tokens"

        answer = send(listening, request("POST", path, JSON, body=json.dumps(body).encode()))

    assert answer.status == 400
    assert listening.crashes == ()


@pytest.mark.parametrize(
    "field", ["X-A: b", "Authorization: Bearer wrong", "Authorization: Bearer \udcff"]
)
def test_without_the_key_nobody_steers_a_server_that_has_one(field):
    with FakePing(control_key="key") as server:
        answer = send(server, request("GET", "/__fakeping/tenants", field))
        right = send(server, request("GET", "/__fakeping/tenants", "Authorization: Bearer key"))

        assert (answer.status, right.status, server.crashes) == (401, 200, ())


def test_a_server_for_strangers_takes_their_name_but_no_nonsense():
    with FakePing(host="0.0.0.0") as server:  # noqa: S104 - that is the point
        target = Target(server, "pingone")

        named = target.ask("GET", host="fake.example:8080")
        nonsense = [target.ask("GET", host=each).status for each in ("a@b", "a/b", "\udcff", "a b")]

        assert named.json["_links"]["self"]["href"].startswith("http://fake.example:8080/v1/")
        assert set(nonsense) <= {400, 421}
        assert server.crashes == ()


# Concurrency: rows 63 and 64


def test_one_of_many_gets_the_name(target):
    with ThreadPoolExecutor(64) as crowd:
        answers = list(crowd.map(lambda _: target.post(target.body), range(64)))

    assert sorted(each.status for each in answers) == [201] + [400] * 63
    names = target.ask("GET").body.count(b"photos")
    assert target.family == "pingam" or names == 1


def test_one_of_many_renames_onto_a_name(listening):
    target = Target(listening, "pingone")
    ids = [target.tenant.pingone.given.resource(name=f"r{number}").id for number in range(32)]

    with ThreadPoolExecutor(32) as crowd:
        answers = crowd.map(
            lambda id_: target.ask("PUT", f"/{id_}", JSON, body={"name": "wanted"}).status, ids
        )

    assert sorted(answers) == [200] + [400] * 31
