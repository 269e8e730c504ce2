"""Bugs planted in the fake, at least one for each rule: the contract names the rule."""

import pytest

from fakeping.contract.pingam import CHECKS
from fakeping.contract.transport import OverHttp
from fakeping.families.pingam.rules import RULES
from tests import checked
from tests.contract.pingam import mutants, slips, subtler
from tests.contract.pingam.conftest import target_in_process
from tests.mutation import planted

BUGS = (*mutants.BUGS, *subtler.BUGS, *slips.BUGS)

# Rules that the contract can only hold a server to.
_OVER_HTTP = {"pingam.error.too-large"}


def verdicts(target, rule):
    return [each.verdict(target) for each in CHECKS if each.rule.name == rule]


def differences(target, rule):
    """What a target is said to break a rule by."""
    return [each for each in verdicts(target, rule) if each.outcome == "differs"]


@pytest.mark.parametrize("bug", [pytest.param(each, id=str(each)) for each in BUGS])
def test_a_bug_is_found_and_its_rule_named(server, listening, bug):
    over_http = bug.rule in _OVER_HTTP
    target = target_in_process(listening if over_http else server, bug.edition, **bug.switches)
    if over_http:
        target.transport = OverHttp()
    with planted(bug.place, bug.old, bug.new):
        found = differences(target, bug.rule)
    checked.BROKEN.clear()  # a bug may break the schemas too

    assert found
    assert all(each.detail and each.exchanges for each in found)


def test_there_is_a_bug_for_every_rule():
    planted_for = {each.rule for each in BUGS}

    assert planted_for | CHECKS.unchecked.keys() == {each.name for each in RULES}
