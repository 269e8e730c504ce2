"""What a server may be called, and which web pages are its own."""

import sys
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.core.authority import parsed
from fakeping.server.hosts import HostNames
from tests.over_http import Connection
from tests.wire import request, send

TENANTS = "/__fakeping/tenants"


def steers(server, origin, *fields, host, key=True):
    """Whether a page of an origin may make a tenant, asking the server by a host's name."""
    if key and server.control_key:
        fields += (f"Authorization: Bearer {server.control_key}",)
    fields += (f"Origin: {origin}", "Content-Type: application/json")
    before = len(server.tenants.all())
    port = server._listening.addresses[0][1]
    here = SimpleNamespace(url=f"http://127.0.0.1:{port}")  # whatever its public URL is
    answer = send(here, request("POST", TENANTS, *fields, body=b"{}", host=host))
    made = len(server.tenants.all()) - before
    assert (answer.status, made) in {(201, 1), (403, 0)}
    return made == 1


# What is served, what the request says besides, and the origin of this server's own page.
OWN = [
    pytest.param({}, (), "127.0.0.1:8900", "http://127.0.0.1:8900", id="the loopback"),
    pytest.param({}, (), "localhost:8900", "http://localhost:8900", id="its name"),
    pytest.param({}, (), "[::1]:8900", "http://[::1]:8900", id="its address in IPv6"),
    pytest.param({}, (), "[0::0:1]:8900", "http://[::1]:8900", id="the same, spelled out"),
    pytest.param({}, (), "LocalHost:8900", "http://localhost:8900", id="in capitals"),
    pytest.param({}, (), "localhost", "http://localhost", id="the usual port"),
    pytest.param({}, (), "localhost:80", "http://localhost", id="the usual port, said"),
    pytest.param({}, (), "localhost:", "http://localhost", id="a port that is empty"),
    pytest.param(
        {"allowed_hosts": ["fake.test"]}, (), "fake.test:81", "http://fake.test:81", id="allowed"
    ),
    pytest.param({"host": "0.0.0.0"}, (), "ci:81", "http://ci:81", id="any"),  # noqa: S104
    pytest.param(
        {"public_url": "https://ping.test/am"}, (), "ping.test", "https://ping.test", id="public"
    ),
    pytest.param(
        {"public_url": "https://ping.test:443"},
        (),
        "localhost:81",
        "https://ping.test",
        id="public, behind a proxy that asks by another name",
    ),
    pytest.param(
        {"public_url": "https://ping.test"},
        (),
        "localhost:81",
        "http://localhost:81",
        id="public, and asked directly",
    ),
    pytest.param(
        {"trust_forwarded": True},
        ("X-Forwarded-Proto: https", "X-Forwarded-Host: ping.test:8443"),
        "localhost:81",
        "https://ping.test:8443",
        id="forwarded",
    ),
    pytest.param(
        {"trust_forwarded": True},
        ("X-Forwarded-Proto: HTTPS", "X-Forwarded-Host: Ping.test:443, inner"),
        "localhost:81",
        "https://ping.test",
        id="forwarded twice",
    ),
    pytest.param(
        {"trust_forwarded": True},
        ("X-Forwarded-Proto: https",),
        "localhost",
        "https://localhost",
        id="forwarded by its own name",
    ),
    pytest.param({"trust_forwarded": True}, (), "localhost:81", "http://localhost:81", id="not"),
]


def others(origin):
    """Origins that differ from one in a single thing, and what is no origin."""
    parts = urlsplit(origin)
    scheme, host = parts.scheme, parts.netloc.removesuffix(f":{parts.port}")
    other = {"http": "https", "https": "http"}[scheme]
    port = f":{parts.port}" if parts.port else ""
    yield from (f"{other}://{host}{port}", f"{scheme}://{host}:3000", f"{scheme}://x{host}{port}")
    yield from (f"{scheme}://{host}.x{port}", f"{scheme}://evil.test{port}", f"ws://{host}{port}")
    yield from ("null", "", "*", f"{origin}/", f"{origin} {origin}", f"{origin},{origin}")
    yield from (f"{scheme}://a@{host}{port}", f"{origin}x", f"{origin}#", "http://localhost:3000")
    yield from (f"{scheme}://[::1]:3000", f"{scheme}://127.0.0.1:3000", "file://", "localhost")


@pytest.mark.parametrize(("how", "fields", "host", "origin"), OWN)
def test_a_page_is_this_servers_own_if_its_origin_is_the_requests(how, fields, host, origin):
    with FakePing(**how) as server:
        assert steers(server, origin, *fields, host=host)
        assert steers(server, origin.upper(), *fields, host=host)
        direct = f"http://{host}"  # beside what a proxy calls it
        for other in {*others(origin)} - ({direct} if "public_url" in how else set()):
            assert not steers(server, other, *fields, host=host), other


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "Same-Origin"])
def test_what_the_browser_says_of_the_site_counts_beside_a_good_origin(listening, site):
    assert not steers(listening, "http://localhost", f"Sec-Fetch-Site: {site}", host="localhost")


