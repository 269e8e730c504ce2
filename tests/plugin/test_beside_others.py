"""Beside the plugins that people use."""

import sys

import pytest


@pytest.mark.parametrize("mode", ["auto", "strict"])
def test_it_works_under_pytest_asyncio(suite, mode):
    result = suite("""
import aiohttp, pytest

@pytest.mark.asyncio
async def test_it(fakeping):
    headers = {"Authorization": f"Bearer {fakeping.pingone.token()}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(resources(fakeping)) as answer:
            assert answer.status == 200
    fakeping.journal.assert_called("pingone.resource.list", count=1)
""").runpytest("-o", f"asyncio_mode={mode}", "-W", "error")

    result.assert_outcomes(passed=1)


def test_it_works_beside_pytest_aiohttp(suite):
    result = suite("""
from aiohttp import web

async def test_it(aiohttp_client, fakeping):
    client = await aiohttp_client(web.Application())
    headers = {"Authorization": f"Bearer {fakeping.pingam.pat()}"}
    async with client.session.get(fakeping.pingam.resource_set_url, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (200, [])
""").runpytest("-o", "asyncio_mode=auto", "-W", "error")

    result.assert_outcomes(passed=1)


@pytest.mark.loads("hypothesispytest")
def test_it_works_with_hypothesis(suite):
    result = suite("""
from hypothesis import given, strategies as st

@given(name=st.sampled_from(["photos", "albums"]))
def test_it(fakeping_server, name):
    with fakeping_server.tenant() as tenant:
        tenant.pingone.given.resource(name=name)
        assert [each.name for each in tenant.pingone.resources()][2:] == [name]
        assert ask(resources(tenant), tenant.pingone.token()) == 200
""").runpytest("-W", "error")

    result.assert_outcomes(passed=1)


@pytest.mark.loads("hypothesispytest")
def test_no_example_waits_for_the_key_and_schemas(suite):
    suite("""
import hypothesis

def test_it(fakeping_server):
    assert fakeping_server.tenants._keys._made is not None
    assert fakeping_server.tenants.all() == []
""").runpytest().assert_outcomes(passed=1)


def test_without_hypothesis_nothing_is_warmed_up(suite, monkeypatch):
    monkeypatch.delitem(sys.modules, "hypothesis", raising=False)

    suite("""
def test_it(fakeping_server):
    assert fakeping_server.tenants._keys._made is None
""").runpytest("-p", "no:hypothesispytest", "-p", "no:schemathesis").assert_outcomes(passed=1)


def test_it_works_with_many_processes(suite):
    pytest.importorskip("xdist")
    result = suite("""
import pytest

@pytest.mark.parametrize("number", range(6))
def test_it(fakeping, number):
    created = ask(resources(fakeping), fakeping.pingone.token(), {"name": "photos"})
    assert (created, number) != (201, 5), "on purpose"
    assert created == 201
""").runpytest_subprocess("-n", "2")

    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(["*- fakeping journal -*", "[#]1 POST */resources -> 201*"])


@pytest.mark.loads("anyio")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_it_works_under_anyio(suite, backend):
    pytester = suite(f"""
import anyio, httpx, pytest

@pytest.fixture
def anyio_backend():
    return "{backend}"

@pytest.mark.anyio
async def test_it(fakeping, make_fakeping):
    other = make_fakeping(auth="any")
    async with httpx.AsyncClient() as client:
        for tenant, token in [(fakeping, fakeping.pingone.token()), (other, "any")]:
            headers = {{"Authorization": f"Bearer {{token}}"}}
            assert (await client.get(resources(tenant), headers=headers)).status_code == 200
    [found] = await fakeping.journal.wait_for_async("pingone.resource.list", timeout=300)
    assert found.status == 200
""")
    pytester.makeini("[pytest]")  # nothing of pytest-asyncio's, which is not there

    result = pytester.runpytest_subprocess("-p", "no:asyncio", "-p", "no:aiohttp", "-W", "error")

    result.assert_outcomes(passed=1)


@pytest.mark.parametrize("mode", ["auto", "strict"])
def test_asynchronous_fixtures_can_use_it(suite, mode):
    result = suite("""
import aiohttp, pytest_asyncio, pytest

@pytest_asyncio.fixture
async def client(fakeping):
    headers = {"Authorization": f"Bearer {fakeping.pingone.token()}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        yield session

@pytest.mark.asyncio
async def test_it(client, fakeping):
    async with client.get(resources(fakeping)) as answer:
        assert answer.status == 200
""").runpytest("-o", f"asyncio_mode={mode}", "-W", "error")

    result.assert_outcomes(passed=1)


def test_it_works_with_nothing_else(suite, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester = suite("""
def test_it(fakeping):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200
""")
    pytester.makeini("[pytest]\nstrict_markers = true\nfilterwarnings = error")

    pytester.runpytest_subprocess("-p", "pytest_fakeping.plugin").assert_outcomes(passed=1)


def test_it_works_in_a_class_of_unittest(suite):
    suite("""
import unittest
import pytest

class TestPhotos(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _ping(self, fakeping):
        self.ping = fakeping

    def test_it(self):
        self.assertEqual(ask(resources(self.ping), self.ping.pingone.token()), 200)

    @pytest.mark.fakeping(auth="any")
    def test_a_marker(self):
        self.assertEqual(ask(resources(self.ping), "any"), 200)
""").runpytest("-W", "error").assert_outcomes(passed=2)


@pytest.mark.loads("hypothesispytest")
def test_a_tenant_for_all_examples_is_what_hypothesis_itself_complains_of(suite):
    result = suite("""
from hypothesis import HealthCheck, given, settings, strategies as st

@given(name=st.sampled_from(["photos", "albums"]))
def test_it(fakeping, name):
    pass

@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["photos", "albums"]))
def test_that_knows(fakeping, name):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200
""").runpytest("-W", "error")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*FailedHealthCheck*function-scoped fixture*"])


def test_it_works_in_any_order(suite):
    pytester = suite("""
import pytest

@pytest.mark.parametrize("number", range(12))
def test_it(fakeping, number):
    assert ask(resources(fakeping), fakeping.pingone.token(), {"name": "photos"}) == 201
    assert len(fakeping.journal) == 1
""")
    pytester.makeconftest("""
        import random

        def pytest_collection_modifyitems(items):
            random.Random(7).shuffle(items)
    """)

    pytester.runpytest().assert_outcomes(passed=12)
    pytester.runpytest_subprocess("-n", "2", "--dist=worksteal").assert_outcomes(passed=12)


def test_it_can_be_left_out(suite):
    result = suite("""
def test_it():
    pass

def test_that_needs_it(fakeping):
    pass
""").runpytest_subprocess("-p", "no:fakeping")

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*fixture 'fakeping' not found*"])


def test_a_subprocess_of_the_test_is_a_client_like_any_other(suite):
    suite("""
import subprocess, sys

def test_it(fakeping):
    program = "import sys, urllib.request as r;" \\
        "r.urlopen(r.Request(sys.argv[1], headers={'Authorization': 'Bearer ' + sys.argv[2]}))"
    command = [sys.executable, "-c", program, resources(fakeping), fakeping.pingone.token()]
    subprocess.run(command, check=True)
    fakeping.journal.assert_called("pingone.resource.list", count=1, status=200)
""").runpytest().assert_outcomes(passed=1)
