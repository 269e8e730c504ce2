"""Requests that wait for an exchange: what they cost others, and how they end."""

import json
import socket
import threading
from contextlib import closing

import pytest

from fakeping import FakePing
from fakeping.control import waiters
from fakeping.journal.expectation import Expectation
from fakeping.journal.recorder import Recorder
from tests.drive import ask

# What a request may wait for, and whether an exchange has to be made to see that this is not it.
WAITING = [
    pytest.param("journal?operation=pingam.revoke&wait=60", None, 0, id="another operation"),
    pytest.param("journal?operation=pingone.*&wait=60", None, 0, id="other operations"),
    pytest.param("journal?status=599&wait=60", None, 0, id="a status"),
    pytest.param("journal?caller=nobody&rule=none&fault=none&wait=60", None, 0, id="the rest"),
    pytest.param("journal/assert", {"operation": "pingam.revoke"}, 0, id="an assertion"),
    pytest.param("journal/assert", {"operation": "*", "at_least": 9_999}, 0, id="many"),
    pytest.param("journal/assert", {"operation": "*", "reply": {"no": 1}}, 0, id="a body"),
    pytest.param("journal/assert", {"operation": "*", "reply": [1, 2]}, 1, id="numbers"),
]


def wait(server, tenant, path, wanted):
    url = f"/__fakeping/tenants/{tenant.id}/{path}"
    if wanted is None:
        return ask(server, "GET", url)
    return ask(server, "POST", url, {**wanted, "wait": 60})


@pytest.fixture
def call(server, tenant):
    """Lists resource sets."""
    pat, url = tenant.pingam.pat(), tenant.pingam.resource_set_url
    return lambda: ask(server, "GET", url, token=pat)


@pytest.fixture
def shown(monkeypatch):
    """The numbers of the exchanges that were made from entries."""
    numbers = []
    show = Recorder.shown

    def counted(self, entry, number):
        numbers.append(number)
        return show(self, entry, number)

    monkeypatch.setattr(Recorder, "shown", counted)
    # Which looks at each exchange itself.
    monkeypatch.setattr("tests.checked._told", lambda *_: ())
    return numbers


@pytest.mark.parametrize(("path", "wanted", "made"), WAITING)
def test_many_that_wait_look_at_what_is_new_and_once_for_all(
    server, tenant, call, shown, path, wanted, made
):
    for _ in range(100):
        call()
    kept = [wait(server, tenant, path, wanted) for _ in range(50)]
    left = [each.hold.listen(lambda: None) for each in kept]
    for each in kept:
        assert each.hold.remaining() > 0
    shown.clear()

    for _ in range(20):
        call()
        for each in kept:
            assert each.hold.remaining() > 0

    assert shown == [number for number in range(101, 121) for _ in range(made)]
    for each in left:
        each()
    assert tenant.journal._listeners == ()


def test_news_wakes_one_which_wakes_those_that_it_is_for(server, tenant, call):
    heard = []
    for number, status in enumerate((599, 598, 200)):
        reply = wait(server, tenant, f"journal?status={status}&wait=60", None)
        reply.hold.listen(lambda number=number: heard.append(number))
        if not number:
            first = reply
    first.hold.remaining()

    call()
    assert heard == [0]
    first.hold.remaining()
    assert heard == [0, 2]


def test_who_is_woken_and_goes_leaves_the_news_to_the_next(server, tenant, call):
    heard = []
    replies = [wait(server, tenant, "journal?status=200&wait=60", None) for _ in range(2)]
    gone, _ = [
        each.hold.listen(lambda number=number: heard.append(number))
        for number, each in enumerate(replies)
    ]
    call()

    gone()

    assert heard == [0, 1]
    assert replies[1].hold.remaining() == 0


def test_no_more_than_so_many_may_wait(server, tenant):
    path = "journal?status=599&wait=60"
    kept = [wait(server, tenant, path, None) for _ in range(waiters.MOST)]
    left = [each.hold.listen(lambda: None) for each in kept]

    refused = wait(server, tenant, path, None)
    left[0]()

    assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
    assert refused.json["detail"] == "200 requests wait for an exchange already, and no more may"
    assert wait(server, tenant, path, None).hold is not None


