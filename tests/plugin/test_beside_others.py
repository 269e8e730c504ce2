"""Beside the plugins that people use."""

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
