"""The fake does as every rule says: in each edition, with all switches inverted and each.

In process. Over HTTP `fakeping contract` does it, in `runner/test_against_a_fake.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pytest

from fakeping import FakePing
from fakeping.contract.family_suite import Suite
from fakeping.contract.holding import Holding, Way
from fakeping.contract.plugin import judge, parametrize
from fakeping.contract.settings import ContractSettings
from fakeping.contract.suites import SUITES
from fakeping.contract.target import Target
from fakeping.contract.transport import in_process
from fakeping.core.family import Family
from fakeping.core.rules import Rule
from fakeping.server.registry import DEFAULT_ENVIRONMENT
from tests.contract.steered import InProcess
from tests.sample import some


@cache
def silent() -> FakePing:
    """One fake, and so one RSA key; each way has a tenant of its own."""
    return FakePing(ids_seed=1)


@dataclass(frozen=True, kw_only=True)
class Ours:
    """A fake of this process with inverted switches, which its target knows."""

    switched: tuple[str, ...] = ()

    is_fake = True
    url = "here"

    @contextmanager
    def target(self, suite: Suite, edition: str, **_: object) -> Iterator[Target]:
        switches = {each: not suite.family.is_on(each, edition=edition) for each in self.switched}
        server = silent()
        with server.tenant(
            environment_id=DEFAULT_ENVIRONMENT,
            edition={suite.name: edition},
            switches={f"{suite.name}.{name}": on for name, on in switches.items()},
        ) as tenant:
            asked = in_process(server.tenants.world.handle)
            yield suite.of_tenant(
                asked,
                server.describe(tenant),
                control=InProcess(transport=asked, server=server, tenant=tenant),
                edition=edition,
                switches=switches,
            )
            assert tenant.crashes == ()


class OurWay(Way):
    deployment: Ours

    def __str__(self) -> str:
        return "-".join([super().__str__(), *self.deployment.switched])

    @cached_property
    def rules(self) -> list[Rule]:
        """Of switches: their own, and some of those that refuse what these refuse."""
        switched = self.deployment.switched
        if not switched:
            return super().rules
        family = self.suite.family
        own = [family.switches[each] for each in switched]
        refused = [
            each.name
            for each in family.operations
            if any(rule.refuses(each.name, self.edition) for rule in own)
        ]
        concerned = [
            rule
            for rule in super().rules
            if any(rule.refuses(each, self.edition) for each in refused)
        ]
        wanted = [*own, *some(concerned, one_of=4, name=lambda rule: rule.name)]
        return [rule for rule in super().rules if rule in wanted]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "holding" in metafunc.fixturenames:
        switched = metafunc.function is test_rule_with_switches_turned_over
        ways = [
            OurWay(
                suite=suite,
                edition=edition,
                deployment=each,
                settings=ContractSettings(target="here"),
            )
            for suite in SUITES.values()
            for edition in suite.family.editions
            for each in (turned_over(suite.family) if switched else [Ours()])
        ]
        parametrize(metafunc, ways)


def turned_over(family: Family[Any]) -> Iterator[Ours]:
    """Each switch by itself, and all of them together."""
    yield from (Ours(switched=(switch,)) for switch in family.switches)
    yield Ours(switched=tuple(family.switches))


def test_rule(rule: Rule, holding: Holding) -> None:
    hold(rule, holding)


@pytest.mark.slow
def test_rule_with_switches_turned_over(rule: Rule, holding: Holding) -> None:
    hold(rule, holding)


def hold(rule: Rule, holding: Holding) -> None:
    finding = holding.hold(rule)

    if finding.outcome == "not run":
        at_the_door = rule.name.endswith(".error.too-large")
        assert rule.name in holding.way.suite.reasons or at_the_door
    else:
        judge(finding)


@pytest.mark.parametrize("family", SUITES)
def test_each_rule_is_checked_or_there_is_a_reason(family: str) -> None:
    suite = SUITES[family]
    checked = {each.rule.name for each in suite.checks}

    assert checked.isdisjoint(suite.reasons)
    assert checked | suite.reasons.keys() == {each.name for each in suite.family.rules}
