"""Faults as clients meet them: on a socket."""

import asyncio
import errno
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

import aiohttp
import pytest

from fakeping import FakePing, Fixed, LogNormal, Uniform
from tests.over_http import Connection

LIST = "pingone.resource.list"
CREATE = "pingone.resource.create"


@pytest.fixture
def tenant(listening):
    with listening.tenant() as tenant:
        yield tenant


@pytest.fixture
def url(tenant):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"


@pytest.fixture
def token(tenant):
    return tenant.pingone.token()


@pytest.fixture
def one(listening, url, token):
    """Asks on a connection of its own."""

    def one(method="GET", body=...):
        with Connection(listening.url) as connection:
            sent = {} if body is ... else {"body": body}
            return connection.ask(method, url, **sent, token=token)

    return one


@contextmanager
def under_way(ask, *args):
    """A request that is asked from a thread of its own; its answer is there when it is asked."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(ask, *args)


def test_a_status_comes_with_the_vendors_body_and_headers(tenant, one):
    tenant.faults.next(LIST, status=429, retry_after=3)

    reply = one()

    assert (reply.status, reply.json["code"]) == (429, "REQUEST_LIMITED")
    assert (reply.headers["Retry-After"], reply.headers["X-Fakeping-Fault"]) == ("3", "status_429")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_dropped_connection_ends_without_a_byte(tenant, one, method):
    tenant.faults.drop("pingone.resource.*")

    with pytest.raises(RemoteDisconnected):
        one(method, {"name": "photos"})

    assert one().status == 200
    assert [each.status for each in tenant.journal] == [0, 200]


@pytest.mark.parametrize("script", ["drop", "after_commit"])
def test_a_reset_connection_is_reset(tenant, one, script):
    getattr(tenant.faults, script)(LIST, reset=True)

    with pytest.raises(ConnectionResetError) as reset:
        one()

    assert reset.value.errno == errno.ECONNRESET


def test_a_truncated_body_ends_halfway(tenant, one):
    whole = one()
    tenant.faults.truncate(LIST)

    with pytest.raises(IncompleteRead) as broken:
        one()

    assert broken.value.partial == whole.body[: len(whole.body) // 2]
    assert broken.value.expected == len(whole.body) - len(whole.body) // 2


def test_a_head_without_a_body_is_truncated_to_nothing(tenant, one):
    tenant.faults.truncate(LIST)

    with pytest.raises(RemoteDisconnected):
        one("HEAD")


def test_a_malformed_body_is_whole(tenant, one):
    tenant.faults.malformed(LIST)

    reply = one()

    assert int(reply.headers["Content-Length"]) == len(reply.body)
    with pytest.raises(json.JSONDecodeError):
        json.loads(reply.body)


def test_a_write_with_a_lost_answer_is_committed(tenant, one):
    tenant.faults.after_commit(CREATE)

    with pytest.raises(RemoteDisconnected):
        one("POST", {"name": "photos"})

    assert [each.name for each in tenant.pingone.resources()][-1] == "photos"


def test_the_next_request_on_a_kept_connection_fails_alone(listening, tenant, url, token):
    tenant.faults.next(LIST, status=503, after=1)

    with Connection(listening.url) as connection:
        codes = [connection.ask("GET", url, token=token).status for _ in range(3)]

    assert codes == [200, 503, 200]


def test_a_real_delay_takes_its_time(tenant, one):
    tenant.faults.delay(LIST, "150ms")

    began = time.monotonic()
    reply = one()
    took = time.monotonic() - began

    assert (reply.status, reply.headers["X-Fakeping-Fault"]) == (200, "delay")
    assert took >= 0.15


def test_delays_add_up(tenant, one):
    tenant.faults.delay(LIST, 0.1)
    tenant.faults.delay(LIST, 0.1)

    began = time.monotonic()
    one()

    assert time.monotonic() - began >= 0.2


def test_a_delay_ends_with_a_fault_of_its_own(tenant, one):
    tenant.faults.delay(LIST, 0.1)
    tenant.faults.drop(LIST)

    began = time.monotonic()
    with pytest.raises(RemoteDisconnected):
        one()

    assert time.monotonic() - began >= 0.1


def test_one_delayed_request_blocks_no_other(tenant, one):
    tenant.clock.freeze()
    tenant.faults.delay(LIST, "1h", clock="tenant", times=1)

    with under_way(one) as held:
        tenant.journal.wait_for(LIST, timeout=300)
        others = [one().status for _ in range(5)]
        waiting = not held.done()
        tenant.clock.advance("1h")

        assert (others, waiting) == ([200] * 5, True)
        assert held.result(timeout=300).status == 200


@pytest.mark.parametrize(
    "release",
    [
        pytest.param(lambda tenant, _: tenant.clock.advance(5), id="moved on"),
        pytest.param(lambda tenant, _: tenant.clock.set(tenant.clock.text(after=6)), id="set"),
        pytest.param(lambda _, fault: fault.cancel(), id="cancelled"),
        pytest.param(lambda tenant, _: tenant.faults.clear(), id="cleared"),
        pytest.param(lambda tenant, _: tenant.drop(), id="dropped with its tenant"),
    ],
)
def test_a_delay_by_the_tenants_clock_ends_with_it(tenant, one, release):
    tenant.clock.freeze()
    fault = tenant.faults.delay(LIST, 5, clock="tenant", times=1)

    with under_way(one) as held:
        tenant.journal.wait_for(LIST, timeout=300)
        release(tenant, fault)

        assert held.result(timeout=300).status == 200


def test_a_clock_that_runs_lets_go_in_time(tenant, one):
    tenant.faults.delay(LIST, 0.1, clock="tenant")

    began = time.monotonic()
    assert one().status == 200

    assert time.monotonic() - began >= 0.09


def test_a_clock_that_goes_on_lets_go_in_time(tenant, one):
    tenant.clock.freeze()
    tenant.faults.delay(LIST, 0.05, clock="tenant")

    with under_way(one) as held:
        tenant.journal.wait_for(LIST, timeout=300)
        tenant.clock.unfreeze()

        assert held.result(timeout=300).status == 200


def test_a_held_answer_is_released_at_once(tenant, one):
    tenant.clock.freeze()
    tenant.faults.delay(LIST, 5, clock="tenant")

    with under_way(one) as held:
        tenant.journal.wait_for(LIST, timeout=300)
        tenant.clock.advance(5)

        # The clock stands still again: only who hears of the move lets it go.
        assert held.result(timeout=300).status == 200


@pytest.mark.parametrize(
    ("script", "status"),
    [
        pytest.param(lambda _: None, 200, id="an answer"),
        pytest.param(lambda faults: faults.drop(LIST), 0, id="no answer"),
        pytest.param(lambda faults: faults.drop(LIST, reset=True), 0, id="a reset"),
        pytest.param(lambda faults: faults.truncate(LIST), 200, id="half an answer"),
    ],
)
def test_a_client_that_gives_up_does_no_harm(
    listening, tenant, url, token, one, caplog, script, status
):
    tenant.clock.freeze()
    fault = tenant.faults.delay(LIST, 5, clock="tenant", times=1)
    script(tenant.faults)
    client = HTTPConnection(urlsplit(listening.url).netloc, timeout=300)
    client.request("GET", url, headers={"Authorization": f"Bearer {token}"})
    tenant.journal.wait_for(LIST, timeout=300)
    client.sock.settimeout(0.05)

    with pytest.raises(TimeoutError):
        client.getresponse()
    client.close()
    one()  # the server has seen that the client is gone
    fault.cancel()

    assert one().status == 200
    assert [each.status for each in tenant.journal] == [status, 200, 200]
    assert caplog.records == []


def test_a_server_stops_while_it_holds_an_answer_back():
    with FakePing() as server:
        tenant = server.tenant()
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
        token = tenant.pingone.token()
        tenant.clock.freeze()
        tenant.faults.delay(LIST, 5, clock="tenant")

        def ask():
            with Connection(server.url) as connection:
                connection.ask("GET", url, token=token)

        client = threading.Thread(target=ask)
        client.start()
        tenant.journal.wait_for(LIST, timeout=300)

        began = time.monotonic()

    client.join(timeout=300)
    tenant.clock.advance(5)  # nobody hears it, and nobody minds
    assert not client.is_alive()
    assert time.monotonic() - began < 60  # and not until somebody moves the clock


@pytest.mark.parametrize("length", [Fixed(0.01), Uniform(0.01, 0.02), LogNormal(0.01, 0.1)])
def test_a_delay_may_be_drawn(tenant, one, length):
    tenant.faults.delay(LIST, length)

    assert one().status == 200
    assert tenant.journal[-1].fault == "delay"


def test_twenty_delayed_requests_wait_together(tenant, one):
    tenant.faults.delay(LIST, 0.5)

    began = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(lambda _: one().status, range(20)))

    assert codes == [200] * 20
    assert time.monotonic() - began < 60  # and not until somebody moves the clock


async def test_faults_reach_an_asynchronous_client_and_server():
    async with FakePing() as server, aiohttp.ClientSession() as session:
        tenant = server.tenant()
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
        headers = {"Authorization": f"Bearer {tenant.pingone.token()}"}
        tenant.clock.freeze()
        tenant.faults.drop(CREATE)
        tenant.faults.delay(LIST, 5, clock="tenant")
        arrived = asyncio.Event()
        tenant.journal.listen(arrived.set)

        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(url, headers=headers, json={"name": "photos"})
        arrived.clear()
        async with asyncio.timeout(10), asyncio.TaskGroup() as group:
            task = group.create_task(session.get(url, headers=headers))
            await arrived.wait()
            tenant.clock.advance(5)

        answer = task.result()
        assert answer.status == 200
        answer.release()
