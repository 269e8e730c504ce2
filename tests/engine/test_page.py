"""The page about state does what it says, with the files that stand on it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_recipes import _RUN, _around, files_on

PAGE = Path(__file__).parents[2] / "docs" / "state.md"


@pytest.fixture
def files(pytester):
    found = files_on(PAGE)
    for name, content in found.items():
        (pytester.path / name).write_text(content, "utf-8")
    return found


@pytest.mark.slow
def test_the_tests_on_the_page_pass(files, pytester):
    tests = len(re.findall(r"^def test_", files["test_seed.py"], re.MULTILINE))

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=tests)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="the page asks with curl")
@pytest.mark.usefixtures("files")
def test_the_commands_on_the_page_work(pytester):
    subprocess.run(_RUN["run.sh"], check=True, cwd=pytester.path, env=_around(), timeout=300)