def test_it_is_what_it_is_called_over_tls():
    names = HostNames(anything=False, scheme="https")

    named = names.of({"Host": "localhost:443"})

    assert (named.base_url, named.origins) == ("https://localhost:443", {"https://localhost"})


# What a proxy says


@contextmanager
def behind_a_proxy():
    with FakePing(trust_forwarded=True) as server, server.tenant() as tenant:
        path = f"/v1/environments/{tenant.pingone.environment_id}/resources"
        bearer = f"Authorization: Bearer {tenant.pingone.token()}"

        def ask(*fields):
            return send(server, request("GET", path, bearer, *fields))

        yield server, ask, path


NO_HOSTS = [
    "\udcff", "a b", "", " ", ",", "a/b", "a@b", "a:b", "a:65536", "a:1:2", "[::1", "::1", "[::1]x",
    "a#b", "a?b", "a\\b", "a%0d%0ab", "a..b", ".", "-\t-", "http://a", "'", '"', "<a>", "[1.2.3.4]",
    "a" * 300, "[]", ":80", "a:-1", "a:٣", "exämple.test", '[fe80::1%"]', "[::1%25<a>]", "[::1%]",
]  # fmt: skip

NO_SCHEMES = ["javascript", "ftp", "", "http:", "https://", "h ttp", "\udcff", ",https", "file"]


def test_what_no_proxy_can_have_said_is_400():
    said = [f"X-Forwarded-Host: {each}" for each in NO_HOSTS]
    said += [f"X-Forwarded-Proto: {each}" for each in NO_SCHEMES]
    with behind_a_proxy() as (server, ask, _):
        for field in said:
            answer = ask(field)
            assert (answer.status, "_links" in answer.json) == (400, False), field

        assert server.crashes == ()


def test_a_link_holds_what_the_proxy_said():
    with behind_a_proxy() as (_, ask, path):
        answer = ask("X-Forwarded-Proto: HTTPS, http", "X-Forwarded-Host: [2001:db8::1]:8443 , b")

    assert answer.json["_links"]["self"]["href"] == f"https://[2001:db8::1]:8443{path}"


def test_without_trust_nobody_looks(listening):
    answer = send(listening, request("GET", "/__fakeping/health", "X-Forwarded-Host: a b"))

    assert answer.status == 200


@pytest.mark.parametrize("name", ["FE80::1", "[fe80:0::1]"])
def test_an_address_may_be_allowed(name):
    names = FakePing(allowed_hosts=[name])._names

    assert names.of({"Host": "[fe80::1]:80"}) is not None


# What a host is made of, and what it may not hold; and an address with a zone behind it.
_ALPHABET = "ab:[].1/@ -_\\\r\n\0%#?é\"'<>{}"
_TEXTS = st.text(alphabet=_ALPHABET, max_size=12)


@given(_TEXTS | st.builds("[::1%{}]:80".format, _TEXTS))
def test_a_host_is_one_or_is_refused(text):
    """Whatever is taken for a host makes a URL with that host and nothing else."""
    host = parsed(text)

    if host is not None:
        assert not {*text} - {*"ab:[].-_%801"}, "RFC 3986 has no place for this"
        parts = urlsplit(f"http://{text}/x")
        assert (parts.path, parts.username, parts.query) == ("/x", None, "")
        assert parts.port == host.port
        if ":" not in host.name:
            assert parts.hostname == host.name


def test_long_names_are_not_remembered():
    names = HostNames(anything=True, trust_forwarded=True)
    for number in range(50):
        names.of({"Host": "a", "X-Forwarded-Host": f"a,{'b' * 8_000}{number}"})

    assert names._known == {}


def test_http_1_0_with_chunks_is_refused_and_closed(listening):
    head = request("POST", TENANTS, "Transfer-Encoding: chunked", version="HTTP/1.0")

    answer = send(listening, head.replace(b"close", b"keep-alive"), b"0\r\n\r\n" * 2)

    assert (answer.status, answer.raw.count(b"HTTP/1.")) == (400, 1)


# RFC 9112, section 3.2.2: of a whole URL the authority counts; no browser sends one here, so
# that `Host` may be held to the same.
@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://evil.example/__fakeping/health", "localhost", 421),
        ("http://localhost/__fakeping/health", "evil.example", 421),
        ("http://127.0.0.1:1/__fakeping/health", "127.0.0.1", 200),
        ("/__fakeping/health", "evil.example", 421),
    ],
)
def test_a_request_is_for_the_host_of_its_target(listening, target, host, status):
    answer = send(listening, request("GET", target, "Connection: close", host=host))

    assert answer.status == status


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.1 is all of the loopback")
def test_a_server_on_another_address_of_the_loopback_answers_to_it():
    with FakePing(host="127.0.0.2") as server, Connection(server.url) as connection:
        assert server.url.startswith("http://127.0.0.2:")
        assert connection.ask("GET", f"{server.control_url}/health").status == 200
