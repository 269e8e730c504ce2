import re
from dataclasses import replace
from fnmatch import fnmatchcase

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


REFUSING = [each for each in ALL if each.values[1].operations]
ANSWERED = [
    pytest.param(family, operation, id=f"{operation.name} {index}")
    for family in FAMILIES
    for index, operation in enumerate(family.operations)
    if operation.rule
]


@pytest.mark.parametrize(("family", "rule"), REFUSING)
def test_what_it_says_to_refuse_is_there(family, rule):
    for each in rule.operations:
        assert any(fnmatchcase(operation.name, each) for operation in family.operations)
    assert rule.statuses


@pytest.mark.parametrize(("family", "rule"), ALL)
def test_it_refuses_with_statuses_of_the_family_in_its_editions(family, rule):
    assert set(rule.editions) <= set(family.editions)
    assert {each for each in rule.statuses if each >= 400} <= set(family.problem_replies)


@pytest.mark.parametrize(("family", "operation"), ANSWERED)
def test_an_answer_is_decided_by_a_rule_of_the_family(family, operation):
    assert operation.rule in family.rules


def test_it_refuses_the_operations_that_its_patterns_name_in_its_editions():
    rule = replace(pingone.FAMILY.rules[0], operations=("pingone.*.create",), editions=("current",))

    asked = [
        rule.refuses("pingone.scope.create"),
        rule.refuses("pingone.scope.create", "current"),
        rule.refuses("pingone.scope.create", "p14c"),
        rule.refuses("pingone.scope.update", "current"),
    ]
    assert asked == [True, True, False, False]
