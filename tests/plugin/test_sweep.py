"""`--fakeping-sweep`: which tests of a suite depend on a guess of ours."""

import json

import pytest

from fakeping import FakePing
from fakeping.families import FAMILIES

SUITE = """
import json, urllib.error, urllib.request

import pytest


def status(url, token, body):
    request = urllib.request.Request(
        url,
        json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def twice(am):
    body = {"name": "photos", "resource_scopes": []}
    return [status(am.resource_set_url, am.pat(), body) for _ in range(2)]


def test_a_name_is_taken(fakeping):
    assert twice(fakeping.pingam) == [201, 400]


@pytest.mark.fakeping(switches={"pingam.unique_names": True})
def test_a_name_is_taken_because_we_say_so(fakeping):
    assert twice(fakeping.pingam) == [201, 400]


def test_a_pat_without_its_scope_is_refused(fakeping_server):
    with fakeping_server.tenant() as tenant:
        token = tenant.pingam.pat(scopes=["other"])
        assert status(tenant.pingam.resource_set_url, token, {"resource_scopes": []}) == 403


def test_that_fails_anyhow(fakeping):
    assert twice(fakeping.pingam) == [201, 201]


def test_that_asks_nobody():
    pass
"""

FILE = "test_it_says_which_tests_depend_on_which_guess.py"


@pytest.fixture
def swept(pytester):
    """Runs the suite with a sweep; returns the result and its section about guesses."""
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    pytester.makepyfile(SUITE)

    def run(*arguments, switches=("pingam.unique_names",)):
        chosen = [f"--fakeping-sweep-switch={each}" for each in switches]
        # What other tests of this process asked would count as called.
        result = pytester.runpytest_subprocess(*chosen, *arguments)
        text = result.stdout.str()
        return result, text[text.index("which tests depend") :]

    return run


def section(text, switch):
    """What is said of one switch."""
    after = text[text.index(f"{switch}, inverted") :].splitlines()[1:]
    return list(_until_the_next(after))


def _until_the_next(lines):
    for each in lines:
        if not each.startswith("  "):
            return
        yield each.strip()


def test_it_says_which_tests_depend_on_which_guess(swept):
    result, text = swept(switches=["pingam.unique*", "pingam.enforce*", "*.names_fold*"])

    result.assert_outcomes(passed=4, failed=1)
    names = section(text, "pingam.unique_names")
    assert names[0].startswith("pingam.resource_set.name-unique (observed): A second registration")
    assert names[2:] == [
        f"{FILE}::test_a_name_is_taken: failed, not passed: assert [201, 201] == [201, 400]",
        f"{FILE}::test_that_fails_anyhow: passed, not failed",
    ]
    [scope] = section(text, "pingam.enforce_pat_scope")[2:]
    assert "test_a_pat_without_its_scope_is_refused: failed, not passed" in scope
    # Nobody called PingOne.
    assert "1 switch are about" not in text
    assert "1 switch is about operations that no test called: pingone.names_fold_case" in text


def test_many_workers_sweep_as_one(swept):
    result, text = swept("-n", "2")

    result.assert_outcomes(passed=4, failed=1)
    assert "coverage of the contract" not in text
    assert [each.rpartition("::")[2] for each in section(text, "pingam.unique_names")[2:]] == [
        "test_a_name_is_taken: failed, not passed: assert [201, 201] == [201, 400]",
        "test_that_fails_anyhow: passed, not failed",
    ]


def test_a_server_that_runs_elsewhere_is_swept_in_the_tenants_of_this_suite_alone(swept):
    """It is told with each tenant, so that other suites on it meet what they always did."""
    with FakePing() as server:
        result, text = swept(f"--fakeping-url={server.url}")
        others = server.tenant()

        assert server.tenants.switched == frozenset()
        assert server.tenants.all() == [others]
    result.assert_outcomes(passed=4, failed=1)
    assert [each.rpartition("::")[2] for each in section(text, "pingam.unique_names")[2:]] == [
        "test_a_name_is_taken: failed, not passed: assert [201, 201] == [201, 400]",
        "test_that_fails_anyhow: passed, not failed",
    ]


def test_one_test_that_does_not_change_is_told_of_as_one(swept):
    _, text = swept("-k", "because_we_say_so")

    assert "1 switch changes none of 1 passed test: pingam.unique_names" in text
    assert "inverted" not in text
    assert "coverage of the contract" not in text


def test_the_suites_own_reports_and_stops_are_left_alone(swept, pytester):
    _, text = swept("-x", "--junitxml=report.xml", "-k", "taken")

    assert (pytester.path / "report.xml").read_text("utf-8").count("<testcase") == 2
    assert "test_a_name_is_taken: failed, not passed" in text


def test_a_rerun_that_cannot_begin_is_told_of(swept, pytester):
    pytester.makeconftest(
        "import os\n\nif 'FAKEPING_SWEEP_SWITCHED' in os.environ:\n"
        "    raise RuntimeError('not twice')"
    )

    _, text = swept()

    assert "could not be run again" in text
    assert "not twice" in text


def test_every_switch_of_what_was_called_is_inverted_when_none_is_chosen(pytester):
    """There is a rerun for each; what it would do is tested above."""
    pytester.makepyfile("def test_nothing(): pass")
    pytester.makeconftest("""
from pytest_fakeping import coverage, sweep
sweep.rerun = lambda config, switch: ({}, "")
coverage.Coverage.called = lambda self: {"pingam.resource_set.register"}
""")

    text = pytester.runpytest_subprocess("--fakeping-sweep").stdout.str()

    (quiet,) = [each for each in text.splitlines() if "change none of" in each]
    (uncalled,) = [each for each in text.splitlines() if "that no test called" in each]
    named = [*quiet.partition(": ")[2].split(", "), *uncalled.partition(": ")[2].split(", ")]
    switches = [f"{family.name}.{each}" for family in FAMILIES for each in family.switches]
    assert sorted(named) == sorted(switches)
    assert "pingam.unique_names" in quiet
    assert "pingam.enforce_pat_scope" in quiet
    assert "pingone.names_fold_case" in uncalled


def test_where_nothing_passed_nothing_is_swept(swept):
    _, text = swept("-k", "fails_anyhow")

    assert "no test passed" in text
    assert "inverted" not in text


def test_a_rerun_leaves_the_suites_har_files_alone(swept, pytester):
    swept("--fakeping-journal-dir=hars", "--fakeping-journal=all")

    [kept] = (pytester.path / "hars").glob("*-test_a_name_is_taken-????????.har")
    entries = json.loads(kept.read_text("utf-8"))["log"]["entries"]
    assert [each["response"]["status"] for each in entries] == [201, 400]
