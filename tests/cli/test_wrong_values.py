"""Every option of every command, with values that none could mean: exit code 2, and a sentence."""

import click
import pytest

from fakeping.cli.main import cli, main
from fakeping.cli.parameters import Realm
from fakeping.cli.settings import Words

CONTEXT = click.Context(cli)

COMMANDS = {name: cli.get_command(CONTEXT, name) for name in cli.list_commands(CONTEXT)}

#: What a command needs besides the option.
NEEDED = {
    "contract": ["--target", "http://127.0.0.1:1"],
    "replay": ["journal.jsonl"],
    "serve": ["--port", "0"],
}

#: Each option with a value, as (command, option).
OPTIONS = [
    pytest.param(name, option, id=f"{name} {max(option.opts, key=len)}")
    for name, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option) and not option.is_flag
]
ONE_VALUE = [each for each in OPTIONS if not each.values[1].multiple]
TEXT = (click.types.StringParamType, Words, Realm)
TYPED = [each for each in OPTIONS if not isinstance(each.values[1].type, TEXT)]

ARGUMENTS = [
    (name, argument)
    for name, command in COMMANDS.items()
    for argument in command.params
    if isinstance(argument, click.Argument)
]


@pytest.fixture
def refused(capsys, tmp_path, monkeypatch):
    """Runs a command; returns the sentence that refuses it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "journal.jsonl").touch()

    def run(name, *arguments):
        code = main([name, *arguments])
        out, err = capsys.readouterr()
        assert (code, out) == (2, ""), err
        assert err.startswith("fakeping: ")
        assert err.count("\n") == 1
        return err

    return run


def needed(name, option):
    """What else the command needs, unless it is that option."""
    said = NEEDED.get(name, [])
    return [] if said and said[0] in option.opts else said


@pytest.mark.parametrize("value", ["", " ", "\t"])
@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_an_empty_value_is_refused(refused, name, option, value):
    flag = max(option.opts, key=len)

    assert f"{flag} is empty: " in refused(name, *needed(name, option), f"{flag}={value}")


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
def test_an_empty_argument_is_refused(refused, name, argument):
    said = refused(name, "")

    assert f"{argument.human_readable_name.strip('[].')} is empty: " in said


@pytest.mark.parametrize(("name", "option"), ONE_VALUE)
def test_a_value_said_twice_is_refused(refused, name, option):
    flag = max(option.opts, key=len)

    said = refused(name, *needed(name, option), flag, "1", flag, "1")

    assert said == f"fakeping: {flag} stands twice: say it once\n"


@pytest.mark.parametrize(("name", "option"), TYPED)
def test_a_value_of_another_type_is_refused(refused, name, option, tmp_path):
    """A word for a number or a choice, a missing file or a folder for a file."""
    flag = max(option.opts, key=len)
    value = str(tmp_path) if isinstance(option.type, click.Path) else "nonsense"

    assert flag.strip("-") in refused(name, *needed(name, option), flag, value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("serve --port=65536", "not in the range"),
        ("serve --port=-1", "not in the range"),
        ("serve --port=x", "'x' is not a valid number"),
        ("serve --journal-entries=-1", "not in the range"),
        ("serve --max-stored=5", "not in the range"),
        ("serve --host=http://x", "without a port"),
        ("serve --allowed-host=a/b", "an allowed host is"),
        ("serve --public-url=x", "such as http"),
        ("serve --control-key=\u00e9", "printable ASCII"),
        ("serve --realm=a\x07b", "is no realm's name"),
        ("serve --am-context-path=/\u0007", "am_context_path"),
        ("serve --edition=9", "choose from pingone=p14c"),
        ("serve --edition=curent", "did you mean pingone=current"),
        ("serve --edition=current --edition=pingone=p14c", "stands twice: say it once"),
        ("serve --edition=saml=2", "choose from pingone, pingam"),
        ("serve --switch=pingam.location", "takes NAME=on or NAME=off"),
        ("serve --switch=pingam.location=yes", "takes NAME=on or NAME=off"),
        ("serve --switch=pingam.lcation=on", "did you mean pingam.location"),
        ("serve --switch=pingam.location=on --switch=pingam.location=off", "stands twice"),
        ("serve --watch", "without --seed"),
        ("replay journal.jsonl --edition=curent", "did you mean pingone=current"),
        ("replay journal.jsonl --switch=x=on", "there is no switch 'x'"),
        ("replay journal.jsonl --target=x", "such as http"),
        ("openapi pingone --edition=x", "it has p14c, current"),
        ("openapi saml", "there is no family 'saml'"),
        ("openapi --server=x", "such as http"),
        ("env --url=x", "such as http"),
        ("healthcheck x", "such as http"),
        ("contract --target=x", "such as http"),
        ("contract --target=http://127.0.0.1:1 --timeout=0", "not in the range"),
        ("contract --target=http://127.0.0.1:1 --timeout=nan", "no number"),
        ("contract --target=http://127.0.0.1:1 --timeout=inf", "not in the range"),
        ("contract --target=http://127.0.0.1:1 --edition=curent", "did you mean pingone=current"),
        (
            "contract --target=http://127.0.0.1:1 --family=pingam --edition=current",
            "of no use where pingam alone",
        ),
        (
            "contract --target=http://127.0.0.1:1 --clean --sweep",
            "--sweep is of no use with --clean",
        ),
        (
            "contract --target=http://127.0.0.1:1 --sweep --fail-fast",
            "--fail-fast is of no use with --sweep",
        ),
        ("explain pingone.resource.create", "see `fakeping operations pingone.resource.create`"),
        ("explain pingam.locaton", "did you mean pingam.location"),
        ("operations pingam.location", "say --switch pingam.location=on"),
        ("operations pingone.resource.name-unique", "see `fakeping explain"),
        ("operations throttled", "say --preset throttled"),
        ("operations pingone.resource.creat", "did you mean pingone.resource.create"),
    ],
)
def test_a_senseless_value_is_refused(refused, said, told):
    name, *arguments = said.split(" ")
    port = ["--port=0"] if name == "serve" and "--port" not in said else []

    assert told in refused(name, *arguments, *port)


@pytest.mark.parametrize("option", ["realm", "control-key", "public-url"])
def test_an_empty_value_is_refused_wherever_it_stands(refused, option, monkeypatch, tmp_path):
    monkeypatch.setenv(f"FAKEPING_{option.replace('-', '_').upper()}", " ")
    assert f"FAKEPING_{option.replace('-', '_').upper()} is empty" in refused("serve", "--port=0")

    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fakeping.toml").write_text(f'{option} = ""\n', "utf-8")
    assert f"fakeping.toml: {option} is empty" in refused("serve", "--port=0")


def test_a_switch_is_explained_by_its_rule(capsys):
    assert main(["explain", "pingam.require_if_match"]) == 0
    assert capsys.readouterr().out.startswith("pingam.conditions.required")


@pytest.mark.parametrize("said", ["current", "pingone=current"])
def test_an_edition_is_said_with_or_without_its_family(capsys, said):
    assert main(["openapi", "pingone", "--edition", said]) == 0
    assert "/applications" in capsys.readouterr().out
