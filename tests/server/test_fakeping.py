"""`FakePing` and `create_app`: the doors through which everything else is reached."""

import asyncio
import http.client
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
import pytest

from fakeping import FAKE, FakePing, __version__, create_app
from tests.drive import ask
from tests.over_http import Connection


def resources(tenant):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"


def links(reply):
    return {
        each["_links"][name]["href"]
        for each in reply.json["_embedded"]["items"]
        for name in each["_links"]
    }


def begins(reply):
    """What the absolute links of a list begin with."""
    return {"{0.scheme}://{0.netloc}".format(urlsplit(each)) for each in links(reply)}


@pytest.fixture
def serving():
    """Starts servers with these options, until the test is over."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(FakePing(**options))


def port_of(server):
    return server._listening.addresses[0][1]


def list_over_http(server, tenant, **headers):
    with Connection(f"http://127.0.0.1:{port_of(server)}") as connection:
        return connection.ask(
            "GET", resources(tenant), token=tenant.pingone.token(), headers=headers
        )


def test_with_serves_from_a_thread_of_its_own():
    with FakePing() as server, server.tenant() as tenant, Connection(server.url) as connection:
        url = resources(tenant)
        reply = connection.ask("GET", url, token=tenant.pingone.token())

        assert (reply.status, reply.json["count"]) == (200, 2)
        assert urlsplit(server.url).hostname == "127.0.0.1"
        assert server.control_url == f"{server.url}/__fakeping"

    with pytest.raises(ConnectionRefusedError), Connection(server.url) as connection:
        connection.ask("GET", url)


async def test_async_with_serves_from_the_callers_loop():
    async with FakePing() as server, aiohttp.ClientSession() as session:
        tenant = server.tenant()
        headers = {"Authorization": f"Bearer {tenant.pingone.token()}"}
        async with session.get(resources(tenant), headers=headers) as answer:
            assert answer.status == 200
        tenant.journal.assert_called("pingone.resource.list", count=1)

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", urlsplit(server.url).port)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        pytest.param("/v1/environments/x/resources", {}, id="PingOne"),
        pytest.param("/am/uma/resource_set", {}, id="PingAM"),
        pytest.param("/__fakeping/health", {}, id="the control API"),
        pytest.param("/", {}, id="the root"),
        pytest.param("/", {"Accept": "text/html"}, id="the root, for a browser"),
        pytest.param("/", {"Host": "elsewhere.example"}, id="a host that it is not"),
    ],
)
def test_every_answer_says_that_it_is_a_fakes(serving, path, headers):
    with Connection(serving().url) as connection:
        reply = connection.ask("GET", path, headers=headers)

    assert reply.headers["Server"] == f"fakeping/{__version__}"


def test_an_answer_that_is_cut_says_so_too(serving):
    server = serving()
    tenant = server.tenant()
    tenant.faults.truncate("pingone.jwks")

    with socket.create_connection(("127.0.0.1", port_of(server))) as connection:
        path = urlsplit(f"{tenant.pingone.auth_url}/jwks").path
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(4096), b""))

    assert f"\r\nServer: fakeping/{__version__}\r\n".encode() in answer


def test_a_server_can_be_entered_again():
    server = FakePing()
    tenant = server.tenant()
    for _ in range(2):
        with server:
            assert list_over_http(server, tenant).status == 200


def test_two_servers_know_nothing_of_each_other():
    with FakePing() as one, FakePing() as other:
        tenant = one.tenant(environment_id="0271641f-2d74-4bb0-b416-4a39b8714261", realm="alpha")
        same = other.tenant(environment_id="0271641f-2d74-4bb0-b416-4a39b8714261", realm="alpha")
        tenant.pingone.given.resource(name="photos")

        with Connection(other.url) as connection:
            strange = connection.ask("GET", resources(same), token=tenant.pingone.token())
            own = connection.ask("GET", resources(same), token=same.pingone.token())

    assert one.url != other.url
    assert (strange.status, own.status, own.json["count"]) == (401, 200, 2)


def test_a_port_that_is_taken_is_an_os_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = FakePing(port=taken.getsockname()[1])

        with pytest.raises(OSError, match="in use"):
            server.__enter__()


async def test_a_port_that_is_taken_is_an_os_error_in_the_callers_loop_too():
    async with FakePing() as first:
        port = urlsplit(first.url).port or 0
        with pytest.raises(OSError, match="in use"):
            await FakePing(port=port).__aenter__()


def test_a_port_can_be_chosen():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with FakePing(port=port) as server:
        assert server.url == f"http://127.0.0.1:{port}"


def test_it_serves_on_the_loopback_of_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("there is no IPv6 here")

    with FakePing(host="::1") as server, server.tenant() as tenant:
        with Connection(server.url) as connection:
            reply = connection.ask("GET", resources(tenant), token=tenant.pingone.token())

        assert server.url.startswith("http://[::1]:")
        assert begins(reply) == {server.url}


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        pytest.param({"environment_id": "e1"}, "another tenant has the pingone address 'e1'"),
        pytest.param({"realm": "alpha"}, "another tenant has the pingam address '/alpha'"),
        pytest.param({"realm": "/alpha/"}, "another tenant has the pingam address '/alpha'"),
    ],
)
def test_what_another_tenant_has_is_a_value_error(server, wanted, sentence):
    first = server.tenant(environment_id="e1", realm="alpha")

    with pytest.raises(ValueError, match=sentence):
        server.tenant(**wanted)

    assert server.tenants.all() == [first]
    first.drop()
    assert server.tenant(**wanted)


@pytest.mark.parametrize(
    ("edition", "sentence"),
    [
        pytest.param({"pingone": "p15"}, "no edition 'p15' of pingone: choose from p14c"),
        pytest.param({"pingam": "5"}, "no edition '5' of pingam: choose from 8.1"),
        pytest.param({"pingfed": "1"}, "no family 'pingfed'; did you mean"),
    ],
)
def test_an_unknown_edition_is_a_value_error(server, edition, sentence):
    with pytest.raises(ValueError, match=sentence):
        FakePing(edition=edition)
    with pytest.raises(ValueError, match=sentence):
        server.tenant(edition=edition)


def test_a_tenant_has_the_servers_choices_unless_it_has_its_own():
    server = FakePing(auth="off", edition={"pingone": "p14c"})

    open_, shut = server.tenant(), server.tenant(auth="strict")

    assert ask(server, "GET", resources(open_)).status == 200
    assert ask(server, "GET", resources(shut)).status == 401
    assert (open_.pingone.edition, open_.pingam.edition) == ("p14c", "8.1")


def test_a_tenant_is_gone_once_it_is_dropped(server):
    with server.tenant() as tenant:
        token, pat = tenant.pingone.token(), tenant.pingam.pat()
        url, resource_set_url = resources(tenant), tenant.pingam.resource_set_url
        assert ask(server, "GET", url, token=token).status == 200
        assert ask(server, "GET", resource_set_url, token=pat).status == 200

    other = server.tenant()
    assert ask(server, "GET", url, token=token).status == 401
    assert ask(server, "GET", url, token=other.pingone.token()).status == 404
    assert ask(server, "GET", resource_set_url, token=pat).status == 404
    with pytest.raises(RuntimeError, match="was dropped"):
        _ = tenant.pingone.url
    assert len(tenant.journal) == 2
    assert len(server.unmatched) == 3
    tenant.drop()  # once more does no harm


def test_the_realms_of_a_tenant_go_with_it(server):
    with server.tenant() as tenant:
        tenant.pingam.given.realm("/shared")

    assert server.tenant().pingam.given.realm("/shared") == "/shared"


def test_a_request_for_no_tenant_is_unmatched(server, tenant):
    ask(server, "GET", "/v1/environments/of-nobody/resources")
    ask(server, "GET", "/nowhere")
    ask(server, "GET", f"{tenant.pingam.url}/uma/realms/root/realms/of-nobody/resource_set")

    assert [(each.status, each.operation) for each in server.unmatched] == [
        (401, "pingone.resource.list"),
        (404, None),
        (404, "pingam.resource_set.list"),
    ]
    assert (len(tenant.journal), server.crashes) == (0, ())


@pytest.mark.parametrize(
    ("path", "mount"),
    [
        pytest.param("/am", "/am", id="the default"),
        pytest.param("/openam", "/openam", id="another"),
        pytest.param("auth/am/", "/auth/am", id="two segments, and slashes as they come"),
        pytest.param("/", "", id="the root"),
        pytest.param("", "", id="the root, said otherwise"),
    ],
)
def test_pingam_may_be_deployed_elsewhere(path, mount):
    server = FakePing(am_context_path=path)
    tenant = server.tenant(realm="alpha")
    pat = tenant.pingam.pat()
    url = f"http://fakeping.invalid{mount}/uma/realms/root/realms/alpha/resource_set"

    reply = ask(server, "POST", url, {"resource_scopes": []}, token=pat)

    assert reply.status == 201
    assert tenant.pingam.resource_set_url == url
    assert reply.headers["Location"] == f"{url}/{reply.json['_id']}"
    assert reply.json["user_access_policy_uri"].startswith(
        f"http://fakeping.invalid{mount}/XUI/?realm=/alpha#uma/share/"
    )
    # The other family is still where it was, and says no in its own way elsewhere.
    assert ask(server, "GET", resources(tenant), token=tenant.pingone.token()).status == 200
    assert ask(server, "GET", "/v1/nowhere").json["code"] == "NOT_FOUND"


def test_links_begin_with_the_name_that_the_request_gives(listening):
    with listening.tenant() as tenant:
        port = port_of(listening)

        assert begins(list_over_http(listening, tenant, Host=f"localhost:{port}")) == {
            f"http://localhost:{port}"
        }
        assert begins(list_over_http(listening, tenant)) == {f"http://127.0.0.1:{port}"}


def test_links_begin_with_the_public_url_where_there_is_one(serving):
    server = serving(public_url="https://ping.example.test/")
    tenant = server.tenant()

    reply = list_over_http(server, tenant)

    assert server.url == "https://ping.example.test"
    assert tenant.pingone.url == "https://ping.example.test/v1"
    assert begins(reply) == {"https://ping.example.test"}


def test_what_a_proxy_says_counts_only_when_it_is_trusted(serving):
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "ping.example.test"}
    plain, trusting = serving(), serving(trust_forwarded=True)

    assert begins(list_over_http(plain, plain.tenant(), **forwarded)) == {plain.url}
    tenant = trusting.tenant()
    assert begins(list_over_http(trusting, tenant, **forwarded)) == {"https://ping.example.test"}
    assert begins(list_over_http(trusting, tenant)) == {trusting.url}
    forwarded["X-Forwarded-Host"] = "outer.example.test, inner.example.test"
    assert begins(list_over_http(trusting, tenant, **forwarded)) == {"https://outer.example.test"}


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("evil.example.test", id="another name"),
        pytest.param("127.0.0.1.example.test", id="a name that begins like the loopback's"),
        pytest.param("localhost@evil.example.test", id="a user"),
        pytest.param("[::1", id="no name at all"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_host_that_is_not_this_server_is_misdirected(listening, host):
    with listening.tenant() as tenant:
        reply = list_over_http(listening, tenant, Host=host)

        assert (reply.status, reply.json["status"]) == (421, 421)
        assert "--allowed-host NAME" in reply.json["detail"]
        assert reply.headers["Content-Type"].startswith("application/problem+json")
        assert reply.headers["Connection"] == "close"
        assert len(tenant.journal) == 0


def test_a_host_may_be_allowed(serving):
    server = serving(allowed_hosts=["Ping.example.test"])
    tenant = server.tenant()

    allowed = list_over_http(server, tenant, Host="ping.EXAMPLE.test:8443")

    assert begins(allowed) == {"http://ping.EXAMPLE.test:8443"}
    assert list_over_http(server, tenant, Host="localhost").status == 200
    assert list_over_http(server, tenant, Host="pong.example.test").status == 421


async def test_create_app_serves_aiohttps_own_client(aiohttp_client):
    client = await aiohttp_client(create_app())
    tenant = client.app[FAKE].tenant()
    headers = {"Authorization": f"Bearer {tenant.pingone.token()}"}
    path = f"/v1/environments/{tenant.pingone.environment_id}/resources"

    answer = await client.post(path, headers=headers, json={"name": "photos"})
    created = await answer.json()

    assert answer.status == 201
    assert created["_links"]["self"]["href"] == str(client.make_url(f"{path}/{created['id']}"))
    tenant.journal.assert_called("pingone.resource.create", json={"name": "photos"}, count=1)


async def test_create_app_takes_a_fake_that_was_made_before(aiohttp_client):
    server = FakePing()
    tenant = server.tenant(auth="off")
    client = await aiohttp_client(create_app(server))

    answer = await client.get(f"/v1/environments/{tenant.pingone.environment_id}/resources")

    assert answer.status == 200
    assert client.app[FAKE] is server


def play(seed):
    """Ask a server of that seed a little of everything; returns all that it answered."""
    server = FakePing(ids_seed=seed)
    tenant = server.tenant()
    tenant.clock.freeze()
    tenant.clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    token, pat = tenant.pingone.token(), tenant.pingam.pat()
    one, am = resources(tenant), tenant.pingam.resource_set_url
    replies = [
        ask(server, "POST", one, {"name": "photos"}, token=token),
        ask(server, "POST", one, {"name": "photos"}, token=token),
        ask(server, "GET", f"{one}?expand=scopes", token=token),
        ask(server, "GET", one),
        ask(server, "POST", am, {"resource_scopes": ["view"]}, token=pat),
        ask(server, "GET", am, token=pat),
    ]
    replies.append(
        ask(server, "POST", f"{one}/{replies[0].json['id']}/scopes", {"name": "s"}, token=token)
    )
    told = [(each.status, dict(each.headers), each.body) for each in replies]
    credentials = (tenant.pingone.credentials, tenant.pingam.credentials, pat, tenant.id)
    return told, credentials


def test_the_same_seed_gives_the_same_answers_byte_for_byte():
    assert play(7) == play(7)


def test_another_seed_gives_other_ids():
    (some, known), (other, unknown) = play(7), play(8)

    assert [each[0] for each in some] == [each[0] for each in other]
    assert all(one[2] != two[2] for one, two in zip(some, other, strict=True))
    assert not {*known} & {*unknown}


def test_a_tenants_own_seed_is_independent_of_what_came_before():
    server, busy = FakePing(), FakePing()
    busy.tenant().pingone.token()

    one, other = server.tenant(ids_seed=3), busy.tenant(ids_seed=3)

    assert (one.id, one.pingone.environment_id, one.pingam.realm) == (
        other.id,
        other.pingone.environment_id,
        other.pingam.realm,
    )
    assert server.tenant().id != busy.tenant().id


def test_stopping_does_not_wait_for_idle_connections():
    with FakePing() as server, Connection(server.url) as connection:
        connection.ask("GET", f"{server.url}/__fakeping/health")
        began = time.monotonic()
        server.__exit__(None, None, None)

        assert time.monotonic() - began < 50  # aiohttp itself would wait for a minute


def test_an_open_server_leaves_nothing_open():
    # In a process of its own: what the garbage collector finds late belongs to nobody's test.
    script = """
