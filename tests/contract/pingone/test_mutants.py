"""Bugs planted in the fake, at least one for each rule: the contract names the rule."""

from importlib import import_module

import pytest

from fakeping.contract.pingone import CHECKS
from fakeping.contract.transport import OverHttp
from fakeping.tenants import DEFAULT_ENVIRONMENT
from tests import checked
from tests.contract.pingone import mutants, slips, subtler
from tests.contract.pingone.conftest import target_of
from tests.mutation import planted

BUGS = (*mutants.BUGS, *subtler.BUGS, *slips.BUGS)

# Rules that the contract can only hold a server to.
_OVER_HTTP = {"pingone.error.too-large"}


def differences(target, rule):
    """What a target is said to break a rule by."""
    verdicts = [each.verdict(target) for each in CHECKS if each.rule.name == rule]
    return [each for each in verdicts if each.outcome == "differs"]


def becomes(bug):
    """What is planted; a bug of a value may be a function of it."""
    if bug.old is ... and callable(bug.new):
        module, _, name = bug.place.partition(":")
        return bug.new(getattr(import_module(module), name))
    return bug.new


@pytest.mark.parametrize("bug", [pytest.param(each, id=str(each)) for each in BUGS])
def test_a_bug_is_found_and_its_rule_named(server, listening, bug):
    over_http = bug.rule in _OVER_HTTP
    host = listening if over_http else server
    with host.tenant(
        environment_id=DEFAULT_ENVIRONMENT, edition={"pingone": bug.edition}
    ) as tenant:
        target = target_of(host, tenant)
        if over_http:
            target.transport = OverHttp()
        with planted(bug.place, bug.old, becomes(bug)):
            found = differences(target, bug.rule)
    host.tenants.world._router._found.clear()  # where paths led with the bug
    checked.BROKEN.clear()  # a bug may break the schemas too

    assert found
    assert all(each.detail and each.exchanges for each in found)


def test_each_rule_that_is_checked_has_a_bug():
    assert {each.rule for each in BUGS} == {each.rule.name for each in CHECKS}
