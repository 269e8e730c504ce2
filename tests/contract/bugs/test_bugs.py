"""Every bug is found by the checks of the rules that it breaks."""

import pytest

from fakeping import FakePing
from fakeping.contract.suites import SUITES
from fakeping.contract.transport import OverHttp, in_process
from fakeping.server.control_host import ControlHost
from fakeping.server.registry import DEFAULT_ENVIRONMENT
from tests import checked
from tests.contract.bugs import BUGS
from tests.contract.lies.ratchet import Ratchet
from tests.contract.steered import InProcess


@pytest.fixture(scope="module")
def server():
    """One fake, and so one RSA key; each bug has a tenant of its own."""
    return FakePing(ids_seed=1)


@pytest.mark.parametrize("bug", BUGS, ids=str)
def test_a_bug_is_found_and_its_rules_are_named(server, listening, bug):
    family, _, edition = bug.edition.partition(".")
    host = listening if bug.at_the_door else server
    suite = SUITES[family]
    where = {"environment_id": DEFAULT_ENVIRONMENT, "edition": {family: edition}}
    with host.tenant(**where) as tenant:
        transport = in_process(host.tenants.world.handle)
        target = suite.of_tenant(
            OverHttp() if bug.at_the_door else transport,
            ControlHost(host.tenants, control_key=None).describe(tenant),
            control=InProcess(transport=transport, server=host, tenant=tenant),
            edition=edition,
        )
        with bug.plant():
            checks = [each for each in suite.checks if each.rule.name in bug.caught_by]
            found = [each.verdict(target) for each in checks]
        assert tenant.crashes == ()
    checked.BROKEN.clear()  # a bug may break the fake's promises too

    told = [each for each in found if each.outcome == "differs"]
    assert {each.rule.name for each in told} == set(bug.caught_by)
    assert all(each.detail and each.exchanges for each in told)


def test_what_no_lie_breaks_a_bug_does():
    caught = {rule for each in BUGS for rule in each.caught_by}

    assert Ratchet().unbroken.keys() <= caught
