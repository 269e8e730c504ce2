"""What the README says is so."""

import os
import re
from pathlib import Path

import pytest

from fakeping.families import FAMILIES
from fakeping.reference.pages import limits, readme, rules, unmodelled

ROOT = Path(__file__).parents[1]
INSTALLED = "FAKEPING_TEST_INSTALLED" in os.environ
README = (ROOT / "README.md").read_text("utf-8")


def table_under(heading):
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*) \|$", section, re.MULTILINE)
    return [[cell.strip().strip("`") for cell in row.split(" | ")] for row in rows]


def test_the_table_of_operations_is_the_codes():
    assert readme(README) == README


def test_the_table_of_operations_has_each_of_them():
    names = {each.name for family in FAMILIES for each in family.operations}

    assert {row[0] for row in table_under("What is answered")} == names


def test_every_rule_among_the_differences_exists():
    names = {each.name for family in FAMILIES for each in family.rules}

    assert {row[0] for row in table_under("Where it may differ from the real thing")} <= names


def test_the_page_of_rules_is_made_from_the_code():
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == rules()


def test_the_page_of_limits_is_made_from_the_code():
    assert (ROOT / "docs" / "limits.md").read_text("utf-8") == limits()


def test_the_page_of_what_is_not_modelled_is_made_from_the_code():
    assert (ROOT / "docs" / "not-modelled.md").read_text("utf-8") == unmodelled()


def test_the_ten_lines_with_the_fixture_pass(pytester):
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    pytester.makepyfile(example)

    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)


@pytest.mark.skipif(INSTALLED, reason="only a checkout has every file")
@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])
def test_every_link_of_the_documentation_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))

    assert [each for each in targets if not (page.parent / each).exists()] == []
