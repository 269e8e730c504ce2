"""What the page of the plugin says is so."""

import os
import re
from pathlib import Path

import pytest

from pytest_fakeping.options import OPTIONS

PAGE = Path(__file__).parents[2] / "docs" / "pytest.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_each_example_runs(suite, number):
    pytester = suite("")
    pytester.makepyfile(test_it=EXAMPLES[number])

    result = pytester.runpytest("-W", "error")

    assert result.ret in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert ("def test" in EXAMPLES[number]) == (result.ret == pytest.ExitCode.OK)


def test_every_option_is_documented():
    told = PAGE.read_text("utf-8")
    untold = {each.flag for each in OPTIONS if each.flag not in told}

    assert untold <= {"--fakeping-sweep-switch"}


@pytest.mark.skipif("FAKEPING_TEST_INSTALLED" in os.environ, reason="only a checkout has all files")
def test_the_readme_leads_there():
    assert "docs/pytest.md" in (PAGE.parents[1] / "README.md").read_text("utf-8")
