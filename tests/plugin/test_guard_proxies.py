"""The guard and proxies: no way to ask one for a real Ping host, whatever client asks how."""

import asyncio
import functools
import http.client
import multiprocessing
import os
import shutil
import socket
import ssl
import tempfile
import threading
import urllib.error
import urllib.request
from contextlib import closing, suppress

import aiohttp
import anyio
import httpx
import pytest
import requests
import trio
import trustme
import urllib3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_fakeping.guard import Guard, RealPingRefused
from pytest_fakeping.sent import asked

VARIABLES = [
    name
    for each in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for name in (each, each.upper())
]


class Proxy:
    """Notes what reaches it, and hangs up after a request."""

    def __init__(self, context=None):
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.got = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with suppress(OSError):
            while True:
                stream, _ = self._listener.accept()
                threading.Thread(target=self._note, args=[stream], daemon=True).start()

    def _note(self, stream):
        with suppress(OSError), stream:
            stream.settimeout(60)
            if self._context is None:
                self._read(stream)
            else:
                with self._context.wrap_socket(stream, server_side=True) as secret:
                    self._read(secret)

    def _read(self, stream):
        data = stream.recv(65536)
        while data:
            self.got.append(data)
            if b"\r\n\r\n" in data:
                break
            data = stream.recv(65536)

    def close(self):
        self._listener.close()


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def proxy():
    with closing(Proxy()) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def tls_proxy(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with closing(Proxy(context)) as proxy:
        yield proxy


@pytest.fixture
def guard(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    guard = Guard()
    guard.arm()
    yield guard
    guard.disarm()


# Clients. Each asks for a URL by way of a proxy.


def by_requests(url, proxy):
    requests.get(url, proxies={"http": proxy, "https": proxy}, timeout=60)


def by_requests_session(url, proxy):
    with requests.Session() as session:
        session.proxies = {"all": proxy}
        session.post(url, json={}, timeout=60)


def by_urllib(url, proxy):
    handler = urllib.request.ProxyHandler({"http": proxy, "https": proxy})
    with urllib.request.build_opener(handler).open(url, timeout=60):
        pass


def by_urllib3(url, proxy):
    with urllib3.ProxyManager(proxy) as pool:
        pool.request("GET", url, timeout=60, retries=False)


def by_httpx(url, proxy):
    with httpx.Client(proxy=proxy, timeout=60) as client:
        client.get(url)


def by_httpx_mounts(url, proxy):
    with httpx.Client(mounts={"all://": httpx.HTTPTransport(proxy=proxy)}, timeout=60) as client:
        client.get(url)


def by_httpx_async(url, proxy, backend="asyncio"):
    async def ask():
        async with httpx.AsyncClient(proxy=proxy, timeout=60) as client:
            await client.get(url)

    anyio.run(ask, backend=backend)


by_httpx_trio = functools.partial(by_httpx_async, backend="trio")


def by_aiohttp(url, proxy):
    async def ask():
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(60)) as session,
            session.get(url, proxy=proxy),
        ):
            pass

    asyncio.run(ask())


CLIENTS = {
    name.removeprefix("by_"): client for name, client in globals().items() if name.startswith("by_")
}


# Clients that read the environment.


def env_requests(url):
    requests.get(url, timeout=60)


def env_urllib(url):
    with urllib.request.urlopen(url, timeout=60):
        pass


def env_httpx(url):
    httpx.get(url, timeout=60)


def env_httpx_async(url):
    async def ask():
        async with httpx.AsyncClient(timeout=60) as client:
            await client.get(url)

    asyncio.run(ask())


def env_aiohttp(url):
    async def ask():
        async with aiohttp.ClientSession(trust_env=True) as session, session.get(url):
            pass

    asyncio.run(ask())


HEEDING = [env_requests, env_urllib, env_httpx, env_httpx_async, env_aiohttp]

# What a client says when it doesn't like a name, before anybody is asked; or a refusal, in its
# own words.
REFUSED = (
    OSError,
    ValueError,
    UnicodeError,
    http.client.HTTPException,
    urllib3.exceptions.HTTPError,
    httpx.HTTPError,
    httpx.InvalidURL,
    aiohttp.ClientError,
    ExceptionGroup,
)

