"""A test that is run again: each attempt has a tenant and a file of its own."""

import json
import re

import pytest

SUITE = """
import json, pathlib, pytest

SEEN = pathlib.Path(__file__).parent / "seen"
BEFORE = []

@pytest.mark.parametrize("number", [1, 2])
def test_it(fakeping, make_fakeping, number):
    other = make_fakeping()
    said = {
        "number": number,
        "ids": [each.pingone.environment_id for each in (fakeping, other)],
        "realm": fakeping.pingam.realm,
        "pat": fakeping.pingam.pat(),
        "made": fakeping.pingone.given.resource(name="photos").id,
    }
    with SEEN.open("a") as file:
        file.write(json.dumps(said) + "\\n")
    late = [ask(url, token, {"name": "late"}) for url, token in BEFORE]
    BEFORE.append((resources(fakeping), fakeping.pingone.token()))
    assert "late" not in [each.name for each in fakeping.pingone.resources()]
    assert 201 not in late
    ask(resources(fakeping))
    assert len(BEFORE) > 4, "on purpose"
"""


def seen(pytester):
    """What each attempt saw."""
    file = pytester.path / "seen"
    attempts = [json.loads(line) for line in file.read_text().splitlines()]
    file.unlink()
    return attempts


@pytest.mark.parametrize("where", ["here", "elsewhere", "two workers"])
def test_each_attempt_has_a_tenant_of_its_own_and_the_same_in_each_run(suite, listening, where):
    pytester = suite(SUITE)
    options = {"elsewhere": [f"--fakeping-url={listening.url}"], "two workers": ["-n2"]}
    command = ["-p", "rerunfailures", "--reruns=2", *options.get(where, [])]

    result = pytester.runpytest_subprocess(*command)

    result.stdout.fnmatch_lines(["*rerun*"])
    once = sorted(seen(pytester), key=lambda each: each["number"])
    assert len(once) in {5, 6}
    for name in ("realm", "pat", "made"):
        assert len({each[name] for each in once}) == len(once)
    assert len({id_ for each in once for id_ in each["ids"]}) == 2 * len(once)

    pytester.runpytest_subprocess(*command)
    assert sorted(seen(pytester), key=lambda each: each["number"]) == once


def test_the_exchanges_of_each_attempt_are_kept(suite):
    pytester = suite("""
COUNT = []

def test_it(fakeping):
    COUNT.append(1)
    for _ in COUNT:
        ask(resources(fakeping))
    assert False, "on purpose"
""")

    pytester.runpytest_subprocess(
        *("-p", "rerunfailures", "--reruns=2", "--fakeping-journal-dir=hars"),
        "--junitxml=junit.xml",
    )

    lengths = {}
    for file in (pytester.path / "hars").iterdir():
        lengths[file.name] = len(json.loads(file.read_text("utf-8"))["log"]["entries"])
    assert {re.sub(r"-[0-9a-f]{8}\.har", "", name): n for name, n in lengths.items()} == {
        "test_it.py-test_it": 1,
        "test_it.py-test_it-attempt-2": 2,
        "test_it.py-test_it-attempt-3": 3,
    }
    junit = (pytester.path / "junit.xml").read_text("utf-8")
    for name in lengths:
        assert name in junit


def test_no_tenant_of_an_earlier_attempt_is_left(suite):
    pytester = suite("""
def test_it(fakeping, fakeping_server):
    assert list(fakeping_server.tenants.world.tenants) == [fakeping.id]
    ask(resources(fakeping))
    assert len(fakeping.journal) == 1
""")
    pytester.makeconftest("""
def pytest_runtest_protocol(item, nextitem):  # as plugins do that report the last attempt alone
    for _ in range(3):
        item._initrequest()
        item.ihook.pytest_runtest_setup(item=item)
        item.ihook.pytest_runtest_call(item=item)
        item.ihook.pytest_runtest_teardown(item=item, nextitem=None)
    item._initrequest()
""")

    pytester.runpytest_subprocess().assert_outcomes(passed=1)
