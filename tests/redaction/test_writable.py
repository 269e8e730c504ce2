"""What is recorded can be written: hostile text in every place of a request.

Every export and every endpoint that shows it answers with UTF-8, and JSON where it says so.
"""

import gc
import json
import socket
import tracemalloc
from itertools import product
from urllib.parse import urlsplit

import pytest

from fakeping import FakePing
from fakeping.core.exchange import Headers, Request
from fakeping.core.text import writable
from fakeping.engine.crash import MAX_CRASHES
from fakeping.redaction.redact import CREDENTIALS, RECORDED_HEADERS, fingerprint
from fakeping.redaction.secret_digest import digest_of
from fakeping.server.report import curl, journal
from tests.drive import ask
from tests.sample import EVERY

#: As the door decodes bytes that are not UTF-8, and worse.
HOSTILE = [
    "Caf\udce9",
    "\udc80\udcff",
    "\ud800",
    "\udfff\ud800",
    "a\0b",
    "\x7f\x1b[31m",
    "\u2028\u2029\x85",
    "\ufeff\ufffe\uffff",
    "\U0001f600",
    "é" * 5000,
    "\udce9" * 5000,
    "'\"`$(x)\\\r\n",
    "]]>&<!--",
    "%00%ff%C3",
    "NaN",
]

BODIES = [
    *(each.encode("utf-8", "surrogatepass") for each in HOSTILE),
    b'{"name": "\\ud800"}',
    b'{"\\udfff": 1, "name": "a"}',
    b'{"name": "a", "n": NaN}',
    b'{"name": -Infinity}',
    b'{"name": 1e999}',
    b'{"name": ' + b"1" * 5000 + b"}",
    b'{"name":' * 5000,
    b'{"name": "a", "name": "\\ud83d"}',
    b'{"name": "\\ud83d\\ude00"}',
    b"[" * 200_000,
    b"\xff\xfe{\x00}\x00",
    b'{"name": "\xe9"}',
    b'"\\ud800"',
    b"\0",
]


def requests_of(tenant):
    """Requests, each with something hostile in one place."""
    one, am = tenant.pingone, tenant.pingam
    resources = f"/v1/environments/{one.environment_id}/resources"
    sets = am.resource_set_url.removeprefix("http://fakeping.invalid")
    token = {"Authorization": f"Bearer {one.token()}", "Content-Type": "application/json"}
    pat = {"Authorization": f"Bearer {am.pat()}", "Content-Type": "application/json"}
    for text in HOSTILE:
        for name in (*RECORDED_HEADERS, *CREDENTIALS, "X-Other", text or "X"):
            yield Request(method="GET", path=resources, headers=Headers({**token, name: text}))
        for scheme in ("Bearer ", "Basic ", ""):
            yield Request(
                method="GET", path=sets, headers=Headers({"Authorization": scheme + text})
            )
        for path in (
            resources,
            f"{sets}",
            "/nowhere",
            "/v1/environments",
            f"/am/uma/realms/root/realms/x{text}/resource_set",
        ):
            yield Request(method="GET", path=f"{path}/{text}", headers=Headers(token))
            yield Request(method="PUT", path=f"{path}/{text}/x", headers=Headers(pat), body=b"{}")
        yield Request(
            method="GET",
            path=resources,
            query=f"filter={text}&{text}={text}",
            headers=Headers(token),
        )
        yield Request(method=text or "X", path=resources, headers=Headers(token))
        if not text.isascii():  # what else is no host, the door turns away
            host = f"http://{text[:100]}".replace("\x85", "")
            yield Request(method="GET", path=resources, base_url=host, headers=Headers(token))
            yield Request(
                method="POST",
                path=sets,
                base_url=host,
                headers=Headers(pat),
                body=b'{"resource_scopes": []}',
            )
        yield Request(
            method="POST",
            path=f"/{one.environment_id}/as/token",
            headers=Headers({"Content-Type": "application/x-www-form-urlencoded"}),
            body=f"grant_type={text}&client_id={text}".encode("utf-8", "surrogatepass"),
        )
    for body in BODIES:
        for path, headers in ((resources, token), (sets, pat), ("/nowhere", pat)):
            yield Request(method="POST", path=path, headers=Headers(headers), body=body)


#: Editions, and whether secrets are recorded.
WAYS = [({}, False), ({"pingone": "current", "pingam": "openam"}, True)]


@pytest.mark.parametrize(
    ("edition", "secrets"),
    product(*zip(*WAYS, strict=True)) if EVERY else WAYS,
    ids=lambda each: "-".join(each.values()) if isinstance(each, dict) else f"secrets={each}",
)
@pytest.mark.slow
def test_everything_that_was_recorded_can_be_written(edition, secrets):
    server = FakePing(ids_seed=1, record_secrets=secrets)
    tenant = server.tenant(edition=edition, auth="any")
    for each in requests_of(tenant):
        reply = server.tenants.world.handle(each)
        assert reply.status < 500, each
        reply.body.decode()

    assert len(tenant.journal) > 300
    assert len(server.unmatched) > 60
    for name, text in exports(server, tenant):
        assert text.encode(), name
    for path, body in asked(tenant):
        reply = ask(
            server, "POST" if body else "GET", f"http://fakeping.invalid/__fakeping{path}", **body
        )
        assert reply.status == (409 if body else 200), path
        text = reply.body.decode()
        if "json" in reply.headers["Content-Type"]:
            lines = text.split("\n") if path.endswith("jsonl") else [text]
            assert all(map(strict, filter(None, lines)))
    assert (tenant.crashes, server.crashes) == ((), ())


