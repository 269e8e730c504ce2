"""Each option of `serve` is an environment variable and a key of a file; and there are new ones."""

import json
import os

import click
import pytest

from fakeping import FakePing
from fakeping.cli import serving
from fakeping.cli.main import cli, main
from tests.cli.test_cli import POSIX, greeting, started, taken_port
from tests.over_http import Connection

SERVE = cli.commands["serve"]
OPTIONS = [each for each in SERVE.params if isinstance(each, click.Option)]
ENVIRONMENT = "0271641f-2d74-4bb0-b416-4a39b8714261"
RESOURCES = f"/v1/environments/{ENVIRONMENT}/resources"


class Began(Exception):
    """The server would begin now."""


@pytest.fixture
def parsed(monkeypatch, tmp_path):
    """What `serve` would begin with: a function of its arguments."""
    for name in [each for each in os.environ if each.startswith("FAKEPING_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def values(*arguments):
        context = SERVE.make_context("serve", list(arguments))
        return context.params

    return values


@pytest.mark.parametrize("option", OPTIONS, ids=lambda each: each.name)
def test_each_option_has_a_variable_and_a_key(option, parsed, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("{}", "utf-8")
    value, expected = _example(option, tmp_path)
    key = max(option.opts, key=len).removeprefix("--")
    usual = parsed()[option.name]

    monkeypatch.setenv(f"FAKEPING_{key.upper().replace('-', '_')}", value)
    by_variable = parsed()[option.name]
    monkeypatch.delenv(f"FAKEPING_{key.upper().replace('-', '_')}")
    for name in (key, key.replace("-", "_")):
        (tmp_path / "fakeping.toml").write_text(f"{name} = {_toml(option, value)}", "utf-8")
        by_file = parsed()[option.name]
        assert by_file == expected

    assert by_variable == expected != usual


def _example(option, folder):
    """A value in words, and as it is parsed."""
    fault = {"fault": "next", "op": "pingone.scope.list", "status": 503, "times": None}
    preset = {"fault": "preset", "preset": "throttled", "seconds": 5}
    special = {
        "faults": ("pingone.scope.list=503", (fault,)),
        "presets": ("throttled:seconds=5", (preset,)),
        "port": ("8123", 8123),
    }
    kinds = [
        (option.multiple, ("a=on", ("a=on",))),
        (option.is_flag, ("true", True)),
        (isinstance(option.type, click.Choice), ("off", "off")),
        (isinstance(option.type, click.IntRange), ("200000", 200000)),
        (isinstance(option.type, click.Path), ("file", type(folder)("file"))),
    ]
    if option.name == "log_format":
        return "json", "json"
    return special.get(option.name) or next(
        (each for is_it, each in kinds if is_it), ("word", "word")
    )


def _toml(option, value):
    bare = option.is_flag or isinstance(option.type, click.IntRange)
    return value if bare else json.dumps([value] if option.multiple else value)


def test_an_option_goes_before_a_variable_and_that_before_a_file(parsed, monkeypatch, tmp_path):
    (tmp_path / "fakeping.toml").write_text('host = "file"\nrealm = "file"\nauth = "off"', "utf-8")
    monkeypatch.setenv("FAKEPING_HOST", "variable")
    monkeypatch.setenv("FAKEPING_REALM", "variable")

    params = parsed("--host", "option")

    assert (params["host"], params["realm"], params["auth"]) == ("option", "variable", "off")


def test_a_table_has_editions_and_switches(parsed, tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        """
        [tool.fakeping]
        edition = { pingone = "current", pingam = "8.1" }
        allowed-host = ["one.test", "two.test"]
        fault = [{ fault = "drop", op = "pingone.scope.list" }]
        [tool.fakeping.switch]
        pingam.require_if_match = true
        "pingone.acr_strict" = false
        """,
        "utf-8",
    )
    params = parsed()

    assert params["editions"] == ("pingone=current", "pingam=8.1")
    assert params["switches"] == ("pingam.require_if_match=on", "pingone.acr_strict=off")
    assert params["allowed_hosts"] == ("one.test", "two.test")
    assert params["faults"] == ({"fault": "drop", "op": "pingone.scope.list"},)


@pytest.mark.parametrize(
    ("variable", "value", "option", "expected"),
    [
        ("EDITION", "pingone=current,pingam=8.1", "editions", ("pingone=current", "pingam=8.1")),
        ("EDITION", "pingone=current pingam=8.1", "editions", ("pingone=current", "pingam=8.1")),
        ("FAULT", '{"fault": "drop"}', "faults", ({"fault": "drop"},)),
        (
            "FAULT",
            '[{"fault": "drop"}, {"fault": "malformed"}]',
            "faults",
            ({"fault": "drop"}, {"fault": "malformed"}),
        ),
        (
            "PRESET",
            "throttled:seconds=5,op=pingone.* scope_revoked",
            "presets",
            (
                {"fault": "preset", "preset": "throttled", "seconds": 5, "op": "pingone.*"},
                {"fault": "preset", "preset": "scope_revoked"},
            ),
        ),
    ],
)
def test_a_variable_has_several(parsed, monkeypatch, variable, value, option, expected):
    monkeypatch.setenv(f"FAKEPING_{variable}", value)

    assert parsed()[option] == expected


def test_a_project_without_the_table_has_no_settings(parsed, tmp_path):
    usual = parsed()
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nport = 1", "utf-8")

    assert parsed() == usual


WRONG = {
    "an unknown key": ("prot = 1", "fakeping.toml: there is no 'prot'; did you mean 'port'?"),
    "no TOML": ("port = ", "fakeping.toml: "),
    "a wrong value": ("port = 'many'", "fakeping.toml: 'many' is not a valid number"),
    "several of one": ("port = [1, 2]", "fakeping.toml: port is one value"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
@pytest.mark.usefixtures("parsed")
def test_a_wrong_file_is_one_line_that_names_it(tmp_path, capsys, text, told):
    (tmp_path / "fakeping.toml").write_text(text, "utf-8")

    assert main(["serve"]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("parsed")
def test_a_wrong_variable_is_one_line_that_names_it(monkeypatch, capsys):
    monkeypatch.setenv("FAKEPING_PORT", "many")

    assert main(["serve"]) == 2
    assert "FAKEPING_PORT: 'many' is not a valid number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--fault", "nonsense"], "'nonsense': is neither OPERATION=STATUS"),
        (["--fault", "pingone.scope.list=200"], "--fault: "),
        (["--fault", "pingone.scope.lst=503"], "--fault: "),
        (["--fault", '{"fault": "next", "colour": 1}'], "--fault: "),
        (["--fault", "{"], "'{': "),
        (["--preset", "bad_day"], "--preset: "),
        (["--preset", "throttled:seconds"], "'seconds' is not OPTION=VALUE"),
        (["--realm", "root"], "fakeping: "),
        (["--edition", "pingone=p15"], "choose from p14c"),
    ],
)
@pytest.mark.usefixtures("parsed")
def test_wrong_usage_has_one_exit_code(options, told, capsys):
    assert main(["serve", "--port", "0", *options]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [["explain", "no.such"], ["openapi", "no"], ["openapi", "pingone", "--edition", "x"],
     ["operations", "no.such"], ["healthcheck", "nonsense"], ["env", "--url", "nonsense"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_of_other_commands_has_it_too(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


@POSIX
def test_a_server_starts_with_realm_ids_and_failures(tmp_path):
    path = tmp_path / "ready.json"
    told = []
    for _ in range(2):
        with started(
            *("serve", "--port", 0, "--ready-file", path, "--realm", "beta", "--ids-seed", "7"),
            *(
                "--fault",
                "pingone.resource.list=503",
                "--preset",
                "throttled:seconds=600,op=pingone.scope.*",
            ),
        ) as process:
            greeting(process)
            (tenant,) = json.loads(path.read_text("utf-8"))["tenants"]
            one, am = tenant["pingone"], tenant["pingam"]
            with Connection(json.loads(path.read_text("utf-8"))["url"]) as connection:
                asked = [(RESOURCES, one["token"])] * 2
                asked += [
                    (f"{RESOURCES}/1/scopes", one["token"]),
                    (am["resource_set_url"], am["pat"]),
                ]
                told.append(
                    [connection.ask("GET", url, token=token).status for url, token in asked]
                )
            told.append((am["realm"], am["resource_set_url"].rpartition("/realms/")[2]))
            told.append(one["client_id"])
            process.terminate()
            process.wait(30)

    assert told[:2] == [[503, 503, 429, 200], ("beta", "beta/resource_set")]
    assert told[:3] == told[3:]


def test_an_error_of_a_seed_names_it_and_another_does_not(tmp_path):
    with FakePing() as server:
        server.default_tenant()
        with pytest.raises(click.UsageError, match="another tenant has"):
            serving.First().tenant(server)


@pytest.mark.usefixtures("parsed")
def test_a_taken_port_names_the_mend(capsys):
    with taken_port() as port:
        assert main(["serve", "--port", str(port)]) == 1

    assert capsys.readouterr().err.endswith(": Address already in use; --port 0 takes a free one\n")


def test_operations_are_listed(capsys):
    assert main(["operations", "pingone.resource.*"]) == 0
    out = capsys.readouterr().out
    assert [each.split()[:2] for each in out.splitlines()] == [
        ["pingone.resource.list", "GET"],
        ["pingone.resource.create", "POST"],
        ["pingone.resource.read", "GET"],
        ["pingone.resource.update", "PUT"],
        ["pingone.resource.delete", "DELETE"],
    ]


def test_presets_are_listed_after_all_operations(capsys):
    assert main(["operations"]) == 0
    out = capsys.readouterr().out

    assert "pingam.resource_set.register" in out
    assert "  throttled: Everything is 429" in out.partition("Presets of --preset:")[2]


def test_operations_can_be_read_by_a_program(capsys):
    assert main(["operations", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)

    (found,) = [each for each in document["operations"] if each["name"] == "pingone.scope.read"]
    assert found["method"] == "GET"
    assert document["presets"]["throttled"]["options"] == {"seconds": 2, "retry_after": None}


@pytest.mark.parametrize("command", [None, *sorted({*cli.commands, "contract"})])
def test_help_fits_and_cuts_nothing(command, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")

    assert main([*([command] if command else []), "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    cut = [each for each in lines if each.endswith("...") and not each.startswith("Usage: ")]
    assert [cut, [each for each in lines if len(each) > 79]] == [[], []]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(shell):
    with started(_FAKEPING_COMPLETE=f"{shell}_source") as process:
        out, err = process.communicate(timeout=60)

    assert "_FAKEPING_COMPLETE" in out
    assert (process.returncode, err) == (0, "")


def test_a_shell_completes_options():
    words = {"COMP_WORDS": "fakeping serve --log", "COMP_CWORD": "2"}
    with started(_FAKEPING_COMPLETE="bash_complete", **words) as process:
        out, _ = process.communicate(timeout=60)

    assert out == "plain,--log-format\n"
