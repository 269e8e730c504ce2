"""What the README says is so."""

import os
import re
from pathlib import Path

import pytest
import yaml

from fakeping.cli.main import cli
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


PAGES_TO_READ = [
    pytest.param(each, id=each.stem)
    for each in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
]


@pytest.mark.parametrize("page", PAGES_TO_READ)
def test_every_option_of_a_command_line_exists(page):
    """Of a command line that says `fakeping COMMAND`, in a block or a sentence."""
    for command, rest in re.findall(r"\bfakeping ([a-z]+)\b([^\n`|>&]*)", page.read_text("utf-8")):
        if command in cli.list_commands(None):
            found = cli.get_command(None, command)
            several = [found, *getattr(found, "commands", {}).values()]
            options = (each for one in several for each in one.params)
            known = {"--help", *(name for each in options for name in each.opts)}
            assert {*re.findall(r"(?<= )--?[a-z][a-z-]*", rest)} <= known, command


@pytest.mark.parametrize("page", PAGES_TO_READ)
def test_every_block_of_yaml_is_yaml(page):
    for block in re.findall(r"```ya?ml\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        assert isinstance(yaml.safe_load(block), dict)


@pytest.mark.skipif(INSTALLED, reason="only a checkout has every file")
@pytest.mark.parametrize("page", PAGES_TO_READ)
def test_every_link_of_the_documentation_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))

    assert [each for each in targets if not (page.parent / each).exists()] == []
