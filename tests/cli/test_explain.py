"""`fakeping explain` and `fakeping openapi`, as people and programs read them."""

import json
import re
import sys

import pytest
import yaml
from click.testing import CliRunner

from fakeping.cli.main import cli, main
from fakeping.families import FAMILIES
from fakeping.reference.openapi import document


def run(*arguments, colour=False):
    return CliRunner(env={"COLUMNS": "100"}).invoke(cli, arguments, color=colour)


def test_one_rule_is_shown_in_full():
    result = run("explain", "pingam.conditions.required")

    assert result.exit_code == 0
    assert (
        re.sub("https://.*/", ".../", result.output)
        == """\
pingam.conditions.required

  `If-Match` is optional; in `openam` a write without it is 400 `server_error`.

  evidence   inferred: follows from what is documented or observed
  source     Federated Authorization for UMA 2.0 has no such header, and the reference resource
             server of AM 6 sends none; `openam`: Recordings of a running OpenAM, PingAM's open
             ancestor. Switch `require_if_match`
  proven by  recorded: The end-to-end tests' run before the endpoints' move from Restlet, 6 answers;
             .../e2e-transcript-pre-flip.txt
             recorded: Gate probes of the running server before the move from Restlet;
             .../gate-probes-pre-flip.md
             check: 1 of the contract
  answers    400
  refuses    pingam.resource_set.update
             pingam.resource_set.delete
  switches   pingam.require_if_match (off in 8.1, on in openam)
"""
    )


def test_without_a_name_every_rule_is_a_line():
    lines = run("explain").output.splitlines()

    assert [each.split()[0] for each in lines] == [
        rule.name for family in FAMILIES for rule in family.rules
    ]
    assert max(map(len, lines)) <= 120


def test_a_pattern_chooses_rules():
    lines = run("explain", "*.name-unique").output.splitlines()

    assert len(lines) == 7
    assert all(".name-unique " in each for each in lines)


def test_a_terminal_sees_colours_and_a_pipe_none():
    assert "\x1b[" in run("explain", "pingone.auth.token", colour=True).output
    assert "\x1b[" not in run("explain", "pingone.auth.token").output


def test_several_rules_are_shown_in_turn():
    names = ("pingone.auth.token", "pingam.conditions.required")

    both = run("explain", *names).output
    documents = json.loads(run("explain", "--json", *names).output)["rules"]

    assert both == "\n".join(run("explain", each).output for each in names)
    assert [each["name"] for each in documents] == list(names)


def test_a_program_reads_json():
    [rule] = json.loads(run("explain", "--json", "pingone.auth.token").output)["rules"]

    assert (rule["name"], rule["statuses"]) == ("pingone.auth.token", [401])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        pytest.param(
            "pingone.auth.tokn",
            "fakeping: there is no rule 'pingone.auth.tokn'; did you mean pingone.auth.token",
            id="a slip",
        ),
        pytest.param("zzz", "fakeping: there is no rule 'zzz'\n", id="nothing near"),
        pytest.param(
            "pingone.scope",
            "fakeping: there is no rule 'pingone.scope'; did you mean pingone.scope.* or ",
            id="the beginning of several",
        ),
        pytest.param(
            "uniq", "fakeping: there is no rule 'uniq'; did you mean pingone", id="a part of it"
        ),
    ],
)
def test_an_unknown_rule_suggests_similar_names(capsys, name, sentence):
    assert main(["explain", name]) == 2

    error = capsys.readouterr().err
    assert error.startswith(sentence)
    assert error.count("\n") == 1


@pytest.mark.parametrize("edition", ["current", "pingone=current"])
def test_a_familys_document_is_printed(edition):
    result = run("openapi", "pingone", "--edition", edition, "--server", "http://x.example/")

    [pingone] = [each for each in FAMILIES if each.name == "pingone"]
    assert json.loads(result.output) == document(
        pingone, edition="current", server="http://x.example"
    )


def test_the_control_apis_own_document_is_printed_when_none_is_named():
    assert "/__fakeping/tenants" in json.loads(run("openapi").output)["paths"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["x"], "there is no family 'x': pingone, pingam, control", id="family"),
        pytest.param(["pingone", "--edition", "x"], "pingone has no edition 'x'", id="edition"),
    ],
)
def test_a_document_that_is_not_there_is_one_line(capsys, arguments, sentence):
    assert main(["openapi", *arguments]) == 2

    assert sentence in capsys.readouterr().err


def test_an_openapi_document_is_the_same_in_yaml():
    plain = json.loads(run("openapi", "pingam").output)
    written = run("openapi", "pingam", "--format", "yaml").output

    assert yaml.safe_load(written) == plain
    assert written.startswith("openapi: 3.1.")
    assert "&id" not in written


def test_without_pyyaml_it_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "yaml", None)

    assert main(["openapi", "pingam", "--format", "yaml"]) == 1
    assert capsys.readouterr().err == (
        "fakeping: YAML needs PyYAML: pip install 'fakeping[yaml]', or write it as JSON\n"
    )
