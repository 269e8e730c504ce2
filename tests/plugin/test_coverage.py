"""Coverage of the contract by a suite: the table, the page, the limit."""

import pytest

LISTS = """
import pytest

@pytest.mark.parametrize("number", range(4))
def test_it(fakeping, number):
    assert ask(resources(fakeping), fakeping.pingone.token()) == 200
    assert ask(resources(fakeping)) == 401
"""

LINE = "pingone.resource.list * 2/5 * 200 x4  401 x4  never 400 403 404"


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["one process", "two workers"])
def test_the_table_tells_what_the_tests_met_in_every_process(suite, workers):
    pytester = suite(LISTS)
    run = pytester.runpytest_subprocess if workers else pytester.runpytest
    result = run("--fakeping-cov", *workers)

    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "*= fakeping: coverage of the contract =*",
            LINE,
            "never called (*",
            "* % of pingone p14c: 2 of * answers, 2 of * rules",
        ]
    )


@pytest.mark.parametrize("how", ["option", "ini"])
def test_only_what_is_included_counts(suite, how):
    pytester = suite(LISTS)
    patterns = ["pingone.resource.list", "pingone.scope.*"]
    if how == "ini":
        lines = "".join(f"\n    {each}" for each in patterns)
        scope = "asyncio_default_fixture_loop_scope = function"
        pytester.makeini(f"[pytest]\n{scope}\nfakeping_cov_include ={lines}\n")
    options = [f"--fakeping-cov-include={each}" for each in patterns if how == "option"]

    text = pytester.runpytest(*options).stdout.str()

    table = text[text.index("coverage of the contract") :]
    assert "pingone.resource.list " in table
    assert "pingone.scope.list|create|read|update|delete" in table
    assert "pingone.resource.create" not in table
    assert "pingone.token" not in table


def test_an_included_pattern_of_nothing_is_a_mistake(suite):
    result = suite(LISTS).runpytest("--fakeping-cov-include=pingone.scop.*")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*cov-include: there is no operation 'pingone.scop.*'*"])


def test_the_coverage_page_is_written_to_the_given_path(suite):
    pytester = suite(LISTS)
    pytester.runpytest("--fakeping-cov=html").stdout.fnmatch_lines(
        ["page * *fakeping-coverage.html"]
    )
    assert "pingone.resource.list" in (pytester.path / "fakeping-coverage.html").read_text("utf-8")

    pytester.runpytest("--fakeping-cov=html:reports/fakeping.html")
    assert (pytester.path / "reports" / "fakeping.html").exists()


def test_less_than_the_limit_fails_the_session(suite):
    pytester = suite(LISTS)

    result = pytester.runpytest("--fakeping-cov-fail-under=60")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["FAILED: *% is less than --fakeping-cov-fail-under=60"])

    result = pytester.runpytest("--fakeping-cov-fail-under=0.1")
    assert result.ret == pytest.ExitCode.OK


def test_what_has_failed_anyway_keeps_its_own_exit_code(suite):
    result = suite("def test_it():\n    raise KeyboardInterrupt\n").runpytest_subprocess(
        "--fakeping-cov-fail-under=60"
    )

    assert result.ret == pytest.ExitCode.INTERRUPTED


def test_it_can_be_turned_off_again_and_tells_nothing_of_a_collection(suite):
    pytester = suite(LISTS)
    pytester.runpytest("--fakeping-cov", "--fakeping-cov=off").stdout.no_fnmatch_line(
        "*coverage of*"
    )
    pytester.runpytest("--fakeping-cov", "--collect-only").stdout.no_fnmatch_line("*coverage of*")


def test_nothing_is_counted_unasked(suite):
    suite("""
def test_it(fakeping, fakeping_server):
    assert fakeping.tally is None
    assert fakeping_server.tenants.world.tally is None
""").runpytest().assert_outcomes(passed=1)
