"""A client that keeps the server waiting is cut; one that the server keeps waiting is not.

The deadlines are made short, and each test says whether a connection is cut, never how quickly.
"""

import asyncio
import select
import socket
import ssl
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
import trustme

from fakeping import FakePing
from fakeping.server import aiohttp_door, connection, heads
from tests.wire import Answer, chunked, request, send

SHORT = 0.1

#: Longer than any machine takes.
LONG = 60

HEALTH = "/__fakeping/health"

#: What a client may leave undone, and what of it is sent before it begins to dawdle.
BEGINNINGS = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\r\n", id="an empty line"),
    pytest.param(b"GET / HT", id="half a line"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: loc", id="half a header"),
    pytest.param(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", id="a header, but no end"),
]


@pytest.fixture
def hasty(monkeypatch):
    """Deadlines that are short, each in the module where it is read."""
    for module, name in [
        (aiohttp_door, "PATIENCE"),
        (aiohttp_door, "KEEP_ALIVE"),
        (connection, "UNREAD"),
        (connection, "FAREWELL"),
        (connection, "HALF_CLOSED"),
    ]:
        monkeypatch.setattr(module, name, SHORT)


@contextmanager
def connected(server, *, buffer=None):
    address = urlsplit(server.url)
    with socket.socket() as wire:
        if buffer:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        wire.settimeout(LONG)
        wire.connect((address.hostname, address.port))
        yield wire


def rest(wire):
    """All that comes until the other side closes or resets the connection."""
    received = b""
    try:
        while piece := wire.recv(65536):
            received += piece
    except ConnectionError:
        pass
    return received


def is_cut(wire, dribble=b""):
    """Whether the other side ends the connection, while this one sends a byte now and then."""
    for _ in range(2_000):
        readable, _, _ = select.select([wire], [], [], SHORT / 5)
        if readable:
            return rest(wire) is not None
        if dribble:
            try:
                wire.sendall(dribble)
            except ConnectionError:
                return True
    return False


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("dribble", [b"", b"a"], ids=["and stops", "and trickles"])
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_head_that_does_not_end_is_cut(beginning, dribble):
    with FakePing() as server, connected(server) as wire:
        wire.sendall(beginning)

        assert is_cut(wire, dribble if b"GET" in beginning else b"")


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_second_head_that_does_not_end_is_cut_too(beginning):
    with FakePing() as server, connected(server) as wire:
        wire.sendall(request("GET", HEALTH, connection="keep-alive"))
        assert wire.recv(65536).startswith(b"HTTP/1.1 200")
        wire.sendall(beginning)

        assert is_cut(wire)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    ("field", "dribble"),
    [
        pytest.param("Content-Length: 100000", b"[", id="a length"),
        pytest.param("Transfer-Encoding: chunked", b"1\r\n[\r\n", id="chunks"),
    ],
)
def test_a_body_that_trickles_is_cut(field, dribble):
    with FakePing() as server, connected(server) as wire:
        head = ("Content-Type: application/json", field)
        wire.sendall(request("POST", "/__fakeping/tenants", *head, connection="keep-alive"))

        assert is_cut(wire, dribble)


@pytest.fixture
def plenty():
    """A server, the head of a request for 500 KB of it, and the tenant that has them."""
    with FakePing() as server, server.tenant(auth="off") as tenant:
        for number in range(20):
            tenant.pingone.given.resource(name=f"r{number}", description="x" * 25_000)
        path = f"/v1/environments/{tenant.pingone.environment_id}/resources"
        yield server, request("GET", path, connection="keep-alive"), tenant


def is_reset(wire):
    """Whether the other side resets the connection, on which nobody reads."""
    poll = select.poll()
    poll.register(wire, select.POLLHUP | select.POLLERR)
    return bool(poll.poll(LONG * 1000))


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("how", ["keep-alive", "close"])
def test_a_client_that_asks_and_never_reads_is_cut(plenty, how):
    server, head, _ = plenty

    with connected(server, buffer=4096) as wire:
        wire.sendall(head * 60 + request("GET", HEALTH, connection=how))

        assert is_reset(wire)
    assert send(server, request("GET", HEALTH)).status == 200


@pytest.mark.usefixtures("hasty")
def test_an_answer_that_is_held_back_is_not_cut():
    with FakePing() as server, server.tenant() as tenant:
        tenant.faults.delay("pingone.jwks", seconds=SHORT * 4)
        jwks = urlsplit(f"{tenant.pingone.auth_url}/jwks").path
        wait = f"/__fakeping/tenants/{tenant.id}/journal?status=500&wait={SHORT * 4}"

        assert send(server, request("GET", jwks)).status == 200
        assert send(server, request("GET", wait)).status == 200


class Full(asyncio.Transport):
    """A transport that is never done: a client that never reads the last bytes."""

    def __init__(self):
        super().__init__()
        self.aborted = asyncio.Event()

    def get_write_buffer_size(self):
        return 1

    def close(self):
        pass

    def abort(self):
        self.aborted.set()


@pytest.fixture
async def full(hasty):
    """A connection whose transport is full, and that transport."""

    async def answer(_):
        raise AssertionError

    protocol, transport = connection.Connections(answer)(), Full()
    protocol.connection_made(transport)
    yield protocol, transport
    protocol.connection_lost(None)


async def test_what_is_left_of_an_answer_is_not_waited_for(full):
    protocol, transport = full

    protocol.force_close()

    async with asyncio.timeout(LONG):
        await transport.aborted.wait()


