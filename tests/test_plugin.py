"""The plugin, as suites that have it installed see it."""

import re

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
def suite(pytester):
    """Writes a suite; what it returns runs it."""
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(asking=ASKING)

    def write(source):
        pytester.makepyfile(test_it="from asking import ask, resources\n" + source.strip("\n"))
        return pytester

    return write


def test_each_test_has_a_tenant_of_its_own_on_one_server(suite):
    suite("""
SEEN = []

def test_one(fakeping, fakeping_server):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200
    assert ask(fakeping.pingam.resource_set_url, fakeping.pingam.pat()) == 200
    fakeping.pingone.given.resource(name="photos")
    assert len(fakeping.journal) == 2
    SEEN.append((fakeping_server, fakeping, resources(fakeping), fakeping.pingam.resource_set_url))

def test_two(fakeping, fakeping_server):
    [(server, other, its_resources, its_resource_sets)] = SEEN
    assert server is fakeping_server
    assert other.id != fakeping.id
    assert len(fakeping.journal) == 0
    assert [each.name for each in fakeping.pingone.resources()][2:] == []
    # The other one is gone from the server, with its tokens.
    assert ask(its_resources, fakeping.pingone.token()) == 404
    assert ask(its_resources, other.pingone.token()) == 401
    assert ask(its_resource_sets, other.pingam.pat()) == 404
""").runpytest().assert_outcomes(passed=2)


def test_the_marker_goes_from_the_function_to_its_class_to_its_module(suite):
    suite("""
import pytest

pytestmark = pytest.mark.fakeping(auth="off", realm="photos")

def statuses(tenant):
    return [ask(resources(tenant)), ask(resources(tenant), "any")]

def test_the_module(fakeping):
    assert statuses(fakeping) == [200, 200]

@pytest.mark.fakeping(auth="any")
class TestClass:
    def test_the_class(self, fakeping):
        assert statuses(fakeping) == [401, 200]

    @pytest.mark.fakeping(auth="strict", edition={"pingone": "p14c"})
    def test_the_function(self, fakeping):
        assert statuses(fakeping) == [401, 401]
        assert fakeping.pingone.edition == "p14c"
        assert fakeping.pingam.realm == "photos"  # what only the module says still holds
""").runpytest().assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("marker", "sentence"),
    [
        pytest.param('"p14c"', "*takes keyword arguments alone*", id="a positional argument"),
        pytest.param(
            'edition={"pingone": "p15"}', "*no edition 'p15' of pingone*", id="an edition"
        ),
        pytest.param('editon="x"', "*unexpected keyword argument 'editon'*", id="an argument"),
    ],
)
def test_a_mistaken_marker_says_what_is_wrong(suite, marker, sentence):
    result = suite(f"""
import pytest

@pytest.mark.fakeping({marker})
def test_it(fakeping):
    pass
""").runpytest()

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([sentence])


def test_the_marker_is_declared(suite):
    result = suite("""
import pytest

@pytest.mark.fakeping(auth="off")
def test_it(fakeping):
    pass
""").runpytest("--strict-markers", "-W", "error")

    result.assert_outcomes(passed=1)
    result = suite("").runpytest("--markers")
    result.stdout.fnmatch_lines(["@pytest.mark.fakeping(edition=*auth=...)*"])


def test_the_report_of_a_failing_test_holds_the_journal_and_no_token(suite):
    pytester = suite("""
import pathlib

def test_it(fakeping):
    token = fakeping.pingone.token()
    pathlib.Path("token").write_text(token)
    for _ in range(21):
        ask(resources(fakeping), token)
    ask(resources(fakeping) + "?access_token=" + token + "&expand=scope", token)
    ask(resources(fakeping), token, body={})
    ask(resources(fakeping).replace(fakeping.pingone.environment_id, "elsewhere"), token)
    assert False, "on purpose"

def test_silence(fakeping):
    assert False, "on purpose"

def test_that_passes(fakeping):
    ask(resources(fakeping))
""")

    result = pytester.runpytest()

    result.assert_outcomes(failed=2, passed=1)
    result.stdout.fnmatch_lines(
        [
            "*- fakeping journal -*",
            "... 3 earlier exchanges",
            "[#]4 GET /v1/environments/*/resources -> 200  pingone.resource.list",
            "[#]22 GET /v1/environments/*/resources[?]*expand=scope -> 400  pingone.resource.list*",
            "[#]23 POST */resources -> 400  pingone.resource.create*name-required[]]",
            "For an environment or realm of nobody, or no operation at all:",
            "*GET /v1/environments/elsewhere/resources -> 404*",
            "*- fakeping journal -*",
            "Nothing was called.",
        ]
    )
    report = result.stdout.str()
    assert report.count("- fakeping journal -") == 2
    token = (pytester.path / "token").read_text()
    for part in (token, *token.split(".")):
        assert part not in report


def test_a_crash_inside_the_fake_fails_the_test_that_caused_it(suite):
    result = suite("""
def test_before(fakeping):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200

def test_that_crashes(fakeping, monkeypatch):
    def create_resource_of_a_bug(said):
        raise ZeroDivisionError("a planted bug")

    store = fakeping._state.stores["pingone"]
    monkeypatch.setattr(store.home.resources, "create", create_resource_of_a_bug)
    assert ask(resources(fakeping), fakeping.pingone.token(), {"name": "photos"}) == 500

def test_after(fakeping):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200
""").runpytest("-v")

    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_that_crashes*",
            "*fakeping itself crashed while this test ran*",
            "*in create_resource_of_a_bug*",
            "*ZeroDivisionError: a planted bug*",
            "*- fakeping journal -*",
            "*-> 500  pingone.resource.create*",
        ]
    )


def test_a_crash_that_belongs_to_no_tenant_fails_the_test_too(suite):
    result = suite("""
def test_that_crashes(fakeping, fakeping_server, monkeypatch):
    monkeypatch.setattr(fakeping_server.tenants, "all", lambda: 1 / 0)
    assert ask(f"{fakeping_server.control_url}/tenants") == 500

def test_after(fakeping):
    pass
""").runpytest()

    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_that_crashes*"])


def test_assert_called_reads_well_in_a_report(suite):
    result = suite("""
def test_it(fakeping):
    ask(resources(fakeping), fakeping.pingone.token(), {"name": "albums"})
    fakeping.journal.assert_called("pingone.resource.create", json={"name": "photos"})
""").runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "E * pingone.resource.create with json *photos* was called 0 times,*",
            'E * json.name: "albums", expected "photos"',
        ]
    )


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


def test_a_suite_that_does_not_use_it_does_not_load_it(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # others may load whatever they want
    pytester.makepyfile("""
        import sys

        def test_it():
            heavy = {"aiohttp", "jsonschema", "hypothesis", "joserfc", "click", "fakeping"}
            assert not heavy & set(sys.modules)
            assert "pytest_fakeping.plugin" in sys.modules
    """)

    result = pytester.runpytest_subprocess("-p", "pytest_fakeping.plugin")

    result.assert_outcomes(passed=1)


def test_without_plugin_autoload_it_can_be_named(suite, monkeypatch):
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    result = suite("""
def test_it(fakeping):
    assert ask(resources(fakeping)) == 401
""").runpytest_subprocess("-p", "pytest_fakeping.plugin")

    result.assert_outcomes(passed=1)


def test_the_fixtures_say_what_they_are(suite):
    result = suite("").runpytest("--fixtures")

    text = re.sub(r"\s+", " ", result.stdout.str())
    assert "fakeping_server [session scope]" in text
    assert (
        "A fresh tenant: a PingOne environment and a PingAM realm that this test alone has." in text
    )
