"""The options: on the command line, in an ini file, in the environment."""

import pytest

SAYS = """
def test_it(fakeping):
    print("EDITION", fakeping.pingone.edition, fakeping.pingam.edition)
    print("STATUS", ask(fakeping.pingam.resource_set_url, "any token"))
"""


def ini(pytester, *lines):
    loop = "asyncio_default_fixture_loop_scope = function"
    pytester.makeini("\n".join(["[pytest]", loop, *lines]))


def test_the_command_line_goes_before_the_environment_and_that_before_the_ini_file(
    suite, monkeypatch
):
    pytester = suite(SAYS)
    ini(pytester, "fakeping_edition =", "    pingone=current", "fakeping_auth = off")
    result = pytester.runpytest("-s")
    result.stdout.fnmatch_lines(["*EDITION current 8.1", "*STATUS 200"])

    monkeypatch.setenv("FAKEPING_EDITION", "pingone=p14c, pingam=openam")
    monkeypatch.setenv("FAKEPING_AUTH", "strict")
    result = pytester.runpytest("-s")
    result.stdout.fnmatch_lines(["*EDITION p14c openam", "*STATUS 401"])

    result = pytester.runpytest(
        *("-s", "--fakeping-edition=pingone=current", "--fakeping-edition=pingam=8.1"),
        "--fakeping-auth=any",
    )
    result.stdout.fnmatch_lines(["*EDITION current 8.1", "*STATUS 200"])


def test_the_header_says_which_fakeping_it_is_when_an_option_was_given(suite):
    pytester = suite(SAYS)
    result = pytester.runpytest()
    result.stdout.no_fnmatch_line("fakeping: *")

    result = pytester.runpytest(
        *("--fakeping-edition=pingone=current", "--fakeping-auth=any", "--fakeping-strict"),
        "--fakeping-switch=pingam.require_if_match=on",
    )
    result.stdout.fnmatch_lines(
        ["fakeping: *, pingone current, pingam.require_if_match on, auth any, strict"]
    )


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        pytest.param(
            "--fakeping-auth=strikt",
            "ERROR: --fakeping-auth: there is no 'strikt'; did you mean strict[?] Choose from*",
            id="a value that is nearly one",
        ),
        pytest.param(
            "--fakeping-journal=x",
            "ERROR: --fakeping-journal: there is no 'x': choose from failed, all, off",
            id="a value that is far from one",
        ),
        pytest.param(
            "--fakeping-edition=current",
            "ERROR: --fakeping-edition: 'current' is not NAME=VALUE, such as pingone=current",
            id="an edition of no family",
        ),
        pytest.param(
            "--fakeping-edition=pingone=curent",
            "ERROR: *there is no edition 'curent' of pingone*current*",
            id="an edition that is nearly one",
        ),
        pytest.param(
            "--fakeping-edition=pingon=current",
            "ERROR: *there is no family 'pingon'*pingone*",
            id="a family that is nearly one",
        ),
        pytest.param(
            "--fakeping-switch=pingam.require_ifmatch=on",
            "ERROR: *no switch 'pingam.require_ifmatch'*did you mean pingam.require_if_match*",
            id="a switch that is nearly one",
        ),
        pytest.param(
            "--fakeping-switch=pingam.require_if_match=perhaps",
            "ERROR: --fakeping-switch: 'perhaps' is neither on nor off",
            id="a switch that is neither on nor off",
        ),
        pytest.param(
            "--fakeping-cov-fail-under=101",
            "ERROR: --fakeping-cov-fail-under: 101 is not between 0 and 100",
            id="more than all",
        ),
        pytest.param(
            "--fakeping-cov-fail-under=most",
            "ERROR: --fakeping-cov-fail-under: *'most'*",
            id="no number",
        ),
        pytest.param(
            "--fakeping-journal-max=many",
            "ERROR: --fakeping-journal-max: 'many' is no number of exchanges",
            id="no number of exchanges",
        ),
        pytest.param(
            "--fakeping-cov=tests",
            "ERROR: --fakeping-cov: there is no 'tests': choose from term, html, off",
            id="a path that was taken for a value",
        ),
    ],
)
def test_an_invalid_option_ends_the_session_with_a_hint(suite, option, sentence):
    result = suite(SAYS).runpytest(option)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([sentence])


