"""The lines that `fakeping serve` begins with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fakeping import FakePing
from fakeping.cli import greeting
from fakeping.version import __version__
from tests.over_http import Connection


def lines(server, *, key=None, quiet=False):
    return greeting.text_of(server, server.default_tenant(), key=key, quiet=quiet).splitlines()


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize("key", [None, "made-up"])
def test_the_line_for_curl_runs_as_it_is(key):
    with FakePing(control_key=key) as server:
        (line,) = [each for each in lines(server, key=key) if each.startswith("  try it")]
        asked = line.removeprefix("  try it").strip() + " -o /dev/null -w '%{http_code}'"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        ran = subprocess.run(
            [shutil.which("sh"), "-c", asked],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": path, "FAKEPING_CONTROL_KEY": key or ""},
        )

    assert (ran.stdout, ran.stderr) == ("200", "")


def test_no_command_has_a_secret_among_its_arguments():
    """Whoever runs `ps`, or reads a shell's history, would have it."""
    with FakePing(control_key="made-up") as server:
        having = [each.split()[:2] for each in lines(server, key="made-up") if "made-up" in each]

    assert having == [["control", "key"]]


def test_an_edition_that_clients_need_is_named_unless_it_is_there():
    with FakePing() as server, server.tenant(edition={"pingone": "current"}) as tenant:
        named = [each for each in lines(server) if "--edition" in each]
        text = greeting.text_of(server, tenant, key=None, quiet=False)
        tenant_url = tenant.pingone.url

    assert named == [
        "  editions       Terraform's provider and PingOne's Go SDK need --edition pingone=current"
    ]
    assert "--edition" not in text
    assert f"PingOne current {tenant_url}" in text


def test_a_quiet_server_warns_still():
    with FakePing(record_secrets=True) as server:
        warned = lines(server, quiet=True)[1:]

    assert warned == ["  WARNING: the journal records secrets as they are. Mind who reads it."]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_browser_that_asks_for_nothing_is_led_to_the_page(method):
    with FakePing() as server, Connection(server.url) as connection:
        accept = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
        led = connection.ask(method, "/", headers=accept)
        page = connection.ask("GET", f"/{led.headers['Location']}", headers=accept)

    assert (led.status, led.headers["Location"]) == (303, "__fakeping/")
    assert page.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("method", "path", "accept"),
    [
        ("POST", "/", "text/html"),
        ("GET", "/x", "text/html"),
    ],
)
def test_nobody_else_is_led_anywhere(method, path, accept):
    with FakePing() as server, Connection(server.url) as connection:
        assert connection.ask(method, path, headers={"Accept": accept}).status == 404


@pytest.mark.parametrize("accept", ["*/*", "application/json"])
def test_a_client_that_is_no_browser_is_told_what_is_where(accept):
    with FakePing() as server, Connection(server.url) as connection:
        told = connection.ask("GET", "/", headers={"Accept": accept})
        statuses = [
            connection.ask("GET", f"/{path}").status
            for name, path in told.json.items()
            if name != "fakeping"
        ]
        assert not list(server.unmatched)

    assert (told.status, told.json["fakeping"]) == (200, __version__)
    assert statuses == [200] * 4
