"""With a pytest that is too old, whoever uses the plugin is told, and nobody else is harmed."""

import pytest

OLD = "import sys, pytest; pytest.__version__ = '7.4.4'; code = pytest.main(sys.argv[1:]);"
OLD += "assert 'pytest_fakeping.hooks' not in sys.modules; sys.exit(code)"
WHY = "fakeping needs pytest 8.0 or newer, and this is 7.4.4: pip install 'fakeping[[]pytest[]]'"


def run(pytester, *arguments):
    return pytester.run(pytester._getpytestargs()[0], "-c", OLD, *arguments)


def test_only_what_uses_a_fixture_fails(suite):
    pytester = suite("""
def test_it():
    pass

def test_that_needs_it(fakeping):
    pass

def test_that_makes_one(make_fakeping):
    pass
""")

    result = run(pytester, "-W", "error")

    result.assert_outcomes(passed=1, errors=2)
    result.stdout.fnmatch_lines([WHY])


def test_an_option_ends_the_run_with_one_line(suite):
    result = run(suite("def test_it(): pass"), "--fakeping-auth=any")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {WHY}"])
