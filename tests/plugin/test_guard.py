"""The guard: nothing reaches a real Ping host, and whoever tried is told."""

import asyncio
import http.client
import socket
import sys

import pytest
from aiohttp.resolver import AsyncResolver

from pytest_fakeping.guard import Guard, RealPingRefused


@pytest.fixture
def guard():
    guard = Guard(["am.example.com", "*.ping.example", "192.0.2.7", "b\u00fccher.example"])
    guard.arm()
    yield guard
    guard.disarm()


@pytest.mark.parametrize(
    "host",
    [
        "api.pingone.com",
        "auth.pingone.eu",
        "API.PingOne.Asia.",
        "api.pingone.com.au",
        "pingone.sg",
        "sso.connect.pingidentity.com",
        "openam-acme.forgeblocks.com",
        "am.example.com",
        "deep.below.ping.example",
        pytest.param("api.\uff50ingone.com", id="a full-width letter"),
        pytest.param("api\u3002pingone\uff0ecom", id="dots of other scripts"),
        pytest.param("api.ping\u00adone.com", id="a soft hyphen"),
        pytest.param("api.pin\u200dgone.com", id="a joiner"),
        pytest.param("api.\u24dfingone.com", id="a circled letter"),
        pytest.param("api.\U0001f13fingone.com", id="a squared letter, newer than IDNA 2003"),
        "xn--bcher-kva.example",
        "B\u00dcCHER.example",
        "3221225991",
        "0xc0.0.2.7",
        "::ffff:192.0.2.7",
    ],
)
def test_a_real_host_is_refused_before_its_name_is_looked_up(guard, host):
    with pytest.raises(RealPingRefused, match="fakeping_guard refuses"):
        socket.create_connection((host, 443))

    assert [(each.host, each.event) for each in guard.attempts] == [(host, "socket.getaddrinfo")]


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "::1", "localhost", "notpingone.com", "pingone.com.example", ""),
        *("x.am.example.com", "xn--pingone-.com", "api.pingone\ud800.com"),
    ],
)
def test_other_hosts_are_allowed(guard, host):
    assert not guard.is_real(host)


def test_an_address_that_was_named_is_refused_too(guard):
    with socket.socket() as stream, pytest.raises(RealPingRefused):
        stream.connect(("192.0.2.7", 443))
    with socket.socket(type=socket.SOCK_DGRAM) as datagram, pytest.raises(RealPingRefused):
        datagram.sendto(b"x", ("192.0.2.7", 53))


@pytest.mark.parametrize("lookup", [socket.gethostbyname, socket.gethostbyname_ex])
def test_older_ways_to_look_a_name_up_are_refused(guard, lookup):
    with pytest.raises(RealPingRefused):
        lookup("api.pingone.com")


async def test_asyncio_is_refused(guard):
    with pytest.raises(RealPingRefused):
        await asyncio.open_connection("api.pingone.com", 443)


async def test_aiohttps_own_resolver_is_refused(guard):
    resolver = object.__new__(AsyncResolver)  # what it resolves with may not be installed
    with pytest.raises(RealPingRefused, match=r"aiohttp\.AsyncResolver"):
        await AsyncResolver.resolve(resolver, "api.pingone.com", 443)
    guard.disarm()
    with pytest.raises(AttributeError):
        await AsyncResolver.resolve(resolver, "api.pingone.com", 443)


@pytest.mark.parametrize(
    ("method", "target", "refused"),
    [
        pytest.param("CONNECT", "api.pingone.com:443", True, id="a tunnel"),
        pytest.param("GET", "http://api.pingone.com:80/v1", True, id="a URL with a port"),
        pytest.param("GET", "http://api.pingone.com/v1", True, id="a URL"),
        pytest.param("CONNECT", "example.com:443", False, id="a tunnel to somebody else"),
        pytest.param("GET", "/v1/api.pingone.com", False, id="a path"),
    ],
)
def test_a_proxy_is_not_asked_for_it(guard, listening, method, target, refused):
    connection = http.client.HTTPConnection(listening.url.removeprefix("http://"), timeout=300)
    try:
        connection.request(method, target)
        connection.getresponse().read()
    except RealPingRefused:
        assert refused
    else:
        assert not refused
    finally:
        connection.close()


def test_it_says_where_in_the_users_code_that_was(guard):
    with pytest.raises(RealPingRefused):
        socket.getaddrinfo("api.pingone.com", 443)

    [attempt] = guard.attempts
    assert attempt.line.startswith(f"{__file__}:")


def test_nothing_is_refused_when_it_is_not_armed(guard):
    guard.disarm()

    sys.audit("socket.getaddrinfo", "api.pingone.com", 443, 0, 0, 0)

    assert guard.attempts == []


SWALLOWS = """
import socket
import pytest

def swallow(host="api.pingone.com"):
    try:
        socket.create_connection((host, 443))
    except OSError as error:
        return error
"""


def test_a_test_that_swallows_the_refusal_fails_all_the_same(suite):
    result = suite(f"""{SWALLOWS}
def test_it(fakeping_guard):
    assert "fakeping_guard refuses" in str(swallow())

def test_that_skips(fakeping_guard):
    swallow()
    pytest.skip("not here")

def test_that_does_not_try(fakeping, fakeping_guard):
    assert ask(resources(fakeping)) == 401
""").runpytest()

    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(
        [
            "this test tried to reach a real Ping host, and was refused:",
            "  api.pingone.com, by socket.getaddrinfo from *test_it.py:*",
        ]
    )


def test_a_test_that_fails_of_it_says_so_once(suite):
    result = suite(f"""{SWALLOWS}
def test_it(fakeping_guard):
    raise swallow()
""").runpytest()

    result.assert_outcomes(failed=1)
    # In CI pytest's summary repeats the whole message.
    report, _, _ = result.stdout.str().partition("short test summary info")
    assert report.count("and was refused:") == 1


def test_what_fixtures_try_at_the_end_is_an_error(suite):
    result = suite(f"""{SWALLOWS}
@pytest.fixture
def late(fakeping_guard):
    yield
    swallow()

def test_it(late):
    pass
""").runpytest()

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["this test tried to reach a real Ping host*"])
    result.stdout.no_fnmatch_line("*traceback entries are hidden*")


def test_an_option_guards_every_test_but_those_that_say_otherwise(suite):
    pytester = suite(f"""{SWALLOWS}
def test_it():
    swallow()

def test_another_host():
    swallow("am.acme.invalid")

@pytest.mark.fakeping(guard=False)
class TestReal:
    def test_it(self):
        assert not pytest.importorskip("sys").audit(
            "socket.getaddrinfo", "api.pingone.com", 443, 0, 0, 0
        )
""")

    result = pytester.runpytest("--fakeping-guard", "--fakeping-guard-host=*.acme.invalid")

    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["  am.acme.invalid, by socket.getaddrinfo*"])


def test_a_marker_guards_a_module(suite):
    result = suite(f"""{SWALLOWS}
pytestmark = pytest.mark.fakeping(guard=True)

def test_one():
    swallow()

@pytest.mark.fakeping(guard=False)
def test_two():
    import sys
    sys.audit("socket.getaddrinfo", "api.pingone.com", 443, 0, 0, 0)
""").runpytest()

    result.assert_outcomes(passed=1, failed=1)
