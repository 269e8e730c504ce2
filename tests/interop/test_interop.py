"""What `make interop` tells. The clients' own tests need their languages, and a network once."""

import json

import pytest

from tests.interop import __main__ as interop
from tests.interop.go import run as go
from tests.interop.maven import outcome as outcome_of_junit
from tests.interop.outcome import Outcome
from tests.interop.vitest import run as vitest


def told(*events):
    return [
        json.dumps(dict(zip(("Action", "Test", "Output"), each, strict=False))) for each in events
    ]


def test_a_client_without_its_tool_is_skipped(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")

    assert interop.main([]) == 0
    tools = {
        "action": "node",
        "go": "go",
        "junit": "mvn",
        "openid_client": "npm",
        "spring": "mvn",
        "vitest": "npm",
    }
    assert capsys.readouterr().out.splitlines() == [
        f"{name}: skipped: {tool} is not installed" for name, tool in tools.items()
    ]


def test_a_failure_is_told_and_ends_with_1(monkeypatch, capsys):
    monkeypatch.setattr(go, "run", lambda _: Outcome(passed=2, failed=1, output="at line 3\n"))

    assert interop.main(["go"]) == 1
    assert capsys.readouterr().out == "at line 3\ngo: 2 passed, 1 failed\n"


@pytest.mark.parametrize(
    ("events", "ended", "expected"),
    [
        pytest.param(
            [("run", "A"), ("pass", "A/x"), ("pass", "A/y"), ("pass", "A"), ("pass",)],
            0,
            Outcome(passed=2),
            id="the innermost count",
        ),
        pytest.param(
            [("output", "A/x", "no\n"), ("fail", "A/x"), ("pass", "A/y"), ("fail", "A")],
            1,
            Outcome(passed=1, failed=1, output="no\n"),
            id="what failed is told",
        ),
        pytest.param(
            [("output", "A", "no\n"), ("pass", "A/x"), ("fail", "A")],
            1,
            Outcome(passed=1, failed=1, output="no\n"),
            id="a test that fails after its parts",
        ),
        pytest.param(
            [("output", "", "does not compile\n"), ("fail",)],
            1,
            Outcome(failed=1, output="does not compile\n"),
            id="no test ran",
        ),
    ],
)
def test_an_outcome_is_read(events, ended, expected):
    assert go.outcome(told(*events), ended=ended) == expected


def test_vitests_report_is_read():
    good = {"fullName": "a", "status": "passed", "failureMessages": []}
    bad = {"fullName": "b", "status": "failed", "failureMessages": ["no"]}
    whole = {"success": False, "numPassedTests": 1}
    files = [{"message": "", "assertionResults": [good, bad]}]

    assert vitest.outcome(json.dumps({**whole, "testResults": files})) == Outcome(
        passed=1, failed=1, output="b: no\n"
    )
    files = [{"message": "no such module", "assertionResults": []}]
    assert vitest.outcome(json.dumps({**whole, "testResults": files})) == Outcome(
        passed=1, failed=1, output="no such module\n"
    )


def test_reports_in_junits_format_are_read():
    report = (
        '<testsuite><testcase name="a"/><testcase name="b"><error>no</error></testcase></testsuite>'
    )

    assert outcome_of_junit([report]) == Outcome(passed=1, failed=1, output="b: no\n")
