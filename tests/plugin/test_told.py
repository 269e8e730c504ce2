"""Whose exchanges a report tells, and when."""

import json
import re
from itertools import chain

import pytest

from fakeping import FakePing

NOT_CALLED = """
def test_before(fakeping_module, fakeping_session):
    for each in (fakeping_module, fakeping_session):
        assert ask(resources(each), each.pingone.token()) == 200

def test_without():
    assert False, "on purpose"

def test_with_its_own(fakeping):
    print("ID", fakeping.pingone.environment_id, fakeping.pingam.realm)
    assert False, "on purpose"

def test_with_both(fakeping, fakeping_module):
    for each in (fakeping_module, fakeping):
        print("ID", each.pingone.environment_id, each.pingam.realm)
    assert False, "on purpose"

def test_by_name(request):
    each = request.getfixturevalue("fakeping_module")
    print("ID", each.pingone.environment_id, each.pingam.realm)
    assert False, "on purpose"
"""


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_a_report_of_nothing_names_the_tenants_that_the_test_asked_for(suite, where):
    pytester = suite(NOT_CALLED)
    with FakePing() as running:
        options = [f"--fakeping-url={running.url}"] if where == "elsewhere" else []
        result = pytester.runpytest(*options)

    result.assert_outcomes(passed=1, failed=4)
    told = _sections(result)
    asked = re.findall("^ID (.+) (.+)$", result.stdout.str(), re.MULTILINE)
    lines = [re.findall("^This tenant is at .*$", each, re.MULTILINE) for each in told]
    assert [len(each) for each in lines] == [1, 2, 1]
    for line, (environment_id, realm) in zip(chain(*lines), asked, strict=True):
        assert line.endswith(f": environment {environment_id}, realm {realm}")
    for each in told:
        assert each.strip().splitlines()[0] == "Nothing was called."


def test_a_tenant_that_was_not_called_is_left_out_beside_one_that_was(suite):
    result = suite("""
def test_it(fakeping, fakeping_module):
    print("ID", fakeping.pingam.realm, fakeping_module.pingam.realm)
    ask(resources(fakeping))
    assert False, "on purpose"

def test_circumstances(fakeping, fakeping_module):
    fakeping_module.clock.advance(3600)
    print("ID", fakeping.pingam.realm, fakeping_module.pingam.realm)
    ask(resources(fakeping))
    assert False, "on purpose"
""").runpytest()

    asked = re.findall("^ID (.+) (.+)$", result.stdout.str(), re.MULTILINE)
    bare, moved = _sections(result)
    assert f"{asked[0][0]}:\n#1 GET " in bare
    assert asked[0][1] not in bare
    assert f"{asked[1][0]}:\n#1 GET " in moved
    assert f"{asked[1][1]}:\n\nthe clock shows " in moved


def test_a_fault_or_a_clock_does_not_hide_that_nothing_was_called(suite):
    result = suite("""
def test_it(fakeping):
    fakeping.clock.advance(3600)
    assert False, "on purpose"
""").runpytest()

    result.stdout.fnmatch_lines(["Nothing was called.", "the clock shows *", "This tenant is at *"])


LATE = """
import pytest

@pytest.fixture
def late(fakeping, fakeping_class):
    yield
    if {calls}:
        ask(resources(fakeping) + "?expand=late")
        ask(resources(fakeping).replace("resources", "late"))
    assert False, "on purpose, at the end"

def test_it(late, fakeping, fakeping_class):
    ask(resources(fakeping_class))
    ask(resources(fakeping) + "?expand=scope")
    ask(resources(fakeping).replace("resources", "resource"))
    assert {passes}, "on purpose"
"""


@pytest.mark.parametrize("where", ["here", "elsewhere"])
@pytest.mark.parametrize("calls", [True, False], ids=["with calls", "without"])
def test_the_end_of_a_failed_test_tells_what_came_since(suite, calls, where):
    pytester = suite(LATE.format(calls=calls, passes=False))
    with FakePing() as running:
        options = [f"--fakeping-url={running.url}"] if where == "elsewhere" else []
        result = pytester.runpytest("--fakeping-journal-dir=hars", *options)

    result.assert_outcomes(failed=1, errors=1)
    *at_the_end, in_the_test = _sections(result)  # errors are before failures
    assert len(at_the_end) == (1 if calls else 0)
    for section in at_the_end:
        assert section.count("?expand=late -> ") == section.count("/late -> ") == 1
        assert _told(section) == 2
    assert in_the_test.count("?expand=scope -> ") == in_the_test.count("/resource -> ") == 1
    assert _told(in_the_test) == 3
    [file] = (pytester.path / "hars").iterdir()
    assert len(json.loads(file.read_text("utf-8"))["log"]["entries"]) == (5 if calls else 3)


def test_the_end_of_a_passed_test_tells_all(suite):
    result = suite(LATE.format(calls=True, passes=True)).runpytest()

    result.assert_outcomes(passed=1, errors=1)
    [section] = _sections(result)
    assert _told(section) == 5


def _sections(result):
    """The text of each section `fakeping journal`, in the order of the output."""
    parts = re.split("^-+ fakeping journal -+$", result.stdout.str(), flags=re.MULTILINE)[1:]
    return [
        re.split("^(?:[-=_]{3,}.*)$", each, maxsplit=1, flags=re.MULTILINE)[0] for each in parts
    ]


def _told(section):
    """How many lines of exchanges there are, matched or not."""
    return len(re.findall("^.*GET .* -> 4", section, re.MULTILINE))