def test_a_mistake_in_the_environment_or_an_ini_file_is_named_as_such(suite, monkeypatch):
    pytester = suite(SAYS)
    ini(pytester, "fakeping_auth = of")
    result = pytester.runpytest()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: fakeping_auth: there is no 'of'; did you mean off*"])

    monkeypatch.setenv("FAKEPING_STRICT", "maybe")
    result = pytester.runpytest("--fakeping-auth=any")
    result.stderr.fnmatch_lines(["ERROR: FAKEPING_STRICT: 'maybe' is neither on nor off"])


def test_strict_fails_a_test_that_sends_what_nothing_reads(suite):
    pytester = suite("""
def test_it(fakeping):
    said = {"name": "photos", "descripton": "x"}
    assert ask(resources(fakeping), fakeping.pingone.token(), said) == 201

def test_that_does_not(fakeping):
    said = {"name": "photos", "description": "x"}
    assert ask(resources(fakeping), fakeping.pingone.token(), said) == 201
""")

    result = pytester.runpytest("--fakeping-strict")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["this test sent what nothing reads:", "*-> 201*(nothing read descripton)"]
    )
    pytester.runpytest().assert_outcomes(passed=2)


def test_strict_fails_a_test_with_unmatched_requests(suite):
    pytester = suite("""
import pytest

def unmatched(tenant):
    return ask(resources(tenant).replace(tenant.pingone.environment_id, "elsewhere"))

def test_it(fakeping):
    assert unmatched(fakeping) == 401

@pytest.mark.fakeping(strict=False)
def test_that_may(fakeping):
    unmatched(fakeping)

def test_that_does_not(fakeping):
    ask(resources(fakeping))
""")

    result = pytester.runpytest("-o", "fakeping_strict=true")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["this test asked for what is nobody's:", "*GET /v1/environments/elsewhere/resources*"]
    )

    pytester.runpytest("--no-fakeping-strict", "-o", "fakeping_strict=true").assert_outcomes(
        passed=3
    )


def test_strict_fails_a_test_for_another_editions_path_and_for_a_wrong_method(suite):
    result = suite("""
import pytest

def test_another_edition(fakeping):
    for _ in range(3):
        assert ask(f"{fakeping.pingone.environment_url}/users") == 404

def test_a_wrong_method(fakeping_class):
    assert ask(resources(fakeping_class), method="DELETE") == 405

def test_that_may(fakeping_class):
    ask(resources(fakeping_class), fakeping_class.pingone.token())

@pytest.mark.fakeping(edition={"pingone": "current"})
def test_the_edition_that_has_it(fakeping):
    ask(f"{fakeping.pingone.environment_url}/users", fakeping.pingone.token())
""").runpytest("--fakeping-strict")

    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(
        [
            "this test asked for what is nobody's:",
            "*GET */users -> 404*of the edition current, and this is p14c: choose pingone=current*",
            "  ... and 2 more like it, up to #3",
            "this test asked for what is nobody's:",
            "*DELETE */resources -> 405*the nearest is GET or POST *resources*",
        ]
    )


@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_journal_max_limits_the_exchanges(suite, listening, where):
    pytester = suite("""
import pytest
from fakeping import Evicted

def test_it(fakeping):
    for _ in range(3):
        ask(resources(fakeping))
    assert len(fakeping.journal) == 2
    with pytest.raises(Evicted):
        fakeping.journal.assert_called("pingone.resource.list", count=2)
""")
    options = [f"--fakeping-url={listening.url}"] if where == "elsewhere" else []

    pytester.runpytest("--fakeping-journal-max=2", *options).assert_outcomes(passed=1)


def test_the_help_names_each_options_other_forms(suite):
    result = suite(SAYS).runpytest("--help")

    result.stdout.re_match_lines(
        [r"fakeping: a fake Ping for each test:", r"  --fakeping-edition=FAMILY=NAME.*"]
    )
    text = " ".join(result.stdout.str().split())
    assert "Also fakeping_guard_host and $FAKEPING_GUARD_HOST." in text
