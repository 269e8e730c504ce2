"""The plugin, as suites that have it installed see it."""

import pytest

from fakeping import FakePing

ASKING = """
import json, urllib.error, urllib.request

def ask(url, token=None, body=None, method=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code

def resources(tenant):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
"""


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    """A suite inside this process unloads what it loads, and cryptography loads but once."""
    with FakePing().tenant() as tenant:
        tenant.pingone.token()


@pytest.fixture
def suite(pytester, pytestconfig):
    """Writes a suite; what it returns runs it."""
    if pytestconfig.pluginmanager.hasplugin("asyncio"):  # `make lowest` has none
        pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(asking=ASKING)

    def write(source):
        pytester.makepyfile(test_it="from asking import ask, resources\n" + source.strip("\n"))
        return pytester

    return write
