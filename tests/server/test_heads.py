"""The head of a request, before it is parsed."""

import socket
from urllib.parse import urlsplit

import pytest

from fakeping import FakePing
from fakeping.server.heads import last_content_type

LOCK = "application/vnd.pingidentity.account.lock+json"


@pytest.fixture(scope="module")
def server():
    with FakePing(edition={"pingone": "current"}) as server:
        yield server


def asked(server, *lines, body=b"null"):
    """The status line of the answer to a request with these lines in its head."""
    parts = urlsplit(server.url)
    head = [*lines, f"Host: {parts.netloc}", "Connection: close", f"Content-Length: {len(body)}"]
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as wire:
        wire.sendall("\r\n".join([*head, "", ""]).encode() + body)
        return wire.makefile("rb").readline().decode()


@pytest.mark.parametrize(
    ("types", "status"),
    [
        ([LOCK], 200),
        (["application/json", LOCK], 200),
        (["text/plain", "application/json", LOCK], 200),
        ([LOCK, "application/json"], 415),
    ],
)
def test_of_several_content_types_the_last_counts(server, types, status):
    one = server.tenant().pingone
    user = one.given.user(username="alice")
    path = f"/v1/environments/{one.environment_id}/users/{user.id}"
    named = [f"content-TYPE: {each}" for each in types]

    line = asked(server, f"POST {path} HTTP/1.1", f"Authorization: Bearer {one.token()}", *named)

    assert line.startswith(f"HTTP/1.1 {status} ")


def test_a_second_host_is_refused_still(server):
    assert asked(server, "GET /__fakeping/health HTTP/1.1", "Host: other").split()[1] == "400"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"POST / HTTP/1.1\r\nContent-Type: a\r\n\r\n\r\nContent-Type: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Type: a\r\nX: Content-Type: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Type: a\r\nContent-Type: b\r\n",
        b"POST / HTTP/1.1\r\nX: a\nContent-Type: a\r\nContent-Type: b\r\n\r\n",
        b"POST / HTTP/1.1\r\n" + b"Content-Type: a\r\n" * 20_000 + b"\r\n",
    ],
    ids=["nothing", "in the body", "in another", "half a head", "in no line", "too large a head"],
)
def test_what_has_no_second_content_type_stays(data):
    assert last_content_type(data) == data


def test_of_thousands_the_last_counts():
    head = b"POST / HTTP/1.1\r\n" + b"Content-Type: a\r\nX: 1\r\n" * 2_500

    kept = last_content_type(head + b"content-type: b\r\n\r\nbody")

    assert kept == b"POST / HTTP/1.1\r\n" + b"X: 1\r\n" * 2_500 + b"content-type: b\r\n\r\nbody"
