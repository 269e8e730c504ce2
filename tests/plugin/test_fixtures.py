"""The fixtures, as suites that have the plugin installed see them."""

import re


def test_each_test_has_a_tenant_of_its_own_on_one_server(suite):
    suite("""
SEEN = []

def test_one(fakeping, fakeping_server):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200
    assert ask(fakeping.pingam.resource_set_url, fakeping.pingam.pat()) == 200
    fakeping.pingone.given.resource(name="photos")
    assert len(fakeping.journal) == 2
    urls = resources(fakeping), fakeping.pingam.resource_set_url
    tokens = fakeping.pingone.token(), fakeping.pingam.pat()
    SEEN.append((fakeping_server, fakeping, urls, tokens))

def test_two(fakeping, fakeping_server):
    [(server, other, (its_resources, its_resource_sets), (its_token, its_pat))] = SEEN
    assert server is fakeping_server
    assert other.id != fakeping.id
    assert len(fakeping.journal) == 0
    assert [each.name for each in fakeping.pingone.resources()][2:] == []
    # The other one is gone from the server, with its tokens.
    assert ask(its_resources, fakeping.pingone.token()) == 404
    assert ask(its_resources, its_token) == 401
    assert ask(its_resource_sets, its_pat) == 404
""").runpytest().assert_outcomes(passed=2)


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
    assert "A fresh tenant: a PingOne environment and a PingAM realm of this test's own." in text


def test_a_test_may_have_as_many_tenants_as_it_makes(suite):
    suite("""
import pytest

SEEN = []

@pytest.mark.fakeping(edition={"pingone": "current"})
def test_two(fakeping, make_fakeping):
    openam = make_fakeping(edition={"pingam": "openam"}, auth="off")
    SEEN.extend([resources(fakeping), resources(openam)])
    assert (openam.pingone.edition, openam.pingam.edition) == ("current", "openam")
    assert (fakeping.pingone.edition, fakeping.pingam.edition) == ("current", "8.1")
    assert ask(resources(openam)) == 200
    assert (len(fakeping.journal), len(openam.journal)) == (0, 1)

def test_they_are_gone_with_the_test(fakeping_server):
    assert fakeping_server.tenants.all() == []
    assert [ask(each) for each in SEEN] == [401, 401]
""").runpytest().assert_outcomes(passed=2)


def test_a_fixture_that_uses_a_tenant_has_it_to_its_end(suite):
    suite("""
import pytest

@pytest.fixture
def photos(fakeping):
    yield
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200

def test_it(make_fakeping, photos):
    make_fakeping()
""").runpytest().assert_outcomes(passed=1)


def test_the_servers_options_can_be_overridden(suite):
    pytester = suite("""
def test_it(fakeping):
    assert fakeping.pingone.url == "https://ping.example/v1"
    assert fakeping.pingone.edition == "current"
""")
    pytester.makeconftest("""
        import pytest

        @pytest.fixture(scope="session")
        def fakeping_config(fakeping_config):
            return {**fakeping_config, "public_url": "https://ping.example"}
    """)

    result = pytester.runpytest("--fakeping-edition", "pingone=current")

    result.assert_outcomes(passed=1)


def test_a_session_that_ends_in_the_middle_of_a_test_leaves_no_tenant(suite):
    pytester = suite("""
import pytest

@pytest.fixture(scope="session", autouse=True)
def watch(fakeping_server):
    yield fakeping_server
    assert len(fakeping_server.tenants.all()) == 0
    print("nothing is left")

def test_it(fakeping):
    raise KeyboardInterrupt
""")

    result = pytester.runpytest_subprocess("-s")

    result.stdout.fnmatch_lines(["*KeyboardInterrupt*"])


def test_a_suite_that_blocks_it_pays_nothing(pytester):
    pytester.makepyfile("""
        import sys

        def test_it(pytestconfig):
            assert not any(each.startswith(("fakeping", "pytest_fakeping")) for each in sys.modules)
            assert not any("fakeping" in str(each) for each in pytestconfig.getini("markers"))
    """)

    result = pytester.runpytest_subprocess("-p", "no:fakeping")

    result.assert_outcomes(passed=1)