async def test_a_client_that_reads_on_has_its_time_again(full):
    protocol, transport = full

    for _ in range(2):
        protocol.pause_writing()
        protocol.resume_writing()
    await asyncio.sleep(SHORT * 3)
    held = transport.aborted.is_set()
    protocol.pause_writing()

    async with asyncio.timeout(LONG):
        await transport.aborted.wait()
    assert not held


@pytest.mark.parametrize("sent", [b"", b"\x16\x03\x01\x02\x00"], ids=["nothing", "half a record"])
def test_a_handshake_that_does_not_end_is_cut(monkeypatch, sent):
    monkeypatch.setattr(connection, "HANDSHAKE", SHORT)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

    with FakePing(ssl_context=context) as server, connected(server) as wire:
        wire.sendall(sent)

        assert is_cut(wire)


# A client that ends its own side


def half_closed(server, *pieces):
    with connected(server) as wire:
        for each in pieces:
            wire.sendall(each)
        wire.shutdown(socket.SHUT_WR)
        return Answer(rest(wire))


@pytest.mark.parametrize("how", ["keep-alive", "close"])
@pytest.mark.parametrize("version", ["HTTP/1.1", "HTTP/1.0"])
def test_a_half_closed_client_is_answered(listening, how, version):
    answer = half_closed(listening, request("GET", HEALTH, version=version, connection=how))

    assert (answer.status, answer.raw.count(b"HTTP/1.")) == (200, 1)


def test_a_half_closed_client_that_sent_a_body_is_answered(listening):
    field = "Content-Type: application/json"
    plain = request("POST", "/__fakeping/tenants", field, body=b"{}", connection="keep-alive")
    packed = request("POST", "/__fakeping/tenants", field, "Transfer-Encoding: chunked")

    statuses = [half_closed(listening, each).status for each in (plain, packed + chunked(b"{}"))]

    assert statuses in ([200, 200], [201, 201])


def test_each_request_of_a_half_closed_client_is_answered(listening):
    head = request("GET", HEALTH, connection="keep-alive")

    assert half_closed(listening, head * 100).raw.count(b"HTTP/1.1 200 OK") == 100


def test_a_half_closed_client_gets_all_of_a_long_answer(plenty):
    server, head, _ = plenty

    answer = half_closed(server, head)

    assert answer.whole


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        pytest.param("Content-Length: 10", b"{", id="a length"),
        pytest.param("Transfer-Encoding: chunked", b"1\r\n{\r\n", id="chunks"),
    ],
)
def test_half_a_body_and_no_more_is_400(listening, caplog, field, sent):
    head = request("POST", "/__fakeping/tenants", "Content-Type: application/json", field)

    answer = half_closed(listening, head, sent)

    assert answer.status == 400
    assert not caplog.records


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\n"])
def test_half_a_head_and_no_more_is_closed(listening, sent):
    assert half_closed(listening, sent).raw in {b"", half_closed(listening, sent).raw}


@pytest.mark.usefixtures("hasty")
def test_an_answer_is_not_held_back_long_for_who_may_be_gone():
    with FakePing() as server, server.tenant() as tenant:
        tenant.faults.delay("pingone.jwks", seconds=LONG * 10)
        path = urlsplit(f"{tenant.pingone.auth_url}/jwks").path

        assert half_closed(server, request("GET", path)).raw == b""


# How much, and how many


def fields(size, *, each=4_000):
    """Header fields of a size together, as it is counted."""
    number, rest = divmod(size - len("Host: localhost\r\nConnection: close\r\n"), each)
    return [
        f"X-{index:03}: {'a' * (length - len('X-000: ') - 2)}"
        for index, length in enumerate([*[each] * number, rest])
        if length
    ]


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 431)], ids=["at it", "past it"])
def test_headers_have_a_limit_together(listening, more, status):
    head = request("GET", HEALTH, *fields(heads.MAX_HEADERS + more))

    whole = send(listening, head)
    pieces = send(listening, *(head[at : at + 1000] for at in range(0, len(head), 1000)))

    assert (whole.status, pieces.status) == (status, status)


def test_headers_that_never_end_are_431(listening):
    size = heads.MAX_HEADERS + heads._LINE + 500
    head = request("GET", HEALTH, *fields(size)).removesuffix(b"\r\n")

    answer = send(listening, head)

    assert (answer.status, answer.json["status"]) == (431, 431)


def test_a_long_body_is_no_header(listening):
    path = "/__fakeping/tenants"
    body = b" " * 500_000 + b"{}"
    head = request("POST", path, "Content-Type: application/json", body=body, connection="close")
    head = head.replace(b"close", b"keep-alive")

    with connected(listening) as wire:
        for _ in range(2):
            wire.sendall(head)
            assert wire.recv(65536).startswith(b"HTTP/1.1 20")


def is_answered(server):
    try:
        return bool(send(server, request("GET", HEALTH)).raw)
    except ConnectionError:
        return False


def test_a_connection_too_many_is_reset(monkeypatch):
    monkeypatch.setattr(connection, "MAX_CONNECTIONS", 2)
    with FakePing() as server:
        with connected(server) as one, connected(server) as two:
            for wire in (one, two):
                wire.sendall(request("GET", HEALTH, connection="keep-alive"))
                assert wire.recv(65536).startswith(b"HTTP/1.1 200")

            with suppress(ConnectionResetError), connected(server) as three:  # or while it connects
                assert rest(three) == b""
            one.sendall(request("GET", HEALTH))
            assert rest(one).startswith(b"HTTP/1.1 200")

        while not is_answered(server):
            pass  # until the server has noticed that they are gone