NO_NAME = (ValueError, httpx.InvalidURL, http.client.InvalidURL)

FULL_WIDTH = str.maketrans({chr(each): chr(each + 0xFEE0) for each in range(0x21, 0x7F)})


def spelt(host, kinds):
    """A host as somebody may write it."""
    for kind in kinds:
        host = {
            "upper": str.upper,
            "dot": lambda name: name.rstrip(".") + ".",
            "wide": lambda name: name[:4] + name[4].translate(FULL_WIDTH) + name[5:],
            "stop": lambda name: name.replace(".", "\u3002", 1),
            "hyphen": lambda name: name[:5] + "\u00ad" + name[5:],
        }[kind](host)
    return host


HOSTS = st.builds(
    spelt,
    st.sampled_from(["api.pingone.com", "auth.pingone.eu", "openam-x.forgeblocks.com"]),
    st.lists(st.sampled_from(["upper", "dot", "wide", "stop", "hyphen"]), unique=True, max_size=2),
)
URLS = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["", "", "user:secret@", "127.0.0.1@"]),
    HOSTS,
    st.sampled_from(["", ":8443"]),
    st.sampled_from(["/v1/environments", "/?next=http://127.0.0.1/"]),
)


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(url=URLS)
def test_no_client_gets_a_name_to_a_proxy(client, proxy, url):
    guard = Guard()
    guard.arm()
    try:
        with pytest.raises(REFUSED) as caught:
            client(url, f"http://127.0.0.1:{proxy.port}")
    finally:
        guard.disarm()

    assert proxy.got == []
    # A client that takes the name for none asks for nothing.
    assert guard.attempts or isinstance(caught.value, NO_NAME)


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_attempts_of_every_client_are_reported(client, guard, proxy, scheme):
    with pytest.raises(REFUSED):
        client(f"{scheme}://api.pingone.com/v1", f"http://127.0.0.1:{proxy.port}")

    assert {each.host for each in guard.attempts} == {"api.pingone.com"}
    assert f"to 127.0.0.1:{proxy.port}" in guard.attempts[0].event
    assert proxy.got == []


@pytest.mark.parametrize("client", HEEDING)
@pytest.mark.parametrize(
    ("variable", "scheme"),
    [
        ("HTTPS_PROXY", "https"),
        ("https_proxy", "https"),
        ("http_proxy", "http"),
        ("HTTP_PROXY", "http"),
        ("ALL_PROXY", "https"),
        ("all_proxy", "http"),
    ],
)
def test_the_environment_names_no_way_out(guard, monkeypatch, proxy, client, variable, scheme):
    monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")

    with pytest.raises(REFUSED):
        client(f"{scheme}://api.pingone.com/v1")

    assert {each.host for each in guard.attempts} == {"api.pingone.com"}
    assert proxy.got == []


@pytest.mark.parametrize("client", [by_requests, by_httpx, by_aiohttp, by_httpx_trio])
def test_other_hosts_may_be_asked_of_a_proxy(guard, client):
    with closing(Proxy()) as proxy:
        with pytest.raises(REFUSED):  # it answers nothing
            client("https://example.com/", f"http://127.0.0.1:{proxy.port}")

        assert proxy.got[0].startswith(b"CONNECT example.com:443 HTTP/1.")
    assert guard.attempts == []


def test_a_tunnel_of_http_client(guard, proxy):
    connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, timeout=60)
    connection.set_tunnel("api.pingone.com", 443)
    with closing(connection), pytest.raises(RealPingRefused):
        connection.request("GET", "/")

    assert proxy.got == []


# Ways to send bytes.

CONNECT = b"CONNECT api.pingone.com:443 HTTP/1.1\r\nHost: api.pingone.com:443\r\n\r\n"
SOCKS5 = b"\x05\x01\x00\x03\x0fapi.pingone.com\x01\xbb"


def raw(proxy):
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=60)


def send(stream, data):
    stream.send(data)


def sendall(stream, data):
    stream.sendall(memoryview(bytearray(data)))


