"""The fake keeps its own contract, in each edition and with each switch."""

import pytest

from fakeping.contract.pingone import CHECKS
from fakeping.contract.transport import OverHttp
from fakeping.families.pingone.edition import EDITIONS, SWITCHES
from fakeping.server.registry import DEFAULT_ENVIRONMENT
from tests.contract.pingone.conftest import target_of

WAYS = [
    pytest.param(edition, switches, id="-".join([edition, *switches]))
    for edition in EDITIONS
    for switches in ({}, *({each: True} for each in sorted(SWITCHES)))
]


def tenant_of(server, edition, switches):
    return server.tenant(
        environment_id=DEFAULT_ENVIRONMENT,
        edition={"pingone": edition},
        switches={f"pingone.{name}": on for name, on in switches.items()},
    )


def verdicts(target):
    """Every check's verdict, as (rule, outcome, detail)."""
    found = [each.verdict(target) for each in CHECKS]
    return {(each.rule.name, each.outcome, each.detail) for each in found}


@pytest.mark.parametrize(("edition", "switches"), WAYS)
def test_every_check_agrees(server, edition, switches):
    with tenant_of(server, edition, switches) as tenant:
        target = target_of(server, tenant, switches=switches)

        found = verdicts(target)

        assert [each for each in found if each[1] == "differs"] == []
        assert target.tidy() == []
        assert tenant.crashes == ()


@pytest.mark.parametrize(
    ("edition", "switches"),
    [
        pytest.param("p14c", {}, id="p14c"),
        pytest.param("current", dict.fromkeys(SWITCHES, True), id="current-with-all-switches"),
    ],
)
def test_every_check_agrees_over_http(listening, edition, switches):
    with tenant_of(listening, edition, switches) as tenant:
        target = target_of(listening, tenant, switches=switches)
        target.transport = OverHttp()

        found = verdicts(target)

        assert [each for each in found if each[1] == "differs"] == []
        assert ("pingone.error.too-large", "agrees", "") in found
        assert target.tidy() == []


def test_each_rule_is_checked_or_there_is_a_reason():
    checked = {each.rule.name for each in CHECKS}

    assert checked.isdisjoint(CHECKS.unchecked)
    assert checked | set(CHECKS.unchecked) == {each.name for each in CHECKS.rules}