import asyncio, gc, http.client, logging, threading
from fakeping import FakePing

# With -X dev asyncio warns of a callback that took long, as a busy machine's do, and in Python 3.13
# of an address that is nobody's. What was not retrieved is an error.
logging.getLogger("asyncio").setLevel(logging.ERROR)

def once():
    with FakePing() as server:
        client = http.client.HTTPConnection(server.url.removeprefix("http://"))
        client.request("GET", "/__fakeping/health")
        assert client.getresponse().read()
    client.close()

async def later():
    async with FakePing():
        await asyncio.sleep(0)

for _ in range(3):
    once()
    asyncio.run(later())
try:
    FakePing(host="192.0.2.1").__enter__()  # nobody's address
except OSError:
    pass
gc.collect()
assert threading.active_count() == 1, threading.enumerate()
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("auth", ["Strict", "none", ""])
def test_an_authentication_that_does_not_exist_is_refused(auth):
    with pytest.raises(ValueError, match="choose from strict, any, off"):
        FakePing(auth=auth)


def test_a_tenants_authentication_that_does_not_exist_is_refused(server):
    with pytest.raises(ValueError, match="there is no authentication 'lax'"):
        server.tenant(auth="lax")


def test_the_public_urls_own_host_is_served():
    with FakePing(public_url="https://ping.example") as server:
        port = server._listening.addresses[0][1]
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/__fakeping/health", headers={"Host": "ping.example"})

        assert connection.getresponse().status == 200
        connection.close()


