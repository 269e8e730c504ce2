"""What a failing test shows of its own code, and what of fakeping's."""

import pytest

OURS = "/fakeping/core/"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        pytest.param(
            'fakeping.journal.assert_called("pingone.resource.creat")',
            "E * there is no operation 'pingone.resource.creat'; did you mean *",
            id="an operation's name",
        ),
        pytest.param(
            'assert fakeping.journal.assert_called("pingone.token", json={"a": 1})',
            'E * fakeping.Unmet: pingone.token with json {"a": 1} was called 0 times, *',
            id="an assertion in an assertion",
        ),
        pytest.param(
            'fakeping.journal.assert_called("pingone.token", jsn={})',
            "E * an exchange has no 'jsn'; did you mean json[?] There are json, query, *",
            id="an argument's name",
        ),
        pytest.param(
            'fakeping.journal.assert_called("pingone.token", count="2")',
            "E * fakeping.WrongKind: * count is a whole number or a range, not '2'",
            id="a count that is none",
        ),
        pytest.param(
            'fakeping.journal.wait_for("pingone.token", timeout=0.01)',
            "E * fakeping.Unmet: pingone.token was called 0 times of 1 within 0.01 s.",
            id="nobody came",
        ),
        pytest.param(
            'fakeping.faults.preset("throtled")',
            "E * there is no preset 'throtled': *",
            id="a fault",
        ),
        pytest.param(
            'fakeping.reset(to={"clock": {"set": "noon"}})', "E * clock*: *", id="a state document"
        ),
        pytest.param(
            'make_fakeping(editon="current")',
            "E * make_fakeping takes no 'editon'; did you mean edition[?] *",
            id="a tenant's argument",
        ),
        pytest.param(
            'fakeping.reset(to="sed")',
            "E * there is no file 'sed', and no way back of that name but 'seed' and 'empty'",
            id="a way back",
        ),
        pytest.param(
            'fakeping.reset(to="state.yaml")',
            "E * there is no file 'state.yaml'",
            id="no such file",
        ),
        pytest.param(
            'fakeping.faults.next("pingone.token", stauts=503)',
            "E * a fault takes no 'stauts'; did you mean status[?] All take op, times, after, *",
            id="a fault's argument",
        ),
        pytest.param(
            'fakeping.clock.set("tomorrow")',
            "E * not an instant: 'tomorrow'; write 2026-01-01T00:00:00Z",
            id="an instant",
        ),
        pytest.param(
            'make_fakeping(switches={"pingam.unique_names": "off"})',
            "E * the switch 'pingam.unique_names' is True or False, not 'off'",
            id="a switch that is neither on nor off",
        ),
        pytest.param(
            'fakeping.pingone.resource("x")',
            "E *Unknown: there is no resource with the id or the name 'x'",
            id="a view",
        ),
    ],
)
def test_a_mistake_is_shown_where_it_was_made(suite, line, sentence):
    result = suite(f"""
def test_it(fakeping, make_fakeping):
    {line}
""").runpytest()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f">*{glob(line)}", sentence, "", "test_it.py:3: *"])
    result.stdout.no_fnmatch_line(f"*{OURS}*")


def test_whoever_wants_all_frames_gets_them(suite):
    result = suite("""
def test_it(fakeping):
    fakeping.clock.advance("a while")
""").runpytest("--full-trace")

    result.stdout.fnmatch_lines([f"*{OURS}*duration.py:*: ValueError"])


def test_an_error_that_fakeping_did_not_mean_is_shown_whole(suite, monkeypatch):
    result = suite("""
def test_it(fakeping, monkeypatch):
    monkeypatch.setattr(type(fakeping._tenants), "fill", lambda *_, **__: {}["a bug"])
    fakeping.reset(to={})
""").runpytest()

    result.stdout.fnmatch_lines(["*tenant.py:*: in reset", "E * KeyError: 'a bug'"])


def test_an_error_of_the_tests_own_code_is_shown_whole(suite):
    result = suite("""
def is_photos(name):
    raise ValueError("of the test's own")

def test_it(fakeping):
    ask(resources(fakeping), body={"name": "photos"})
    fakeping.journal.assert_called("pingone.resource.create", json={"name": is_photos})
""").runpytest()

    result.stdout.fnmatch_lines(["*expectation.py:*", ">*raise ValueError*", "test_it.py:3: *"])


@pytest.mark.loads("hypothesispytest")
def test_no_frame_of_the_plugin_stands_beside_what_went_wrong(suite):
    result = suite("""
import pytest
from hypothesis import given, strategies as st

@given(st.booleans())
def test_one_tenant_for_all_examples(fakeping, _):
    pass

@pytest.mark.fakeping(strict=True)
def test_unmatched(fakeping):
    ask(fakeping.pingone.url + "/x")
""").runpytest()

    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["E *unction-scoped fixture 'fakeping'*", "*is nobody's:"])
    result.stdout.no_fnmatch_line("*pytest_fakeping*")
    after = result.stdout.str().partition("is nobody's:")[2]
    assert "entries are hidden" not in after


def glob(line):
    return line.replace("[", "[[]")
