"""From a server's start to its stop, and what its objects say of themselves."""

import asyncio
import re

import pytest

from fakeping import FakePing, connect
from tests.over_http import Connection


def test_start_returns_the_server_and_stop_frees_its_port():
    server = FakePing().start()
    port = server.port
    try:
        assert server.url == f"http://127.0.0.1:{port}"
        with pytest.raises(RuntimeError, match="listens already"):
            server.start()
    finally:
        server.stop()
    server.stop()  # does nothing

    with FakePing(port=port) as other:
        assert other.port == port
    with pytest.raises(ConnectionRefusedError), Connection(server.url) as connection:
        connection.ask("GET", "/")


@pytest.mark.parametrize("name", ["url", "port", "control_url"])
def test_a_server_that_does_not_listen_yet_says_how_it_would(name):
    with pytest.raises(
        RuntimeError, match=r"with FakePing\(\) as server:.*FakePing\(\)\.start\(\)"
    ):
        getattr(FakePing(), name)


def test_a_public_url_is_known_before():
    assert FakePing(public_url="https://ping.example").url == "https://ping.example"


async def test_the_callers_loop_has_a_port_too():
    async with FakePing() as server:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.close()


def test_a_repr_tells_where_and_when():
    server = FakePing()
    assert repr(server) == "<FakePing, not listening, 0 tenants>"
    with server:
        tenant = server.tenant(realm="alpha", edition={"pingone": "current"})
        environment = tenant.pingone.environment_id
        tenant.clock.freeze()
        tenant.clock.set("2026-01-01T00:00:00Z")
        instant, who = "2026-01-01T00:00:00.000Z", f"PingOne {environment}, PingAM alpha"

        assert repr(server) == f"<FakePing at {server.url}, 1 tenant>"
        assert repr(tenant) == f"<Tenant at {server.url}, {instant}: {who}>"
        assert repr(tenant.pingone) == f"<PingOne current, environment {environment}>"
        assert repr(tenant.pingam) == "<PingAM 8.1, realm /alpha>"
        assert re.fullmatch(rf"<Clock {instant}, .* behind, frozen>", repr(tenant.clock))
        with connect(server.url) as there:
            assert there.port == server.port
            assert repr(there).startswith(f"<RemoteServer at {server.url}, fakeping ")
            far = there.existing(tenant.id)
            assert repr(far) == f"<Tenant at {server.url}: {who}>"
            assert repr(far.pingone) == f"<PingOne {environment}, elsewhere>"

    assert repr(server) == "<FakePing, stopped, 1 tenant>"
    assert repr(tenant) == f"<Tenant, its server stopped, {instant}: {who}>"
    tenant.drop()
    assert repr(tenant) == f"<Tenant, dropped: {who}>"


def test_a_clock_that_goes_right_says_the_time_alone():
    with FakePing().tenant() as tenant:
        assert re.fullmatch(r"<Clock \S+Z>", repr(tenant.clock))
