"""The server opens no connection and looks up no name, whatever it is asked."""

import base64
import json
import socket
import sys
import threading
from contextlib import contextmanager

import pytest

from fakeping import FakePing
from fakeping.contract.suites import SUITES
from fakeping.contract.transport import in_process
from tests.contract.steered import InProcess
from tests.drive import ask

EDITIONS = [(suite, edition) for suite in SUITES.values() for edition in suite.family.editions]
CANARY = "http://127.0.0.1:9/canary"

_HERE = threading.local()


def _hear(event, arguments):
    heard = getattr(_HERE, "events", None)
    if heard is not None and event.startswith(
        ("socket.", "urllib.", "http.client.", "subprocess.")
    ):
        heard.append((event, arguments))


sys.addaudithook(_hear)  # there is no way to remove one: it hears while a test listens


@contextmanager
def outbound():
    """What this thread asks of the network meanwhile."""
    _HERE.events = heard = []
    try:
        yield heard
    finally:
        del _HERE.events


def part(document):
    """A part of a JWT: JSON in base64url."""
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


def environment_of(tenant):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"


def test_a_connection_would_be_heard():
    with outbound() as heard, socket.socket() as client:
        client.connect_ex(("127.0.0.1", 9))

    assert "socket.connect" in {event for event, _ in heard}


@pytest.mark.parametrize(
    ("suite", "edition"), [pytest.param(*each, id=f"{each[0].name}-{each[1]}") for each in EDITIONS]
)
def test_no_operation_reaches_out(suite, edition):
    server = FakePing(ids_seed=1)
    tenant = server.tenant(edition={suite.name: edition})
    transport = in_process(server.tenants.world.handle)
    target = suite.of_tenant(
        transport,
        server.describe(tenant),
        control=InProcess(transport=transport, server=server, tenant=tenant),
        edition=edition,
    )

    with outbound() as heard:
        outcomes = {each.verdict(target).outcome for each in suite.checks}

    assert outcomes <= {"agrees", "not run"}
    assert heard == []


@pytest.mark.parametrize("header", ["jku", "x5u", "jwk", "x5c", "kid"])
def test_a_token_that_says_where_its_key_is_makes_nobody_ask_there(server, tenant, header):
    named = {"alg": "RS256", header: [CANARY] if header == "x5c" else CANARY}
    forged = ".".join(map(part, (named, {"iss": CANARY, "sub": "mallory"}, "signature")))

    with outbound() as heard:
        answers = [
            ask(server, "GET", f"{environment_of(tenant)}/resources", token=forged).status,
            ask(server, "GET", tenant.pingam.resource_set_url, token=forged).status,
        ]

    assert (answers, heard) == ([401, 401], [])


def test_a_url_in_a_document_is_text(server, tenant):
    described = {
        "resource_scopes": [CANARY],
        "icon_uri": CANARY,
        "type": CANARY,
        "$schema": CANARY,
        "$ref": CANARY,
    }

    with outbound() as heard:
        registered = ask(
            server,
            "POST",
            tenant.pingam.resource_set_url,
            described,
            token=tenant.pingam.pat(owner="alice"),
        )
        created = ask(
            server,
            "POST",
            f"{environment_of(tenant)}/resources",
            {"name": CANARY, "$schema": CANARY, "$ref": CANARY},
            token=tenant.pingone.token(),
        )
        seeded = ask(server, "POST", "/__fakeping/tenants", {"seed": {"$ref": CANARY}})

    assert (registered.status, created.status, seeded.status, heard) == (201, 201, 400, [])