def sendto(stream, data):
    stream.sendto(data, None)


def sendmsg(stream, data):
    stream.sendmsg([data[:9], data[9:]])


def makefile(stream, data):
    with stream.makefile("wb", buffering=0) as file:
        file.write(data)


def file_of(data):
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the test's end closes it
    file.write(b"before" + data)
    file.flush()
    file.seek(len(b"before"))
    return file


def sendfile(stream, data):
    with file_of(data) as file:
        stream.sendfile(file, offset=len(b"before"))


def by_the_systems_sendfile(stream, data):
    with file_of(data) as file:
        os.sendfile(stream.fileno(), file.fileno(), None, len(data))


def in_pieces(stream, data):
    for each in range(len(data)):
        stream.sendall(data[each : each + 1])


def after_another_request(stream, data):
    stream.sendall(b"POST http://example.com/ HTTP/1.1\r\nContent-Length: 11\r\n\r\n")
    stream.sendall(b"hello world")
    stream.sendall(data)


def in_a_thread(stream, data):
    raised = []

    def ask():
        with pytest.raises(RealPingRefused) as caught:
            stream.sendall(data)
        raised.append(caught.value)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    raise raised[0]


WAYS = [send, sendall, sendto, sendmsg, makefile, in_pieces, after_another_request, in_a_thread]
WAYS += [sendfile, *([by_the_systems_sendfile] if hasattr(os, "sendfile") else [])]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("data", [CONNECT, SOCKS5], ids=["CONNECT", "SOCKS"])
def test_no_way_to_send_gets_a_name_out(guard, way, data):
    if way is after_another_request and data is SOCKS5:
        data = CONNECT.replace(b"443", b"80")
    with closing(Proxy()) as proxy, raw(proxy) as stream:
        stream.setblocking(True)  # noqa: FBT003
        with pytest.raises(RealPingRefused):
            way(stream, data)

        assert b"pingone.com" not in b"".join(proxy.got)
    # After the system's way of sending a file, `socket.sendfile` tries its own.
    times = 2 if way is sendfile and hasattr(os, "sendfile") else 1
    assert [each.host for each in guard.attempts] == ["api.pingone.com"] * times


def test_a_file_is_copied_as_ever(guard, tmp_path):
    (tmp_path / "a").write_bytes(CONNECT)

    shutil.copyfile(tmp_path / "a", tmp_path / "b")

    assert (tmp_path / "b").read_bytes() == CONNECT
    assert guard.attempts == []


async def test_nor_do_the_streams_and_sockets_of_asyncio(guard, proxy):
    _, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(CONNECT)
    with pytest.raises(ConnectionError):
        await writer.drain()
    writer.close()
    loop = asyncio.get_running_loop()
    with raw(proxy) as stream:
        stream.setblocking(False)  # noqa: FBT003
        with pytest.raises(RealPingRefused):
            await loop.sock_sendall(stream, CONNECT)

    assert proxy.got == []


def test_nor_do_those_of_trio(guard, proxy):
    async def ask():
        stream = await trio.open_tcp_stream("127.0.0.1", proxy.port)
        async with stream:
            with pytest.raises(trio.BrokenResourceError):
                await stream.send_all(CONNECT)
        with trio.socket.socket() as plain:
            await plain.connect(("127.0.0.1", proxy.port))
            with pytest.raises(RealPingRefused):
                await plain.send(CONNECT)
        with trio.socket.socket() as plain:
            await plain.connect(("127.0.0.1", proxy.port))
            with pytest.raises(RealPingRefused):
                await plain.sendmsg([CONNECT])

    trio.run(ask)

    assert proxy.got == []


