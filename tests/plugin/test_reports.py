"""What a report tells."""

import json
import re

import pytest

from fakeping import FakePing


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
    def create_resource_of_a_bug(resources, said):
        raise ZeroDivisionError("a planted bug")

    store = fakeping._state.stores["pingone"]
    monkeypatch.setattr(type(store.home.resources), "create", create_resource_of_a_bug)
    assert ask(resources(fakeping), fakeping.pingone.token(), {"name": "photos"}) == 500

def test_after(fakeping):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200
""").runpytest("-v")

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ test_that_crashes _*",
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

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*_ test_that_crashes _*", "*ZeroDivisionError*"])


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


def test_a_crash_during_teardown_or_a_failure_is_reported_too(suite):
    result = suite("""
import pytest

@pytest.fixture
def bug(fakeping, monkeypatch):
    store = fakeping._state.stores["pingone"]
    monkeypatch.setattr(type(store.home.resources), "create", lambda *_: 1 / 0)

@pytest.fixture
def late(fakeping, bug):
    yield
    ask(resources(fakeping), fakeping.pingone.token(), {"name": "photos"})

def test_at_the_end(late):
    pass

def test_that_fails(fakeping, bug):
    ask(resources(fakeping), fakeping.pingone.token(), {"name": "photos"})
    assert False, "on purpose"
""").runpytest()

    result.assert_outcomes(passed=1, failed=1, errors=2)
    result.stdout.fnmatch_lines(
        ["*ERROR at teardown of test_at_the_end*", "*ERROR at teardown of test_that_fails*"]
    )


CALLS = """
def test_it(fakeping):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200

def test_that_fails(fakeping):
    ask(resources(fakeping))
    assert False, "on purpose"

def test_that_does_not_use_it():
    pass
"""


def test_requests_can_be_asked_again_by_hand_where_the_server_outlives_the_run(suite):
    pytester = suite(CALLS)
    with FakePing() as running:
        result = pytester.runpytest(f"--fakeping-url={running.url}")

    result.stdout.fnmatch_lines(["*- fakeping curl -*", "curl http://127.0.0.1:*/resources *"])
    assert "fakeping curl" not in pytester.runpytest().stdout.str()


@pytest.mark.parametrize("options", [[], ["--fakeping-journal=off"]], ids=["told", "off"])
def test_each_exchange_is_told_once(suite, options):
    report = (
        suite("""
def test_it(fakeping, fakeping_class):
    token = fakeping.pingone.token()
    for _ in range(3):
        ask(resources(fakeping), token)
    ask(resources(fakeping), token, {"name": ""})
    fakeping.journal.assert_called("pingone.resource.create", json={"name": "photos"})
""")
        .runpytest(*options, "-rN")  # the summary is one line more, whole where CI says so
        .stdout.str()
    )

    assert report.count("POST /v1/environments/") == 2
    assert report.count('json.name: "", expected "photos"') == 1
    if options:
        assert report.count("-> 200  pingone.resource.list") == 3
        assert "All of 4 calls:" in report
    else:
        assert report.count("-> 200  pingone.resource.list") == 1
        assert "     ... and 2 more like it, up to #3" in report
        assert report.count("answered: ") == 1
        assert "All of" not in report


def test_exchanges_of_another_tenant_stay_in_the_message(suite):
    result = suite("""
def test_it(fakeping, fakeping_server):
    with fakeping_server.tenant() as other:
        ask(resources(other))
        other.journal.assert_called("pingone.resource.create")