def exports(server, tenant):
    for of in (tenant.journal, server.unmatched):
        yield "har", strict(json.dumps(of.to_har()))
        yield "curl", of.to_curl()
        yield "jsonl", [strict(line) for line in of.to_jsonl().split("\n") if line][-1]
        yield "lines", "\n".join(map(str, of))
    yield "pytest", tenant.journal.to_pytest()
    yield "report", journal([tenant], list(server.unmatched))
    yield "report's lines for a shell", curl([tenant], list(server.unmatched))


def strict(text):
    """A JSON text as it is, that nobody could misread."""
    document = json.loads(text, parse_constant=pytest.fail)
    json.dumps(document, ensure_ascii=False).encode()
    return text


def asked(tenant):
    one = f"/tenants/{tenant.id}"
    for what in ("", ".har", ".curl", ".jsonl", ".py"):
        yield f"{one}/journal{what}", {}
    for path in ("/unmatched", f"{one}/state", one, "/tenants", f"{one}/faults", f"{one}/clock"):
        yield path, {}
    wanted = {"operation": "*", "headers": {"user-agent": "x"}, "status": 599}
    yield f"{one}/journal/assert", {"body": wanted}


def test_a_header_in_latin_1_is_read_as_such(server, tenant):
    ask(server, "GET", tenant.pingam.resource_set_url, headers={"User-Agent": "Caf\udce9"})

    tenant.journal.assert_called("*", headers={"User-Agent": "Café"})


def test_over_a_socket_too():
    with FakePing() as server, server.tenant() as tenant:
        path = f"/v1/environments/{tenant.pingone.environment_id}/resources"
        for line in (b"GET %b/\xe9 HTTP/1.1" % path.encode(), b"GET %b HTTP/1.1" % path.encode()):
            with socket.create_connection(("127.0.0.1", urlsplit(server.url).port)) as sock:
                sock.sendall(
                    line
                    + b"\r\nHost: localhost\r\nUser-Agent: Caf\xe9\r\nConnection: close\r\n\r\n"
                )
                while sock.recv(65536):
                    pass

        agents = [each.headers["User-Agent"] for each in tenant.journal]
        assert "Café" in agents
        assert json.loads(json.dumps(tenant.journal.to_har(), ensure_ascii=False).encode())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_can_be_written_is_left_alone(text):
    written = writable(text)

    assert written.encode().decode() == written
    assert writable(written) == written
    assert fingerprint(text).startswith("sha256:")
    assert digest_of(text).startswith("sha256:")


def test_crashes_are_bounded_and_hold_nothing_alive(server, monkeypatch):
    tenant = server.tenant()
    monkeypatch.setattr(
        "fakeping.families.pingam.resource_sets.ResourceSets.ids",
        lambda *_: deep(bytearray(1024 * 1024), 1),
    )
    url, pat = tenant.pingam.resource_set_url, tenant.pingam.pat()
    gc.collect()
    tracemalloc.start()
    for _ in range(MAX_CRASHES + 5):
        assert ask(server, "GET", url, token=pat).status == 500
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    crashes = tenant.crashes
    tenant._state.crashes.clear()
    assert [type(each) for each in crashes] == [UnicodeEncodeError] * MAX_CRASHES
    assert {each.__traceback__ for each in crashes} == {None}
    assert "resource_sets.ids(identity(call))" in crashes[0].__notes__[0]
    assert "Caf\\udce9" in crashes[0].__notes__[0]
    assert held < 8 * 1024 * 1024


def deep(ballast, depth):
    if depth:
        return deep(ballast, depth - 1)
    return ("x" * 1024 * 1024 + "Caf\udce9").encode()


class Odd(Exception):
    """An exception that can't be made of a text alone, nor be read."""

    def __new__(cls, *_):
        """Want two things."""
        if len(_) != 2:
            raise TypeError
        return super().__new__(cls)

    def __str__(self):
        """Nothing that can be read."""
        raise LookupError


def test_a_crash_of_an_odd_kind_is_kept_as_a_plain_one(server, tenant, monkeypatch):
    def crash(self, identity):
        raise Odd(1, 2)

    monkeypatch.setattr("fakeping.families.pingam.resource_sets.ResourceSets.ids", crash)
    ask(server, "GET", tenant.pingam.resource_set_url, token=tenant.pingam.pat())

    [kept] = tenant.crashes
    tenant._state.crashes.clear()
    assert (type(kept), str(kept)) == (RuntimeError, "Odd: its message can't be read: LookupError")
    assert "raise Odd(1, 2)" in kept.__notes__[0]
