"""A control key is shown to a fakeping alone, and a deployment's tokens to its own origin alone."""

import io
import json
import socket
import tracemalloc
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from fakeping import FakePing, connect
from fakeping.cli.main import main
from fakeping.contract.ledger import Ledger
from fakeping.contract.pingam.accounts import Account
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.transport import AnotherOrigin, OverHttp
from fakeping.core import outside

KEY = "the-control-key"


@contextmanager
def recording(status=404, body=b"", **headers):
    """A server that answers all requests alike; yields its URL and what it was sent."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append(f"{self.requestline}\n{self.headers}")
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = answer  # noqa: N815 - their names

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = Thread(target=served.serve_forever, args=[0.01])
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}", seen
        finally:
            served.shutdown()
            thread.join()


@pytest.fixture
def journal(tmp_path):
    with FakePing() as server, server.tenant() as tenant:
        with connect(server.url) as held:
            held.existing(tenant.id).pingone.token()
        path = tmp_path / "journal.jsonl"
        import urllib.request  # noqa: PLC0415

        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
        ask = urllib.request.Request(
            url, headers={"Authorization": f"Bearer {tenant.pingone.token()}"}
        )
        urllib.request.urlopen(ask).close()
        path.write_text(tenant.journal.to_jsonl(), "utf-8")
    return path


def connects(url, journal):
    with pytest.raises((OSError, ValueError)):
        connect(url, control_key=KEY)


def replays(url, journal):
    assert main(["replay", str(journal), "--target", url]) in {1, 2}


def holds_to_the_contract(url, journal):
    ledger = journal.with_name("ledger")
    main(["contract", "--target", url, "--family", "pingam", "--ledger", str(ledger)])


def checks_health(url, journal):
    main(["healthcheck", url])


@pytest.mark.parametrize("use", [connects, replays, holds_to_the_contract, checks_health])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({}, id="nothing there"),
        pytest.param({"status": 200, "body": b'{"status": "ok"}'}, id="somebody's health"),
        pytest.param({"status": 200, "body": b"<html>"}, id="a page for everything"),
        pytest.param({"status": 200, "body": b"[]"}, id="a list for everything"),
        pytest.param({"status": 401, "body": b'{"detail": "a key"}'}, id="wants a key at once"),
    ],
)
def test_a_key_goes_to_a_fakeping_alone(use, answer, journal, monkeypatch):
    monkeypatch.setenv("FAKEPING_CONTROL_KEY", KEY)
    with recording(**answer) as (url, seen):
        use(url, journal)

    assert seen
    assert not [each for each in seen if KEY in each]


@pytest.mark.parametrize("use", [connects, replays, holds_to_the_contract, checks_health])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_takes_a_credential_elsewhere(use, status, journal, monkeypatch):
    monkeypatch.setenv("FAKEPING_CONTROL_KEY", KEY)
    monkeypatch.setenv("FAKEPING_PINGONE_TOKEN", "the-token")
    with (
        recording(200, b'{"status": "ok"}') as (elsewhere, there),
        recording(status, Location=f"{elsewhere}/x") as (url, seen),
    ):
        use(url, journal)

    assert seen
    assert not [each for each in there if KEY in each or "the-token" in each]


def test_a_fakeping_that_wants_its_key_gets_it(journal, monkeypatch):
    monkeypatch.setenv("FAKEPING_CONTROL_KEY", KEY)
    with FakePing(control_key=KEY) as server:
        with connect(server.url, control_key=KEY) as held:
            assert held.tenant().id
        assert main(["replay", str(journal), "--target", server.url]) == 0


def test_a_link_to_another_origin_gets_no_token():
    with recording() as (elsewhere, seen):
        target = PingAMTarget(
            transport=OverHttp(),
            url="http://127.0.0.1:9/am",
            realm="alpha",
            client=Account(name="c"),
            owner=Account(name="alice"),
        )
        with pytest.raises(AnotherOrigin, match="another origin"):
            target.ask("GET", f"{elsewhere}/next", token="the-token")
        target.remember(f"{elsewhere}/made")
        assert target.tidy() == [f"{elsewhere}/made"]

    assert seen == []


def test_a_ledger_of_another_server_gets_no_key(tmp_path, monkeypatch):
    monkeypatch.setenv("FAKEPING_CONTROL_KEY", KEY)
    with recording(204) as (elsewhere, seen), FakePing(control_key=KEY) as server:
        path = tmp_path / "ledger"
        Ledger(path).made("control", f"{elsewhere}/__fakeping/tenants/x")
        main(["contract", "--target", server.url, "--ledger", str(path), "--clean"])
        assert json.loads(path.read_text("utf-8"))["made"].startswith(elsewhere)

    assert seen == []


# Answers that end neither where they said nor at all.
ENDLESS = {
    "a length that no machine holds": (b"Content-Length: 99999999999999\r\n\r\n{", b""),
    "no end": (b"Connection: close\r\n\r\n", b"[" * 65_536),
}


@contextmanager
def answering(head, part):
    """A server that answers with a head, and then with parts for as long as anybody reads."""

    def answer(stream):
        with suppress(OSError), stream:
            stream.recv(65_536)
            stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + head)
            for _ in range(10_000):
                stream.sendall(part)
                if not part:
                    break

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with suppress(OSError):
                while True:
                    answer(listener.accept()[0])

        Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(("head", "part"), ENDLESS.values(), ids=ENDLESS)
def test_no_more_is_read_of_a_stranger_than_a_fakeping_says(head, part):
    with answering(head, part) as url:
        tracemalloc.start()
        with pytest.raises(OSError, match="no fakeping"):
            connect(url, control_key=KEY)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < 10_000_000


@pytest.mark.parametrize("size", [0, 1, 10, 11, 5_000])
def test_an_answer_is_read_whole_or_not_at_all(size):
    body = b"x" * size
    if size <= 10:
        assert outside.answer(io.BytesIO(body), most=10) == body
    else:
        with pytest.raises(OSError, match="longer than 10 bytes"):
            outside.answer(io.BytesIO(body), most=10)
