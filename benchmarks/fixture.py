"""What a test pays for the `fakeping` fixture, and for one GET, inside pytest.

Every figure is CPU time of the test process, servers' threads included, for one test.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent

from benchmarks.measure import ROUNDS, Goal, Row, alone, compared
from benchmarks.processes import ROOT

TESTS = 300

_SUITE = """
import http.client
from urllib.parse import urlsplit

import pytest

connections = {{}}

def get(url, token=""):
    where = urlsplit(url)
    connection = connections.get(where.netloc)
    if connection is None:
        connection = connections[where.netloc] = http.client.HTTPConnection(where.netloc)
    connection.request("GET", where.path, headers={{"Authorization": "Bearer " + token}})
    answer = connection.getresponse()
    assert answer.status == 200
    answer.read()

@pytest.fixture
def trivial():
    yield

@pytest.mark.parametrize("number", range({tests}))
{test}
"""

_TESTS = {
    "empty": """
        def test(number):
            pass
        """,
    "trivial": """
        def test(number, trivial):
            pass
        """,
    "fakeping": """
        def test(number, fakeping):
            pass
        """,
    "PingAM, PAT and GET": """
        def test(number, fakeping):
            get(fakeping.pingam.resource_set_url, fakeping.pingam.pat())
        """,
    "PingOne, JWT and GET": """
        def test(number, fakeping):
            one = fakeping.pingone
            get(f"{one.url}/environments/{one.environment_id}", one.token())
        """,
    "PingAM, PAT and GET, connecting": """
        def test(number, fakeping):
            get(fakeping.pingam.resource_set_url, fakeping.pingam.pat())
            connections.popitem()[1].close()
        """,
    "httpserver": """
        def test(number, httpserver):
            httpserver.expect_request("/uma/resource_set").respond_with_json([])
            get(httpserver.url_for("/uma/resource_set"))
        """,
}

# pytest-httpserver connects anew each time, for it closes; signing a JWT is RSA's own price.
_GETS = {
    "PingAM, PAT and GET": Goal(limit=0.65),
    "PingOne, JWT and GET": None,
    "PingAM, PAT and GET, connecting": None,
}

_PLUGINS = {"fakeping": "pytest_fakeping.plugin", "httpserver": "pytest_httpserver.pytest_plugin"}


def run() -> Iterator[Row]:
    """Compare suites of trivial tests that differ in their fixtures."""
    rounds = [{name: _cost(test) for name, test in _known().items()} for _ in range(ROUNDS)]

    def over_empty(name: str) -> list[float]:
        return [each[name] - each["empty"] for each in rounds]

    yield alone("an empty test", "ms", [each["empty"] for each in rounds])
    yield alone("a trivial fixture, over an empty test", "ms", over_empty("trivial"))
    yield alone("the fixture, over an empty test", "ms", over_empty("fakeping"), Goal(limit=0.2))
    for name, goal in _GETS.items():
        ours = over_empty(name)
        if "httpserver" in rounds[0]:
            pairs = zip(ours, over_empty("httpserver"), strict=True)
            yield compared(f"{name} : httpserver", "ms", pairs, goal)
        else:
            yield alone(name, "ms", ours)


def _known() -> dict[str, str]:
    if find_spec("pytest_httpserver"):
        return _TESTS
    print("  pytest-httpserver is not installed: nothing to compare a GET with")
    return {name: test for name, test in _TESTS.items() if name != "httpserver"}


def _cost(test: str) -> float:
    plugins = [module for fixture, module in _PLUGINS.items() if fixture in test]
    with tempfile.TemporaryDirectory() as folder:
        suite, clock = Path(folder) / "test_suite.py", Path(folder) / "clock"
        suite.write_text(_SUITE.format(tests=TESTS, test=dedent(test)), "utf-8")
        options = ["-q", "-c", os.devnull, f"--rootdir={folder}", "-p", "no:cacheprovider"]
        for each in ["benchmarks.suite_clock", *plugins]:
            options += ["-p", each]
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *options, str(suite)],
            cwd=ROOT,
            env=os.environ
            | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "FAKEPING_SUITE_CLOCK": str(clock)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise RuntimeError(ended.stdout)
        return float(clock.read_text("utf-8"))
