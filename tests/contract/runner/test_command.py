"""What a user is told who calls the command in a wrong way, or without what it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakeping import FakePing
from fakeping.contract.check import Verdict
from fakeping.contract.ledger import Ledger, default_path
from fakeping.contract.outcome import Run
from fakeping.contract.report import Progress
from fakeping.families import FAMILIES
from tests.contract.runner.conftest import RunContract


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ["--rule", "pingone.nothing"], "no rule is called pingone.nothing", id="a rule"
        ),
        pytest.param(["--edition", "pingone=9"], "choose from p14c, current", id="an edition"),
        pytest.param(["--edition", "pingfed=1"], "no family 'pingfed'", id="a family's edition"),
        pytest.param(["--family", "pingfed"], "'pingfed' is not one of", id="a family"),
        pytest.param(["--update-known"], "--known FILE", id="no file to write"),
        pytest.param(["--timeout", "0"], "0.0 is not in the range", id="no patience"),
        pytest.param(["--json", "/no/such/folder/it.json"], "cannot write /no/such", id="a folder"),
        pytest.param(
            ["--clean", "--ledger", "/"], "is a directory", id="a ledger that is a folder"
        ),
    ],
)
def test_a_mistake_is_a_line_and_the_exit_code_2(
    listening: FakePing, contract: RunContract, arguments: list[str], words: str
) -> None:
    fast = () if "--rule" in arguments else ("--rule", "pingone.error.no-route")

    ran = contract(listening.url, *fast, *arguments)

    assert ran.code == 2
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_what_is_no_url_is_told_of(contract: RunContract) -> None:
    ran = contract("ping.example.com")

    said = "'ping.example.com' is not a server's URL, such as http://127.0.0.1:8900"
    assert (ran.code, ran.err) == (2, f"fakeping: {said}\n")


WITHOUT = """
import sys
sys.modules[{package!r}] = None
from fakeping.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("package", ["pytest", "urllib3"])
def test_without_the_extra_it_says_what_to_install(package: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(package=package), "contract", "--target", "x"],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"fakeping: {package}")
    assert done.stderr.endswith("is not installed: pip install 'fakeping[contract]' brings it\n")


def test_a_terminal_shows_which_rule_is_asked_about_and_then_takes_it_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    rule = FAMILIES[0].rules[0]
    progress, run = Progress(), Run(family="pingone", edition="p14c", where="http://there")

    progress.pytest_runtest_logstart(f"test_rules.py::test_rule[pingone-p14c-{rule.name}]")
    run.verdicts.append(Verdict(rule=rule, outcome="agrees"))
    progress.ended(run)

    told = capsys.readouterr().out
    assert told == f"\r\x1b[K1 pingone-p14c-{rule.name}\r\x1b[Kpingone p14c: 1 agrees\n"


def test_a_ledger_is_there_only_while_something_is_left(tmp_path: Path) -> None:
    path = tmp_path / "below" / "it.jsonl"
    ledger = Ledger(path)

    ledger.gone("pingone", "http://there/never")
    ledger.made("pingone", "http://there/a")
    ledger.made("pingone", "http://there/a")
    ledger.made("pingam", "http://there/b")
    ledger.gone("pingone", "http://there/a")
    again = Ledger(path)

    assert [(each.family, each.url) for each in again.left()] == [("pingam", "http://there/b")]
    assert len(path.read_text().splitlines()) == 3
    again.gone("pingam", "http://there/b")
    assert not path.exists()


@pytest.mark.parametrize("worker", ["gw1", "mine", "of/some host"])
def test_what_a_worker_left_is_found_by_the_next_run(worker: str, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "it.jsonl")
    ledger.of(worker).made("pingone", "http://there/a")

    [none, left] = Ledger(tmp_path / "it.jsonl").all()

    assert (none.left(), [each.url for each in left.left()]) == ([], ["http://there/a"])
    left.gone("pingone", "http://there/a")
    assert list(tmp_path.iterdir()) == []


def test_what_stands_in_the_place_of_a_workers_ledger_is_told_of(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    (tmp_path / "it.worker-gw0").write_text("shopping: milk\n")

    ran = contract(listening.url, "--clean", "--ledger", tmp_path / "it")

    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "it.worker-gw0, line 1: not a ledger" in ran.err


def test_each_deployment_has_a_ledger_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    one, other = default_path("http://a"), default_path("http://b")
    monkeypatch.delenv("XDG_STATE_HOME")
    at_home = default_path("http://a")

    assert one.parent == other.parent == tmp_path / "fakeping"
    assert one.name != other.name
    assert at_home.name == one.name
    assert at_home.parent.parts[-3:] == (".local", "state", "fakeping")
