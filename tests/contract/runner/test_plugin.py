"""The contract in somebody's own suite: `pytest -p fakeping.contract.plugin --target ...`."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fakeping import FakePing, Tenant
from fakeping.core.exchange import JSON
from tests.contract.runner.front import Asked, fronted
from tests.contract.runner.test_against_a_real_one import resources, variables_of

UNIQUE = "pingone.resource.name-unique"


def taken(
    asked: Asked, answer: tuple[int, dict[str, str], bytes]
) -> tuple[int, dict[str, str], bytes]:
    """A deployment that calls it by another name when a name is taken."""
    status, headers, body = answer
    return status, headers, body.replace(b'"UNIQUENESS_VIOLATION"', b'"TAKEN"')


@pytest.fixture(scope="module", autouse=True)
def _loaded(listening: FakePing) -> None:
    """A suite inside this one unloads what is loaded there, and cryptography loads but once."""
    with listening.tenant() as tenant:
        tenant.pingone.token()


@pytest.fixture
def pytester(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = function")
    return pytester


@pytest.fixture
def suite(pytester: pytest.Pytester) -> Callable[..., Any]:
    """Runs somebody's pytest against a URL, in the edition `current` of PingOne alone."""

    def run(
        url: str, *arguments: str, settings: str = "", family: JSON = "pingone"
    ) -> pytest.RunResult:
        pytester.path.joinpath("live.toml").write_text(
            f'target = "{url}"\nfamily = {family!r}\nedition = ["pingone=current"]\n{settings}\n'
        )
        run = pytester.runpytest_subprocess if "-n" in arguments else pytester.runpytest_inprocess
        return run(
            *("-p", "fakeping.contract.plugin", "--pyargs", "fakeping.contract"),
            *("--target", "live.toml", "--import-mode=importlib", *map(str, arguments)),
        )

    return run


def test_a_rule_is_a_test(listening: FakePing, suite: Callable[..., Any], tmp_path: Path) -> None:
    ran = suite(listening.url, "-k", "name-unique or error.crash", f"--junitxml={tmp_path}/it.xml")

    ran.assert_outcomes(passed=7, skipped=1)
    cases = ET.parse(tmp_path / "it.xml").getroot().iter("testcase")  # noqa: S314 - our own
    assert f"test_rule[pingone-current-{UNIQUE}]" in {each.get("name") for each in cases}
    assert [each for each in listening.tenants.all() if each.pingone.edition == "current"] == []


def test_the_suites_own_options_work(
    listening: FakePing, real: Tenant, suite: Callable[..., Any]
) -> None:
    with fronted(listening.url, after=taken) as url:
        first = suite(url, "-x", "-k", "name-unique or name-required")
        again = suite(url, "--lf", "-k", "name-unique or name-required")

    assert first.ret == again.ret == 1
    assert first.parseoutcomes()["failed"] == 1
    assert again.parseoutcomes().keys() >= {"failed", "deselected"}
    assert resources(real) == []


def test_workers_share_the_rules(listening: FakePing, suite: Callable[..., Any]) -> None:
    tenants = len(listening.tenants.all())

    ran = suite(listening.url, "-n", "2", "-k", "resource", settings='rule = "pingone.resource.*"')

    outcomes = ran.parseoutcomes()
    assert outcomes.keys() == {"passed", "skipped"}
    assert outcomes["passed"] > 5
    assert len(listening.tenants.all()) == tenants


@pytest.mark.parametrize("ci", ["", "true"])
def test_a_failure_tells_the_rule_and_what_shows_it_and_no_secret(
    listening: FakePing,
    real: Tenant,
    suite: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    ci: str,
) -> None:
    monkeypatch.setenv("CI", ci)
    with fronted(listening.url, after=taken) as url:
        ran = suite(url, "-k", UNIQUE, "--log-level=DEBUG", "--showlocals")

    told = ran.stdout.str()
    assert ran.ret == 1
    ran.stdout.fnmatch_lines(
        [
            f"*_ test_rule?pingone-current-{UNIQUE}] _*",
            "POST http*/resources: the details * expected [[]('UNIQUENESS_VIOLATION', 'name')]",
            "  The rule: *name*",
            "  *: *",
            "    curl --request POST *--header 'Authorization: Bearer sha256:*",
            "    HTTP 400",
            '    {*"TAKEN"*',
        ]
    )
    assert 1 < told.count("    curl ") <= 3
    assert re.findall(r"\.py:\d|Traceback|^>  |Captured", told, re.MULTILINE) == []
    secrets = [value for name, value in variables_of(real) if "SECRET" in name or "PASS" in name]
    assert [each for each in secrets if each in told] == []
    assert "eyJ" not in told


