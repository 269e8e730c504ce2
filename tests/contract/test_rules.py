"""The fake does as every rule says: in each edition, with each switch turned over, over HTTP."""

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache

import pytest

from fakeping import FakePing
from fakeping.contract.holding import Way
from fakeping.contract.plugin import judge, parametrize
from fakeping.contract.settings import Settings
from fakeping.contract.suites import SUITES
from fakeping.contract.transport import OverHttp, in_process
from fakeping.server.registry import DEFAULT_ENVIRONMENT
from tests.contract.steered import InProcess


@cache
def silent():
    """One fake, and so one RSA key; each way has a tenant of its own."""
    return FakePing(ids_seed=1)


@dataclass(frozen=True, kw_only=True)
class Ours:
    """A fake of this process, with switches turned over that its target is told of."""

    flipped: tuple = ()
    over_http: bool = False

    is_fake = True
    url = "here"

    @contextmanager
    def target(self, suite, edition, **_):
        switches = {each: not suite.family.is_on(each, edition=edition) for each in self.flipped}
        with (
            FakePing() if self.over_http else nullcontext(silent()) as server,
            server.tenant(
                environment_id=DEFAULT_ENVIRONMENT,
                edition={suite.name: edition},
                switches={f"{suite.name}.{name}": on for name, on in switches.items()},
            ) as tenant,
        ):
            asked = in_process(server.tenants.world.handle)
            yield suite.of_tenant(
                OverHttp() if self.over_http else asked,
                server.describe(tenant),
                control=InProcess(transport=asked, server=server, tenant=tenant),
                edition=edition,
                switches=switches,
            )
            assert tenant.crashes == ()


class OurWay(Way):
    def __str__(self):
        how = ["over-http"] if self.deployment.over_http else []
        return "-".join([super().__str__(), *how, *self.deployment.flipped])


def pytest_generate_tests(metafunc):
    if "holding" in metafunc.fixturenames:
        ways = [
            OurWay(suite=suite, edition=edition, deployment=each, settings=Settings(target="here"))
            for suite in SUITES.values()
            for edition in suite.family.editions
            for each in (
                Ours(),
                *(Ours(flipped=(switch,)) for switch in suite.family.switches),
                Ours(flipped=tuple(suite.family.switches), over_http=True),
            )
        ]
        parametrize(metafunc, ways)


def test_rule(rule, holding):
    finding = holding.hold(rule)

    if finding.outcome == "not run":
        at_the_door = rule.name.endswith(".error.too-large")
        assert rule.name in holding.way.suite.reasons or (
            at_the_door and not holding.way.deployment.over_http
        )
    else:
        judge(finding)


@pytest.mark.parametrize("family", SUITES)
def test_each_rule_is_checked_or_there_is_a_reason(family):
    suite = SUITES[family]
    checked = {each.rule.name for each in suite.checks}

    assert checked.isdisjoint(suite.reasons)
    assert checked | suite.reasons.keys() == {each.name for each in suite.family.rules}
