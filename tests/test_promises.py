"""Each promise of the README and of SECURITY.md names the tests that hold it."""

import ast
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "docs" / "promises.md", ROOT / "SECURITY.md"]

pytestmark = pytest.mark.skipif(
    "FAKEPING_TEST_INSTALLED" in os.environ, reason="only a checkout has every file"
)


def promises(page):
    """Each promise of a page, with the tests that it names."""
    rows = re.findall(r"^\| (.+) \| (.+) \|$", page.read_text("utf-8"), re.MULTILINE)
    return [(promise, re.findall(r"`([^`]+)`", held_by)) for promise, held_by in rows[1:]]


def stands(test):
    """Whether there is a test of that name, or such a module."""
    module, _, name = test.partition("::")
    path = ROOT / "tests" / module
    if not name or not path.is_file():
        return path.is_file()
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return name in {each.name for each in nodes if isinstance(each, functions)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_promise_names_tests_that_are_there(page):
    found = promises(page)

    assert found
    assert [promise for promise, tests in found if not tests] == []
    assert [test for _, tests in found for test in tests if not stands(test)] == []


def test_each_sentence_of_the_readme_stands_in_it():
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())

    assert [promise for promise, _ in promises(PAGES[0]) if promise not in readme] == []