def request(tenant, path):
    return (
        f"GET /__fakeping/tenants/{tenant.id}/{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    )


def until(condition):
    """Look again and again; a test that hangs is ended by whoever runs it."""
    pause = threading.Event()
    while not condition():
        pause.wait(0.01)


def connected(server):
    host, _, port = server.url.removeprefix("http://").rpartition(":")
    return closing(socket.create_connection((host, int(port))))


def test_a_client_that_goes_waits_no_more():
    with FakePing() as server, server.tenant() as tenant:
        with connected(server) as client:
            client.sendall(request(tenant, "journal?wait=60"))
            until(lambda: tenant.journal._listeners)
        until(lambda: not tenant.journal._listeners)

        assert len(server._control_host.waiters) == 0


@pytest.mark.parametrize("path", ["journal?wait=60", "journal?operation=pingam.revoke&wait=60"])
def test_long_polls_are_answered_when_the_server_stops(path):
    with FakePing() as server:
        tenant = server.tenant()
        with connected(server) as client:
            client.sendall(request(tenant, path))
            until(lambda: tenant.journal._listeners)
            server.__exit__(None, None, None)
            answer = client.makefile("rb").read()

    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert json.loads(body) == {"exchanges": [], "more": 0, "position": 0, "evicted": 0}


def sent(server, tenant, body):
    return ask(server, "POST", tenant.pingam.resource_set_url, body, token=tenant.pingam.pat())


def waited(server, tenant, wanted, heard):
    reply = wait(server, tenant, "journal/assert", {"operation": "*", **wanted})
    reply.hold.listen(lambda: heard.append(wanted))
    return reply


def test_waiters_of_different_matches_are_distinguished(server, tenant):
    heard = []
    body = {"resource_scopes": ["view"], "name": "a", "type": "1"}
    kept = [
        waited(server, tenant, wanted, heard)
        for wanted in (
            {"json": {"type": 1}},
            {"json": {"type": True}},
            {"json": {"type": "1"}},
            {"json": {"type": "1"}, "count": 2},
            {"json": {"type": "1"}},
            {"json": {"type": {"$matches": "1"}}},
        )
    ]

    sent(server, tenant, body)

    left = [each.hold.remaining() > 0 for each in kept]
    assert left == [True, True, False, True, False, False]


def test_who_joins_others_that_expect_the_same_hears_of_what_it_has_not_seen(server, tenant, call):
    status = {"status": 200, "count": 2}
    first = waited(server, tenant, status, [])
    call()
    second = wait(server, tenant, "journal/assert", {"operation": "*", "status": 200, "since": 1})
    call()
    second.hold.listen(lambda: None)
    call()

    assert second.hold.remaining() == 0
    assert first.hold.remaining() == 0


def test_a_pattern_that_one_has_spent_is_not_spent_for_the_others(server, tenant, monkeypatch):
    monkeypatch.setattr("fakeping.control.journal_query.PATIENCE", 1e-9)
    wanted = {"operation": "*", "json": {"name": {"$matches": "^trip$"}}, "since": 2}
    kept = [wait(server, tenant, "journal/assert", wanted) for _ in range(3)]
    for each in kept:
        each.hold.listen(lambda: None)
    sent(server, tenant, {"resource_scopes": ["view"], "name": "a trip"})
    sent(server, tenant, {"resource_scopes": ["view"], "name": "trip"})
    sent(server, tenant, {"resource_scopes": ["view"], "name": "trip"})

    [over] = {each.hold.remaining() for each in kept}

    assert over == 0
    assert {each.hold.reply().status for each in kept} == {400}


def test_what_many_expect_is_compared_once(server, tenant, call, monkeypatch):
    compared = []
    matches = Expectation.matches
    wanted = {"operation": "pingam.resource_set.list", "reply": [1, {"$any_order": ["a", "b"]}]}

    def counted(self, exchange):
        compared.append(exchange.number)
        return matches(self, exchange)

    monkeypatch.setattr(Expectation, "matches", counted)
    kept = [wait(server, tenant, "journal/assert", wanted) for _ in range(50)]
    left = [each.hold.listen(lambda: None) for each in kept]
    monkeypatch.setattr("tests.checked._told", lambda *_: ())
    call()
    call()
    kept[0].hold.remaining()

    assert compared == [1, 2]
    for each in left:
        each()
    assert len(tenant.journal._listeners) == 0
