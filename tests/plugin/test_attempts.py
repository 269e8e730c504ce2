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


@pytest.mark.parametrize("elsewhere", [False, True], ids=["here", "elsewhere"])
def test_each_attempt_has_a_tenant_of_its_own_and_the_same_in_each_run(suite, listening, elsewhere):
    pytester = suite(SUITE)
    command = ["-p", "rerunfailures", "--reruns=2"]
    command += [f"--fakeping-url={listening.url}"] if elsewhere else []

    result = pytester.runpytest(*command)

    result.stdout.fnmatch_lines(["*rerun*"])
    once = seen(pytester)
    assert len(once) == 5
    # The next run has two processes, where the last attempt of all fails too.
    run = pytester.runpytest if elsewhere else pytester.runpytest_subprocess
    run(*command, *([] if elsewhere else ["-n2"]))
    again = seen(pytester)
    assert len(again) == (5 if elsewhere else 6)
    assert [each for each in once if each not in again] == []
    for name in ("realm", "pat", "made"):
        assert len({each[name] for each in again}) == len(again)
    assert len({id_ for each in again for id_ in each["ids"]}) == 2 * len(again)


def test_the_exchanges_of_each_attempt_are_kept(suite):
    pytester = suite("""
COUNT = []

def test_it(fakeping):
    COUNT.append(1)
    for _ in COUNT:
        ask(resources(fakeping))
    assert False, "on purpose"
""")

    pytester.runpytest(
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

    pytester.runpytest().assert_outcomes(passed=1)


#: As pytest-retry does it: further attempts in the middle of the report of the first, none of which
#: anybody reports.
RETRY = """
import pytest

@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    for _ in range(2):
        if call.when != "call" or call.excinfo is None:
            return
        end = pytest.Class.from_parent(item.session, name="end")
        item.ihook.pytest_runtest_teardown(item=item, nextitem=end)
        item._initrequest()
        item.ihook.pytest_runtest_setup(item=item)
        call = pytest.CallInfo.from_call(
            lambda: item.ihook.pytest_runtest_call(item=item), when="call"
        )
        report.outcome = "failed" if call.excinfo else "passed"
"""


@pytest.mark.parametrize(
    ("least", "told", "files"), [(3, "failed", 2), (3, "all", 3), (9, "failed", 3)]
)
def test_attempts_without_a_report_have_har_files_too(suite, least, told, files):
    pytester = suite(f"""
COUNT = []

def test_it(fakeping):
    COUNT.append(1)
    for _ in COUNT:
        ask(resources(fakeping))
    assert len(COUNT) >= {least}, "on purpose"
""")
    pytester.makepyfile(retry=RETRY)
    pytester.syspathinsert()

    pytester.runpytest("-p", "retry", "--fakeping-journal-dir=hars", f"--fakeping-journal={told}")

    kept = [json.loads(each.read_text("utf-8")) for each in (pytester.path / "hars").iterdir()]
    assert sorted(len(each["log"]["entries"]) for each in kept) == [1, 2, 3][:files]


def test_the_end_of_an_attempt_without_a_report_tells_all_of_it(suite):
    pytester = suite("""
import pytest

COUNT = []

@pytest.fixture
def late(fakeping):
    yield
    assert len(COUNT) < 3, "on purpose, at the end"

def test_it(late, fakeping):
    COUNT.append(1)
    for _ in COUNT:
        ask(resources(fakeping) + f"?expand={len(COUNT)}")
    assert len(COUNT) >= 3, "on purpose"
""")
    pytester.makepyfile(retry=RETRY)
    pytester.syspathinsert()

    result = pytester.runpytest("-p", "retry", "--fakeping-journal=all")

    result.stdout.fnmatch_lines(
        ["*ERROR at teardown of test_it*", "*- fakeping journal -*", "*expand=3 -> *"]
    )


@pytest.mark.parametrize("shared", [[], ["--fakeping-shared"]], ids=["apart", "shared"])
def test_workers_that_run_the_same_tests_keep_their_exchanges_apart(suite, shared):
    pytester = suite("""
import os

def test_it(fakeping):
    for _ in range(1 + (os.environ["PYTEST_XDIST_WORKER"] == "gw1")):
        ask(resources(fakeping))
    assert False, "on purpose"
""")

    pytester.runpytest_subprocess(
        "-n2", "--dist=each", "--fakeping-journal-dir=hars", "--junitxml=junit.xml", *shared
    )

    files = {each.name: each.read_text("utf-8") for each in (pytester.path / "hars").iterdir()}
    assert {
        re.sub(r"-[0-9a-f]{8}\.har", "", name): len(json.loads(text)["log"]["entries"])
        for name, text in files.items()
    } == {"test_it.py-test_it-gw0": 1, "test_it.py-test_it-gw1": 2}
    junit = (pytester.path / "junit.xml").read_text("utf-8")
    for name in files:
        assert name in junit


def test_workers_that_share_the_tests_name_files_as_a_single_process_does(suite):
    pytester = suite("""
def test_it(fakeping):
    ask(resources(fakeping))
    assert False, "on purpose"
""")

    for workers in ("0", "2"):
        pytester.runpytest_subprocess(f"-n{workers}", "--fakeping-journal-dir=hars")

    assert len(list((pytester.path / "hars").iterdir())) == 1
