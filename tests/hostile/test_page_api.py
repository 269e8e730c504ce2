"""What the page asks of the control API, asked by whoever means harm."""

import time
from urllib.parse import urlsplit

import pytest

from fakeping import FakePing
from fakeping.control import FAMILY, events
from fakeping.core.exchange import Request
from fakeping.server import connection
from tests.server.test_deadlines import connected, is_cut
from tests.wire import request, send

#: Longer than Python reads as a number.
DIGITS = "9" * 5_000

STREAM = "/__fakeping/events/stream"
POLL = "/__fakeping/events?wait=60"
READS = [each for each in FAMILY.operations if each.method == "GET"]


@pytest.fixture
def alone():
    """A server of its own, as what is open is counted."""
    with FakePing() as server:
        yield server
        assert server.crashes == ()


def ask(server, path, query="", method="GET"):
    url = urlsplit(server.tenants.base_url)
    made = Request(method=method, path=path, query=query, base_url=url.geturl())
    return server.tenants.world.handle(made)


def path_of(operation, tenant):
    """Where an operation of a tenant is; what else its path names is called nothing."""
    names = dict.fromkeys(operation.path.replace("{", "}").split("}")[1::2], "nothing")
    return "/__fakeping" + operation.path.format_map(names | {"tenant_id": tenant.id})


@pytest.mark.parametrize("operation", READS, ids=lambda each: each.name)
def test_no_number_is_too_long_to_be_refused(server, operation):
    path = path_of(operation, server.tenant())

    for name in operation.query:
        assert ask(server, path, f"{name}={DIGITS}").status < 500

    assert server.crashes == ()


@pytest.mark.parametrize("operation", READS, ids=lambda each: each.name)
def test_head_ends(server, operation):
    reply = ask(server, path_of(operation, server.tenant()), method="HEAD")

    assert (reply.body, reply.stream) == (b"", None)


def test_head_of_a_stream_leaves_the_connection_to_others(alone):
    both = request("HEAD", STREAM, connection="keep-alive") + request("GET", "/__fakeping/health")

    answer = send(alone, both)

    assert answer.raw.count(b"HTTP/1.1 200") == 2


@pytest.mark.parametrize("path", [STREAM, POLL])
def test_a_flood_waits_for_no_more_than_the_limit(alone, monkeypatch, path):
    monkeypatch.setattr(events, "STREAMS", 3)
    path = path if path == STREAM else f"{POLL}&after={_after(alone)}"
    waiters = _waiters(alone)
    with connected(alone) as a, connected(alone) as b, connected(alone) as c:
        for wire in (a, b, c):
            wire.sendall(request("GET", path))
        _until(lambda: waiters.stream_count == 3)

        assert send(alone, request("GET", path)).status == 503

    _until(lambda: waiters.stream_count == 0)
    for _ in range(5):  # what ended leaves room
        assert send(alone, request("HEAD", STREAM)).status == 200


def test_a_poll_that_waits_lists_no_tenants(alone, monkeypatch):
    for _ in range(20):
        alone.tenant()
    path = f"{POLL}&after={_after(alone)}"
    listed = []
    host = alone.tenants.world.services[FAMILY.name]
    monkeypatch.setattr(type(host), "summarize", lambda _, each: listed.append(each))
    with connected(alone) as wire:
        wire.sendall(request("GET", path))
        _until(lambda: _waiters(alone).stream_count == 1)
        time.sleep(1.2)  # some looks

    assert listed == []


@pytest.mark.parametrize("path", [STREAM, POLL])
def test_a_stop_ends_what_waits(path):
    server = FakePing()
    server.start()
    path = path if path == STREAM else f"{POLL}&after={_after(server)}"
    with connected(server) as wire:
        wire.sendall(request("GET", path))
        _until(lambda: _waiters(server).stream_count == 1)
        began = time.monotonic()

        server.stop()

        assert is_cut(wire)
        assert time.monotonic() - began < 5
        assert _waiters(server).stream_count == 0


def test_a_client_that_never_reads_a_stream_is_cut(alone, monkeypatch):
    monkeypatch.setattr(connection, "UNREAD", 0.1)
    monkeypatch.setattr(events, "_LOOK", 0.001)
    alone.tenant()
    monkeypatch.setattr(events, "_event", _long_events())
    with connected(alone, buffer=4096) as wire:
        wire.sendall(request("GET", STREAM))
        _until(lambda: _waiters(alone).stream_count == 1)

        _until(lambda: _waiters(alone).stream_count == 0)


def _long_events():
    """Events of 100 KB, each another than the last."""
    count = 0

    def event(host, tenant_id, *, after):
        nonlocal count
        count += 1
        return {"after": str(count), "text": "x" * 100_000}

    return event


def _after(server):
    return ask(server, "/__fakeping/events").json["after"]


def _waiters(server):
    return server.tenants.world.services[FAMILY.name].waiters


def _until(is_so):
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("it never came to be")