def test_no_name_is_sent_to_a_tls_proxy(guard, tls_proxy, authority, tmp_path):
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.create_default_context(cafile=tmp_path / "ca.pem")

    async def ask():
        connector = aiohttp.TCPConnector(ssl=context)
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.get("http://api.pingone.com/", proxy=f"https://127.0.0.1:{tls_proxy.port}"),
        ):
            pass

    with raw(tls_proxy) as plain, context.wrap_socket(plain, server_hostname="127.0.0.1") as stream:
        for way in (send, sendall, lambda stream, data: stream.write(data)):
            with pytest.raises(RealPingRefused):
                way(stream, CONNECT)
    with pytest.raises(aiohttp.ClientError):
        asyncio.run(ask())
    with (
        urllib3.ProxyManager(f"https://127.0.0.1:{tls_proxy.port}", ssl_context=context) as pool,
        pytest.raises(urllib3.exceptions.HTTPError),
    ):
        pool.request("GET", "https://api.pingone.com/", retries=False, timeout=60)

    assert tls_proxy.got == []
    assert len(guard.attempts) == 5


def test_no_real_name_is_sent_in_tls_to_an_address(guard, proxy):
    context = ssl.create_default_context()

    with raw(proxy) as stream, pytest.raises(RealPingRefused):
        context.wrap_socket(stream, server_hostname="api.pingone.com")
    with (
        context.wrap_socket(socket.socket(), server_hostname="api.pingone.com") as stream,
        pytest.raises(RealPingRefused),
    ):
        stream.connect(("127.0.0.1", proxy.port))
    with pytest.raises(RealPingRefused):
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="api.pingone.com")

    assert proxy.got == []
    assert {each.event.partition(" to ")[0] for each in guard.attempts} == {"a TLS server name"}


def test_a_connection_that_was_open_before_is_of_no_use(guard, tls_proxy, authority):
    guard.disarm()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    authority.configure_trust(context)
    with (
        raw(tls_proxy) as plain,
        context.wrap_socket(plain, server_hostname="api.pingone.com") as stream,
    ):
        guard.arm()

        with pytest.raises(RealPingRefused):
            stream.sendall(b"GET /v1 HTTP/1.1\r\n\r\n")
        with pytest.raises(RealPingRefused):
            stream.write(b"x")

    assert tls_proxy.got == []