def test_a_server_that_listens_can_not_be_entered_once_more():
    with FakePing() as server, server.tenant() as tenant:
        with pytest.raises(RuntimeError, match=f"listens already, at {server.url}"):
            server.__enter__()
        with pytest.raises(RuntimeError, match="listens already"):
            asyncio.run(server.__aenter__())

        assert list_over_http(server, tenant).status == 200
    with server:  # afterwards it may be
        assert server.url


async def test_nor_can_one_that_listens_in_the_callers_loop():
    async with FakePing() as server, aiohttp.ClientSession() as session:
        with pytest.raises(RuntimeError, match="listens already"):
            await server.__aenter__()
        with pytest.raises(RuntimeError, match="listens already"):
            server.__enter__()

        async with session.get(f"{server.control_url}/health") as answer:
            assert answer.status == 200


def test_one_that_could_not_listen_can_be_entered_later():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = FakePing(port=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            server.__enter__()

    with server, Connection(server.url) as connection:
        assert connection.ask("GET", "/__fakeping/health").status == 200


@pytest.mark.parametrize(
    "scope", ["p1:read:user", "p1:read:user p1:update:user p1:reset:userPassword"]
)
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("edition", ["p14c", "current"])
def test_the_default_tenant_takes_the_documents_authorization_request(scope, again, edition):
    from fakeping.families.pingone.demo import DEFAULT_APPLICATION  # noqa: PLC0415
    from fakeping.server.registry import DEFAULT_ENVIRONMENT  # noqa: PLC0415

    server = FakePing(edition={"pingone": edition})
    tenant = server.default_tenant()
    if again:
        tenant.reset("empty")
        tenant.reset("seed")

    reply = ask(
        server,
        "GET",
        f"/{DEFAULT_ENVIRONMENT}/as/authorize?response_type=code&client_id={DEFAULT_APPLICATION}"
        f"&redirect_uri=https://example.com&scope={scope.replace(' ', '%20')}"
        "&acr_values=Single_Factor",
    )

    assert reply.status == 302
    assert reply.headers["Location"].startswith("https://example.com?code=")
