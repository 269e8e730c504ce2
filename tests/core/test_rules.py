import re

import pytest

from fakeping.core.rules import Evidence
from fakeping.families import FAMILIES, pingam, pingone
from fakeping.families.pingam import refusals as pingam_refusals
from fakeping.families.pingone import problems as pingone_problems

ALL = [pytest.param(family, rule, id=rule.name) for family in FAMILIES for rule in family.rules]


def test_each_name_stands_for_one_behaviour():
    names = [rule.name for family in FAMILIES for rule in family.rules]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("family", "rule"), ALL)
def test_its_name_begins_with_the_family_and_can_be_typed(family, rule):
    assert re.fullmatch(rf"{family.name}(\.[a-z][a-z0-9_-]*)+", rule.name)


@pytest.mark.parametrize(("family", "rule"), ALL)
def test_it_says_something_and_how_we_know(family, rule):
    assert rule.says.endswith((".", ".'"))
    assert isinstance(rule.evidence, Evidence)
    assert rule.source.strip()


def values(table):
    """Every rule in a family's tables of problems, however deep."""
    from fakeping.core.rules import Rule  # noqa: PLC0415

    if isinstance(table, Rule):
        yield table
    elif isinstance(table, dict):
        for each in table.values():
            yield from values(each)
    elif isinstance(table, tuple | list):
        for each in table:
            yield from values(each)


@pytest.mark.parametrize(
    ("family", "module"),
    [
        pytest.param(pingone.FAMILY, pingone_problems, id="pingone"),
        pytest.param(pingam.FAMILY, pingam_refusals, id="pingam"),
    ],
)
def test_every_rule_that_a_problem_names_is_the_familys(family, module):
    named = {
        rule.name
        for name, each in vars(module).items()
        if name.isupper() or name[0] == "_"
        for rule in values(each)
    }

    assert named
    assert named <= {rule.name for rule in family.rules}