""").runpytest()

    result.stdout.fnmatch_lines(["E *All of 1 call:", "E *-> 401*"])


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two workers"])
def test_the_journals_of_passing_tests_are_shown_on_request(suite, workers):
    pytester = suite(CALLS)
    run = pytester.runpytest_subprocess if workers else pytester.runpytest
    result = run("--fakeping-journal=all", *workers)

    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["*- fakeping journal: test_it.py::test_it -*", "[#]1 GET * -> 200  pingone.resource.list"]
    )
    assert result.stdout.str().count("-> 200") == 1


def test_pytests_own_way_to_show_them_shows_them_once(suite):
    result = suite(CALLS).runpytest("--fakeping-journal=all", "-rP")

    assert result.stdout.str().count("-> 200") == 1


def test_the_journal_can_be_left_out(suite):
    result = suite(CALLS).runpytest("--fakeping-journal=off")

    result.stdout.no_fnmatch_line("*fakeping journal*")


def test_the_exchanges_of_a_failing_test_are_written_as_har(suite):
    pytester = suite(CALLS)

    pytester.runpytest("--fakeping-journal-dir=hars", "--junitxml=junit.xml")

    [file] = (pytester.path / "hars").iterdir()
    assert re.fullmatch(r"test_it\.py-test_that_fails-[0-9a-f]{8}\.har", file.name)
    [entry] = json.loads(file.read_text("utf-8"))["log"]["entries"]
    assert entry["response"]["status"] == 401
    junit = (pytester.path / "junit.xml").read_text("utf-8")
    assert f'<property name="fakeping_har" value="{file}" />' in junit


def test_each_test_has_a_file_of_its_own_however_it_is_named(suite):
    pytester = suite("""
import pytest

@pytest.mark.parametrize("what", ["a/b", "a b", "x" * 300], ids=str)
def test_it(fakeping, what):
    ask(resources(fakeping))
""")

    pytester.runpytest("--fakeping-journal=all", "--fakeping-journal-dir=hars").assert_outcomes(
        passed=3
    )

    names = [each.name for each in (pytester.path / "hars").iterdir()]
    assert len(names) == 3
    assert max(map(len, names)) < 140


@pytest.fixture
def no_proxies(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


UNREACHED = """
def test_it(fakeping):
    assert False, "on purpose"
"""


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("exempt", [None, "example.com"])
def test_a_report_of_nothing_says_which_variables_keep_clients_away(
    suite, no_proxies, variable, exempt
):
    no_proxies.setenv(variable, "http://user:secret@127.0.0.1:1")
    if exempt:
        no_proxies.setenv("NO_PROXY", exempt)

    result = suite(UNREACHED).runpytest()

    result.stdout.fnmatch_lines(
        [
            "Nothing was called.",
            "This tenant is at http://127.0.0.1:*/v1 and http://127.0.0.1:*/am*",
            f"{variable} is set, and NO_PROXY does not exempt 127.0.0.1: a client that heeds that*",
        ]
    )
    assert "Set NO_PROXY=127.0.0.1,localhost (and no_proxy)." in result.stdout.str()
    assert "secret" not in result.stdout.str()


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"https_proxy": "http://127.0.0.1:1"},
        {"http_proxy": "http://127.0.0.1:1", "NO_PROXY": "*"},
        {"http_proxy": "http://127.0.0.1:1", "no_proxy": "localhost, 127.0.0.1"},
    ],
)
def test_irrelevant_proxy_variables_are_not_reported(suite, no_proxies, variables):
    for name, value in variables.items():
        no_proxies.setenv(name, value)

    result = suite(UNREACHED).runpytest()

    result.stdout.fnmatch_lines(["Nothing was called."])
    result.stdout.no_fnmatch_line("*NO_PROXY*")


def test_a_report_of_nothing_says_which_other_tenant_was_called(suite, no_proxies):
    result = suite("""
import pytest

@pytest.fixture(scope="module")
def shared(fakeping_server):
    with fakeping_server.tenant(name="the module's") as tenant:
        ask(resources(tenant))
        yield tenant

def test_it(shared, fakeping):
    ask(resources(shared))
    assert False, "on purpose"
""").runpytest()

    result.stdout.fnmatch_lines(
        ["Nothing was called.", "Meanwhile another tenant was called once: the module's"]
    )


def test_a_report_tells_each_exchange_once_however_many_subtests_fail(suite):
    result = suite("""
def test_it(fakeping, subtests):
    for name in ("a", "b"):
        with subtests.test(name):
            token = fakeping.pingone.token()
            assert ask(resources(fakeping), token, {"name": name}) == 200
    with subtests.test("nothing new"):
        assert False
""").runpytest()

    told = result.stdout.str()
    assert told.count("#1 POST") == told.count("#2 POST") == 1
    assert result.ret == 1
