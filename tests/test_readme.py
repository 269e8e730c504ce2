"""What the README says is so."""

import os
import re
from pathlib import Path

import pytest

from fakeping.families import FAMILIES
from fakeping.reference.pages import PAGES

ROOT = Path(__file__).parents[1]
INSTALLED = "FAKEPING_TEST_INSTALLED" in os.environ
README = (ROOT / "README.md").read_text("utf-8")


def table_under(heading):
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*) \|$", section, re.MULTILINE)
    return [[cell.strip().strip("`") for cell in row.split(" | ")] for row in rows]


def test_every_rule_among_the_differences_exists():
    names = {each.name for family in FAMILIES for each in family.rules}

    assert {row[0] for row in table_under("Where it may differ from the real thing")} <= names


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_made_is_as_the_code_says(name):
    assert (ROOT / "docs" / f"{name}.md").read_text("utf-8") == PAGES[name]()


def test_the_page_of_operations_has_each_of_them():
    names = {each.name for family in FAMILIES for each in family.operations}

    assert set(re.findall(r"^\| `(.*?)`", PAGES["operations"](), re.MULTILINE)) == names


def test_the_ten_lines_with_the_fixture_pass(pytester):
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    pytester.makepyfile(example)

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)


@pytest.mark.skipif(INSTALLED, reason="only a checkout has every file")
@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])
def test_every_link_of_the_documentation_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))

    assert [each for each in targets if not (page.parent / each).exists()] == []
