"""Tenants that a class, a module or a session shares."""

import re

import pytest

from fakeping import FakePing

SHARING = """
import pytest

pytestmark = pytest.mark.fakeping(edition={"pingone": "current"})

@pytest.fixture(scope="module")
def photos(fakeping_module):
    return fakeping_module.pingone.given.resource(name="photos")

@pytest.mark.fakeping(edition={"pingam": "openam"}, auth="any")
class TestClass:
    def test_one(self, fakeping_class, fakeping_module, fakeping_session, photos, fakeping):
        one = (fakeping_class, fakeping_module, fakeping_session, fakeping)
        assert len({each.id for each in one}) == 4
        assert [each.pingone.edition for each in one] == ["current", "current", "p14c", "current"]
        assert [each.pingam.edition for each in one] == ["openam", "8.1", "8.1", "openam"]
        assert ask(resources(fakeping_class), "anything") == 200
        fakeping_class.pingone.given.resource(name="albums")

    def test_two(self, fakeping_class, fakeping_module):
        assert fakeping_class.pingone.resource("albums")
        assert fakeping_module.pingone.resource("photos")

class TestOther:
    def test_three(
        self, fakeping_class, fakeping_module, fakeping_session, photos, fakeping_server
    ):
        with pytest.raises(LookupError):
            fakeping_class.pingone.resource("albums")
        assert fakeping_module.pingone.resource("photos")
        assert len(fakeping_server.tenants.all()) == 3
        for each in (fakeping_class, fakeping_module, fakeping_session):
            print("ID", each.pingone.environment_id)
"""


def test_each_is_shared_in_its_scope_and_follows_the_markers_of_it(suite):
    suite(SHARING).runpytest().assert_outcomes(passed=3)


def test_ids_are_the_same_whatever_else_runs(suite):
    pytester = suite(SHARING)
    ids = [
        re.findall("ID .{36}", pytester.runpytest("-s", *only).stdout.str())
        for only in ((), ("-k", "three"))
    ]

    assert len(set(ids[0])) == 3
    assert ids[0] == ids[1]


def test_a_seed_of_an_option_or_a_fixture_is_theirs_too(suite):
    pytester = suite("""
import pytest

@pytest.fixture(scope="class")
def fakeping_seed():
    return {"pingone": {"resources": [{"name": "albums"}]}}

class TestOverridden:
    def test_class(self, fakeping_class):
        assert fakeping_class.pingone.resource("albums")

class TestMarked:
    pytestmark = pytest.mark.fakeping(seed="seed.json")

    def test_class(self, fakeping_class):
        assert fakeping_class.pingone.resource("photos")
""")
    pytester.makefile(".json", seed='{"pingone": {"resources": [{"name": "photos"}]}}')
    pytester.makepyfile(
        test_option="""
        def test_session(fakeping_session):
            assert fakeping_session.pingone.resource("photos")
        """
    )

    pytester.runpytest("test_it.py").assert_outcomes(passed=2)
    pytester.runpytest("test_option.py", "--fakeping-seed=seed.json").assert_outcomes(passed=1)


FAILING = """
import pytest

class TestClass:
    def test_one(self, fakeping_class):
        ask(resources(fakeping_class) + "?expand=scope")

    def test_two(self, fakeping_class):
        ask(resources(fakeping_class))
        ask(resources(fakeping_class).replace("resources", "resource"))
        assert False, "on purpose"

    def test_silence(self, fakeping_class):
        assert False, "on purpose"

def test_that_does_not_use_it():
    assert False, "on purpose"
"""


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_a_failing_test_reports_its_own_exchanges(suite, where):
    pytester = suite(FAILING)
    with FakePing() as running:
        options = [f"--fakeping-url={running.url}"] if where == "elsewhere" else []
        result = pytester.runpytest(*options)

        assert running.tenants.all() == []
    result.assert_outcomes(passed=1, failed=3)
    result.stdout.fnmatch_lines(
        [
            "*_ TestClass.test_two _*",
            "*- fakeping journal -*",
            "[#]2 GET */resources -> 401 *",
            "For an environment or realm of nobody, or no operation at all:",
            "*/resource -> 404*",
            "*_ TestClass.test_silence _*",
            "*- fakeping journal -*",
            "Nothing was called.",
            "*_ test_that_does_not_use_it _*",
        ]
    )
    report = result.stdout.str()
    assert report.count("- fakeping journal -") == 2
    assert "expand" not in report
    assert report.count("/resource -> 404") == 1


def test_strict_and_crashes_fail_the_test_that_caused_them_alone(suite):
    result = suite("""
def test_unread(fakeping_session):
    token = fakeping_session.pingone.token()
    assert ask(resources(fakeping_session), token, {"name": "photos", "descripton": "x"}) == 201

def test_between(fakeping_session):
    pass

def test_that_crashes(fakeping_session, monkeypatch):
    def create_resource_of_a_bug(resources, said):
        raise ZeroDivisionError("a planted bug")

    store = fakeping_session._state.stores["pingone"]
    monkeypatch.setattr(type(store.home.resources), "create", create_resource_of_a_bug)
    token = fakeping_session.pingone.token()
    assert ask(resources(fakeping_session), token, {"name": "albums"}) == 500

def test_after(fakeping_session):
    assert ask(resources(fakeping_session), fakeping_session.pingone.token()) == 200
""").runpytest("--fakeping-strict")

    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["*this test sent what nothing reads*", "*a planted bug*"])


def test_a_crash_after_the_last_test_is_an_error_of_the_scopes_end(suite):
    result = suite("""
import pytest

@pytest.fixture(scope="module")
def late(fakeping_module):
    yield
    def bug(resources, said):
        raise ZeroDivisionError("a planted bug")

    store = fakeping_module._state.stores["pingone"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store.home.resources), "create", bug)
        ask(resources(fakeping_module), fakeping_module.pingone.token(), {"name": "albums"})

def test_it(late):
    pass
""").runpytest()

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*a planted bug*", "*- fakeping journal -*", "*-> 500 *"])


@pytest.mark.parametrize("scope", ["class", "module", "package", "session"])
@pytest.mark.parametrize("fixture", ["fakeping", "make_fakeping"])
def test_a_wider_fixture_is_told_which_to_take(suite, fixture, scope):
    result = suite(f"""
import pytest

@pytest.fixture(scope="{scope}")
def photos({fixture}):
    pass

def test_it(photos):
    pass
""").runpytest()

    wider = "fakeping_session" if scope == "package" else f"fakeping_{scope}"
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*ScopeMismatch*", f"{wider} is *"])
