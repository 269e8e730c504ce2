"""Every option, from every source: a mistake ends the session with one line that says who erred."""

import pytest

from fakeping import FakePing
from pytest_fakeping.options import OPTIONS

BY_NAME = {each.name: each for each in OPTIONS}


# The port of the discard service, which nobody runs: it has to be the same in every process.
NOBODY = "http://127.0.0.1:9"

# What each option may be told wrongly, and a part of what is said then. `{file}` is one that is
# no folder, no document and no certificate; `{folder}` one that is no file.
MISTAKES = {
    "url": [
        (NOBODY, "no fakeping answers"),
        ("nonsense", "is not a server's URL"),
        ("http://[::1", ""),
        ("http://127.0.0.1:99999", ""),
        ("ftp://127.0.0.1", "is not a server's URL"),
    ],
    "cafile": [("missing.pem", "holds no certificate"), ("{file}", "holds no certificate")],
    "edition": [
        ("current", "is not NAME=VALUE"),
        ("pingone=curent", "no edition 'curent'"),
        ("pingon=current", "no family 'pingon'"),
    ],
    "switch": [
        ("nonsense=on", "no switch 'nonsense'"),
        ("pingam.unique_names=perhaps", "neither on nor off"),
        ("=", "is not NAME=VALUE"),
    ],
    "auth": [("strikt", "no 'strikt'")],
    "seed": [
        ("missing.json", "no file"),
        ("{folder}", "directory"),
        ("{file}", "the document is not JSON"),
        ("{colour}", "colour"),
        ("{list}", ""),
    ],
    "journal": [("some", "no 'some'")],
    "journal-dir": [("{file}", "exists"), ("{file}/below", "")],
    "journal-max": [("many", "no number"), ("-1", "no number"), ("1.5", "no number")],
    "cov": [("page", "no 'page'"), ("html:{folder}", ""), ("html:{file}/page.html", "")],
    "cov-include": [("nonsense*", "no operation 'nonsense*'"), ("pingone", "no operation")],
    "cov-fail-under": [("101", "between 0 and 100"), ("most", "no number"), ("nan", "between")],
    "sweep-switch": [("nonsense*", "no switch 'nonsense*'"), ("pingam", "no switch 'pingam'")],
    "guard-host": [
        ("https://am.acme.com", "is no host"),
        ("am.acme.com:443", "is no host"),
        ("am.*.com", "is no host"),
        ("*", "is no host"),
    ],
}
FLAGS = [each.name for each in OPTIONS if each.kind == "bool"]

CASES = [(name, *each) for name, mistakes in MISTAKES.items() for each in mistakes]


def test_no_option_is_forgotten():
    # Of a key nobody can tell that it is wrong but the server, below.
    assert {*MISTAKES, *FLAGS, "control-key"} == set(BY_NAME)


@pytest.fixture
def mistaken(suite, request):
    """Runs a suite of two tests that never begin."""
    pytester = suite("""
import pathlib

pathlib.Path("collected").touch()

def test_it(fakeping):
    pass

def test_another():
    pass
""")
    pytester.path.joinpath("file").write_text("no document")
    pytester.path.joinpath("colour").write_text('{"pingone": {"colour": "red"}}')
    pytester.path.joinpath("list").write_text("[]")
    pytester.path.joinpath("folder").mkdir()

    def run(where, name, value, *arguments):
        for each in ("file", "list", "folder", "colour"):
            value = value.replace(f"{{{each}}}", str(pytester.path / each))
        option = BY_NAME[name]
        said = {"option": option.flag, "ini": option.key, "variable": option.variable}[where]
        if where == "option":
            arguments = (f"{option.flag}={value}", *arguments)
        elif where == "ini":
            pytester.makeini(f"[pytest]\n{option.key} = {value}\n")
        else:
            monkeypatch = request.getfixturevalue("monkeypatch")
            monkeypatch.setenv(option.variable, value)
        # In this process, unless there are several.
        running = pytester.runpytest_subprocess if "-n2" in arguments else pytester.runpytest
        result = running(*arguments)

        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert not (pytester.path / "collected").exists()
        lines = [each for each in result.stderr.lines if each.strip()]
        assert len(lines) == 1, lines
        assert lines[0].startswith(f"ERROR: {said}: ")
        assert "Traceback" not in result.stdout.str()
        return lines[0]

    return run


#: Each mistake in an option; one of each option's wherever else it is read.
PLACES = [("option", *each) for each in CASES] + [
    (where, name, *mistakes[0])
    for name, mistakes in MISTAKES.items()
    for where in ("ini", "variable")
]


@pytest.mark.parametrize(("where", "name", "value", "sentence"), PLACES)
def test_a_mistake_ends_the_session_with_one_line(mistaken, where, name, value, sentence):
    assert sentence in mistaken(where, name, value)


@pytest.mark.parametrize("where", ["ini", "variable"])
@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_is_on_or_off(mistaken, where, name):
    assert "perhaps" in mistaken(where, name, "perhaps")


@pytest.mark.parametrize(
    ("name", "value"),
    [("url", NOBODY), ("seed", "missing.json"), ("sweep-switch", "nonsense*"), ("auth", "x")],
)
def test_many_processes_say_it_once(mistaken, name, value):
    mistaken("option", name, value, "-n2")


@pytest.mark.parametrize("name", ["seed", "edition", "switch", "sweep-switch", "cafile", "url"])
def test_nothing_is_no_value(mistaken, name):
    mistaken("option", name, "")


def test_a_key_that_the_server_refuses_is_a_mistake(mistaken, monkeypatch):
    with FakePing(control_key="a key that is known") as server:
        monkeypatch.setenv("FAKEPING_URL", server.url)
        assert "key" in mistaken("option", "control-key", "another")


def test_help_and_collection_need_no_server(suite):
    pytester = suite("def test_it(fakeping):\n    pass")

    for each in ("--help", "--fixtures", "--collect-only"):
        assert pytester.runpytest(each, f"--fakeping-url={NOBODY}").ret in {
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        }
