"""The page about faults does what it says, with the files that stand on it."""

import subprocess
from pathlib import Path

import pytest

from fakeping.faults.faults import Faults
from fakeping.faults.presets import PRESETS
from tests.test_recipes import _RUN, _around, files_on

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"


@pytest.mark.slow
def test_its_tests_pass(pytester):
    files = {name: text for name, text in files_on(PAGE).items() if name.endswith(".py")}
    for name, content in files.items():
        (pytester.path / name).write_text(content, "utf-8")

    outcome = pytester.runpytest_subprocess("-p", "no:cacheprovider")

    outcome.assert_outcomes(passed=sum(each.count("\ndef test_") for each in files.values()))


@pytest.mark.slow
def test_its_lines_for_a_shell_run(pytester):
    (pytester.path / "run.sh").write_text(files_on(PAGE)["run.sh"], "utf-8")

    subprocess.run(_RUN["run.sh"], check=True, cwd=pytester.path, env=_around(), timeout=300)


def test_every_preset_and_every_method_is_on_it():
    text = PAGE.read_text("utf-8")
    methods = [name for name in vars(Faults) if not name.startswith("_")]

    assert [name for name in PRESETS if f'"{name}"' not in text] == []
    assert [name for name in methods if f"{name}(" not in text] == []
