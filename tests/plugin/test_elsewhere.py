"""A server that runs elsewhere: `--fakeping-url`, for several suites at once."""

import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

from fakeping import FakePing

SUITE = """
import pytest

@pytest.mark.fakeping(edition={"pingone": "current"}, auth="any")
@pytest.mark.parametrize("number", range(3))
def test_it(fakeping, make_fakeping, number):
    assert fakeping.pingone.edition == "current"
    photos = fakeping.pingone.given.resource(name="photos")
    assert ask(resources(fakeping), "any token") == 200
    assert ask(resources(fakeping), "any token", {"name": "photos"}) == 400
    assert [each.name for each in fakeping.pingone.resources()][-1] == "photos"
    fakeping.journal.assert_called("pingone.resource.create", status=400, count=1)
    assert len(make_fakeping().journal) == 0
"""


def test_a_suite_runs_on_it_as_it_does_on_its_own(suite, listening):
    before = len(listening.tenants.all())

    result = suite(SUITE).runpytest(f"--fakeping-url={listening.url}")

    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([f"fakeping: * at {listening.url}"])
    assert len(listening.tenants.all()) == before


def test_hypothesis_waits_for_nothing_there_either(suite, listening):
    suite("""
import hypothesis

def test_it(fakeping_server):
    assert "fakeping" in type(fakeping_server).__module__
""").runpytest(f"--fakeping-url={listening.url}").assert_outcomes(passed=1)

    assert listening.tenants._keys._made is not None


def test_the_report_lists_remote_exchanges_and_the_tests_own_unmatched_requests(suite, listening):
    pytester = suite("""
def test_it(fakeping):
    ask(resources(fakeping), fakeping.pingone.token())
    ask(resources(fakeping) + "/x/y/z")
    assert False, "on purpose"
""")
    with FakePing() as server:
        other = server.tenant()
        stop = threading.Event()

        def unmatched():
            while not stop.wait(0.01):
                try:
                    urllib.request.urlopen(f"{other.pingone.url}/unmatched", timeout=300)
                except urllib.error.HTTPError as error:
                    error.close()

        thread = threading.Thread(target=unmatched)
        thread.start()
        try:
            result = pytester.runpytest(f"--fakeping-url={server.url}", "--fakeping-strict")
        finally:
            stop.set()
            thread.join()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*- fakeping journal -*",
            "[#]1 GET /v1/environments/*/resources -> 200  pingone.resource.list",
            "For an environment or realm of nobody, or no operation at all:",
            "unmatched [#]* GET /v1/environments/*/resources/x/y/z -> 404  no operation*",
            "*- fakeping curl -*",
            "curl *",
        ]
    )
    result.stdout.no_fnmatch_line("*/v1/unmatched*")


def test_only_a_tests_own_unmatched_requests_fail_it(suite, listening):
    pytester = suite("""
def test_it(fakeping):
    ask(fakeping.pingone.url + "/unmatched")

def test_its_own(fakeping):
    ask(fakeping.pingone.url + "/unmatched", fakeping.pingone.token())
""")

    pytester.runpytest(f"--fakeping-url={listening.url}", "--fakeping-strict").assert_outcomes(
        passed=1, failed=1
    )


def test_two_suites_at_once_do_not_disturb_each_other(suite, listening):
    pytester = suite(SUITE)
    command = [sys.executable, "-m", "pytest", "-q", f"--fakeping-url={listening.url}"]
    command += ["-p", "no:cacheprovider", "-n", "2"]

    runs = [
        subprocess.Popen(command, cwd=pytester.path, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [each.communicate(timeout=300)[0] for each in runs]

    assert [each.returncode for each in runs] == [0, 0], outputs


def test_a_crash_there_fails_the_test_with_its_traceback(suite, listening, monkeypatch):
    pytester = suite("""
def test_it(fakeping):
    ask(resources(fakeping), fakeping.pingone.token())
""")
    handle = type(listening.tenants.world)._store

    def crash(world, tenant, route, address, request):
        if "/resources" in request.path:
            raise ZeroDivisionError("a planted bug")
        return handle(world, tenant, route, address, request)

    monkeypatch.setattr(type(listening.tenants.world), "_store", crash)

    result = pytester.runpytest(f"--fakeping-url={listening.url}")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*fakeping itself crashed*", "*ZeroDivisionError: a planted bug*"])


def test_coverage_is_of_this_suites_tenants_alone(suite, listening):
    pytester = suite("""
def test_it(fakeping):
    ask(resources(fakeping))
""")

    result = pytester.runpytest(f"--fakeping-url={listening.url}", "--fakeping-cov")

    result.stdout.fnmatch_lines(["pingone.resource.list * 1/5  401  never*"])


def test_a_key_is_handed_over(suite, monkeypatch):
    pytester = suite(SUITE)
    with FakePing(control_key="open sesame") as server:
        refused = pytester.runpytest(f"--fakeping-url={server.url}")
        monkeypatch.setenv("FAKEPING_CONTROL_KEY", "open sesame")
        pytester.runpytest(f"--fakeping-url={server.url}").assert_outcomes(passed=3)

    assert refused.ret == pytest.ExitCode.USAGE_ERROR
    refused.stderr.fnmatch_lines(["ERROR: --fakeping-url: the control key is missing or wrong"])


def test_a_server_that_goes_away_fails_the_test_and_not_the_session(suite):
    with FakePing() as server:
        server.tenant(name="to go away with")
        pytester = suite("""
def test_it(fakeping, pytestconfig):
    fakeping.drop()
    assert False, "on purpose"

def test_another(fakeping):
    ask(resources(fakeping), fakeping.pingone.token())
""")
        result = pytester.runpytest(f"--fakeping-url={server.url}")

    result.assert_outcomes(failed=1, passed=1, errors=1)
    result.stdout.fnmatch_lines(["*- fakeping journal -*", "No journal: there is no tenant*"])


def test_options_of_a_servers_start_are_refused_with_a_url(suite, listening):
    pytester = suite(SUITE)
    pytester.makeconftest("""
        import pytest

        @pytest.fixture(scope="session")
        def fakeping_config(fakeping_config):
            return {**fakeping_config, "public_url": "https://ping.example"}
    """)

    result = pytester.runpytest(f"--fakeping-url={listening.url}")

    result.stdout.fnmatch_lines(["fakeping_config has 'public_url', which the server at*"])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        pytest.param(
            "fakeping.pingone.token(role=[])",
            "E * pingone.token() takes no 'role'; did you mean roles?*",
            id="an argument's name",
        ),
        pytest.param(
            'fakeping.faults.next("pingone.token", stauts=503)',
            "E * a fault takes no 'stauts'; did you mean status[?] *",
            id="a fault's argument",
        ),
        pytest.param(
            "fakeping.pingone.resorces",
            "E * pingone has no 'resorces'; did you mean resources *",
            id="a member",
        ),
        pytest.param("fakeping.journal[3]", "E * of 0 exchanges there is none at 3", id="an index"),
    ],
)
def test_a_mistake_is_shown_where_it_was_made(suite, listening, line, sentence):
    result = suite(f"def test_it(fakeping):\n    {line}\n").runpytest(
        f"--fakeping-url={listening.url}"
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([sentence])
    result.stdout.no_fnmatch_line("*/fakeping/*.py*")