def test_a_family_that_cannot_be_asked_is_told_of(
    listening: FakePing, real: Tenant, suite: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAKEPING_PINGAM_OWNER")

    with fronted(listening.url) as url:
        ran = suite(url, "-k", UNIQUE, family=["pingone", "pingam"])

    ran.stdout.fnmatch_lines(["not run: pingam: FAKEPING_PINGAM_OWNER is not set"])
    ran.assert_outcomes(passed=1)


def test_known_differences_are_strict_expected_failures(
    listening: FakePing, real: Tenant, suite: Callable[..., Any], tmp_path: Path
) -> None:
    entry = '[[divergence]]\nrule = "{}"\nedition = "current"\nreason = "as ever"\n'
    known = tmp_path / "known.toml"
    known.write_text(entry.format(UNIQUE) + entry.format("pingone.resource.listed"))

    with fronted(listening.url, after=taken) as url:
        ran = suite(url, "-rx", "-k", f"{UNIQUE} or resource.listed", settings=f'known = "{known}"')

    ran.assert_outcomes(xfailed=1, failed=1)
    ran.stdout.fnmatch_lines(
        [
            "pingone.resource.listed (current) agrees, and is known to differ: as ever",
            f"XFAIL *{UNIQUE}] - as ever",
        ]
    )


def test_what_is_left_behind_is_an_error_and_goes_with_the_next_run(
    listening: FakePing, real: Tenant, suite: Callable[..., Any]
) -> None:
    keeps = [True]

    def instead(asked: Asked) -> tuple[int, dict[str, str], bytes] | None:
        if keeps and asked.method == "DELETE" and "/resources/" in asked.path:
            return 403, {"Content-Type": "application/json"}, b"{}"
        return None

    with fronted(listening.url, instead=instead) as url:
        ran = suite(url, "-k", UNIQUE)
        left = resources(real)
        keeps.clear()
        again = suite(url, "-k", "no-such-rule")

    ran.stdout.fnmatch_lines(["left behind: http://*/resources/*"])
    assert ran.parseoutcomes()["errors"] == 1
    assert len(left) > 1
    assert (again.ret, resources(real)) == (pytest.ExitCode.NO_TESTS_COLLECTED, [])


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one", "many"])
def test_where_nobody_can_be_asked_it_is_said_once(
    listening: FakePing,
    real: Tenant,
    suite: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    workers: tuple[Any, ...],
) -> None:
    real.pingone.given.resource(name="payroll")

    with fronted(listening.url) as url:
        ran = suite(url, *workers)

    assert ran.ret != 0
    assert ran.parseoutcomes()["errors"] <= 2
    ran.stdout.fnmatch_lines(["*the deployment holds what is not ours: 'payroll'*"])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param("families = 1", "No such option", id="a name"),
        pytest.param('rule = "no.such"', "no rule is called no.such", id="a rule"),
        pytest.param("timeout = 0", "0.0 is not in the range 0<x<=86400", id="a number"),
        pytest.param("[", "live.toml: ", id="no TOML"),
        pytest.param('known = "none.toml"', "none.toml: No such file", id="no file"),
    ],
)
def test_a_mistake_in_the_file_is_told_in_a_line(
    suite: Callable[..., Any], settings: str, words: str
) -> None:
    ran = suite("http://127.0.0.1:9", settings=settings)

    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    [line] = [each for each in ran.stderr.lines if each.strip()]
    assert line.startswith("ERROR: ")
    assert words in line


def test_without_a_target_it_says_that_it_wants_one(pytester: pytest.Pytester) -> None:
    ran = pytester.runpytest_inprocess(
        "-p", "fakeping.contract.plugin", "--pyargs", "fakeping.contract"
    )

    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["--target says which deployment is held to the rules: *"])


def test_a_module_of_ones_own_may_hold_the_rules(
    listening: FakePing, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(test_ping="from fakeping.contract.test_rules import test_rule")

    ran = pytester.runpytest_inprocess(
        "-p", "fakeping.contract.plugin", "--target", listening.url, "-k", f"current-{UNIQUE}"
    )

    ran.assert_outcomes(passed=1)
