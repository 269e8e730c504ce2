"""What a tenant may switch, and which rule each switch is about."""

import pytest

from fakeping.families import FAMILIES

SWITCHES = [
    pytest.param(family, name, rule, id=f"{family.name}.{name}")
    for family in FAMILIES
    for name, rule in family.switches.items()
]


@pytest.mark.parametrize(("family", "name", "rule"), SWITCHES)
def test_a_switch_is_about_a_rule_that_names_it(family, name, rule):
    assert rule in family.rules
    assert name in f"{rule.says} {rule.source}"


@pytest.mark.parametrize(("family", "name", "rule"), SWITCHES)
def test_each_edition_has_a_switch_on_or_off(family, name, rule):
    for each in family.editions:
        assert family.is_on(name, edition=each) in {True, False}


def test_editions_differ_in_their_switches():
    [pingam] = [each for each in FAMILIES if each.name == "pingam"]

    stands = {each: pingam.is_on("require_if_match", edition=each) for each in pingam.editions}

    assert stands == {"8.1": False, "openam": True}