def ask_in_a_child(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as stream:
        stream.sendall(CONNECT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_childs_attempt_fails_the_parents_test(guard, proxy):
    children = [
        multiprocessing.get_context("fork").Process(target=ask_in_a_child, args=[proxy.port])
        for _ in range(2)
    ]
    for each in children:
        each.start()
    for each in children:
        each.join()

    assert proxy.got == []
    assert [(each.host, each.event) for each in guard.attempts] == [
        ("api.pingone.com", f"CONNECT to 127.0.0.1:{proxy.port} in a forked process")
    ] * 2
    assert guard.attempts[0].line.startswith(f"{__file__}:")


@pytest.mark.parametrize(
    ("data", "hosts"),
    [
        (b"GET http://api.pingone.com/ HTTP/1.1\r\n\r\n", {"api.pingone.com"}),
        (b"\r\n\r\nget\thttp://API.pingone.com", {"API.pingone.com"}),
        (b"CONNECT user:pw@api.pingone.com:443 HTTP/1.0\n\n", {"api.pingone.com"}),
        (b"GET http://api.pingone.com@127.0.0.1/ HTTP/1.1\r\n\r\n", {"127.0.0.1"}),
        (b"GET http://1.2.3.4\\@api.pingone.com/ HTTP/1.1\r\n\r\n", {"1.2.3.4", "api.pingone.com"}),
        (b"GET http://api.%70ingone.com/ HTTP/1.1\r\n\r\n", {"api.pingone.com"}),
        (b"GET ftp://[::1]:21/ HTTP/1.1\r\n\r\n", {"::1"}),
        (b"GET / HTTP/1.1\r\nA: b\r\nHOST :  x.example:80 \r\n\r\nHost: y", {"x.example"}),
        (b"GET / HTTP/1.1\r\nHost:\r\n x.example\r\nHost: y\r\n\r\n", {"x.example", "y"}),
        (b"HTTP/1.1 302 Found\r\nLocation: http://api.pingone.com/\r\n\r\n", set()),
        (b"GET //api.pingone.com/ HTTP/1.1\r\n\r\n", set()),
        (b"OPTIONS * HTTP/1.1\r\n\r\n", set()),
        (
            b"\x04\x01\x01\xbb\x00\x00\x00\x01me\x00api.pingone.com\x00",
            {"0.0.0.1", "api.pingone.com"},
        ),
        (b"\x04\x01\x01\xbb\xc0\x00\x02\x07\x00", {"192.0.2.7"}),
        (b"\x05\x01\x00\x01\xc0\x00\x02\x07\x01\xbb", {"192.0.2.7"}),
        (b"\x05\x01\x00\x04" + bytes(15) + b"\x01\x01\xbb", {"::1"}),
        (b"\x05\x01\x00" + SOCKS5, {"api.pingone.com"}),
        (b"\x05\x03\x00\x01\x02", set()),
        (b"", set()),
    ],
)
def test_the_hosts_that_bytes_ask_for(data, hosts):
    assert {host for host, _ in asked(data)} == hosts


@given(st.binary())
def test_any_bytes_can_be_read(data):
    for prefix in (b"", b"\x04", b"\x05\x01", b"GET http://", b"GET / HTTP/1.1\r\nHost: "):
        for host, _ in asked(prefix + data):
            assert not Guard().is_real(host)


def test_a_fake_may_be_called_by_a_real_name(suite):
    suite("""
import http.client, pytest

def status(fakeping, **headers):
    host = fakeping.pingone.url.split("/")[2]
    connection = http.client.HTTPConnection(host)
    connection.request("GET", "/", headers=headers)
    connection.close()

def test_it(fakeping, fakeping_guard):
    status(fakeping, Host="api.pingone.com")

def test_another(fakeping, fakeping_guard):
    import socket
    with socket.create_server(("127.0.0.1", 0)) as listener:
        connection = http.client.HTTPConnection(*listener.getsockname())
        with pytest.raises(ConnectionRefusedError):
            connection.request("GET", "/", headers={"Host": "api.pingone.com"})
        connection.close()
""").runpytest().assert_outcomes(passed=1, failed=1)


def test_a_fake_may_be_called_by_a_real_name_under_tls(suite):
    pytester = suite("""
import socket, ssl, pytest, trustme

AUTHORITY = trustme.CA()

@pytest.fixture(scope="session")
def fakeping_ssl_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    AUTHORITY.issue_cert("api.pingone.com").configure_cert(context)
    return context

@pytest.mark.asyncio
async def test_it(fakeping, fakeping_guard):
    import asyncio
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    port = int(fakeping.pingone.url.split("/")[2].split(":")[1])
    with socket.create_connection(("127.0.0.1", port)) as plain:
        with context.wrap_socket(plain, server_hostname="api.pingone.com") as stream:
            stream.sendall(b"GET / HTTP/1.1\\r\\nHost: api.pingone.com\\r\\n\\r\\n")
    _, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=context, server_hostname="api.pingone.com"
    )
    writer.write(b"GET / HTTP/1.1\\r\\nHost: api.pingone.com\\r\\n\\r\\n")
    await writer.drain()
    writer.transport.abort()
    await asyncio.gather(writer.wait_closed(), return_exceptions=True)
""")

    pytester.runpytest().assert_outcomes(passed=1)


def test_a_test_that_asks_a_proxy_fails_even_if_it_swallows_the_refusal(suite, proxy, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    result = suite("""
import httpx

def test_it(fakeping_guard):
    try:
        httpx.post("https://auth.pingone.com/as/token", data={"client_secret": "s"})
    except httpx.HTTPError:
        pass
""").runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "this test tried to reach a real Ping host, and was refused:",
            f"  auth.pingone.com, by CONNECT to 127.0.0.1:{proxy.port} from *test_it.py:*",
        ]
    )
    assert proxy.got == []


def test_every_way_to_send_is_as_it_was_once_the_guard_is_off(guard):
    guard.disarm()
    with socket.socket() as plain:
        trio_socket = type(trio.socket.from_stdlib_socket(plain))
    ways = [socket.socket, ssl.SSLSocket, ssl.SSLObject, ssl.SSLContext, trio_socket]
    before = [dict(vars(each)) for each in ways]

    guard.arm()
    assert [dict(vars(each)) for each in ways] != before
    guard.arm()
    guard.disarm()

    assert [dict(vars(each)) for each in ways] == before
