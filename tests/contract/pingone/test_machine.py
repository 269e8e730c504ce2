"""The public machine agrees with the fake, and finds and names bugs through any client."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from fakeping import FakePing, Tenant
from fakeping.contract.check import RuleBroken
from fakeping.contract.pingone import PingOneDriver
from fakeping.contract.pingone.driver import TargetDriver
from fakeping.contract.pingone.machine import PingOneMachine
from fakeping.families.pingone.edition import EDITIONS, SWITCHES
from fakeping.families.pingone.grants import Grants
from fakeping.families.pingone.secret import ResourceSecrets
from fakeping.families.pingone.sign_on_assignments import SignOnPolicyAssignments
from fakeping.families.pingone.users import Users
from tests import checked
from tests.contract.bugs import pingone_entities as bugs
from tests.contract.bugs.seams import Plant, instead, nothing
from tests.contract.pingone.conftest import target_of
from tests.contract.pingone.foreign import PhotoShopClient, PhotoShopDriver
from tests.sample import EVERY, some

WAYS = [
    pytest.param(edition, switches, id="-".join([edition, *switches]))
    for edition in EDITIONS
    for switches in ({}, dict.fromkeys(sorted(SWITCHES), True))
]


def tenant_of(server: FakePing, edition: str, switches: dict[str, bool] | None = None) -> Tenant:
    switched = {f"pingone.{name}": on for name, on in (switches or {}).items()}
    return server.tenant(edition={"pingone": edition}, switches=switched)


def machine_over(
    driver: Callable[[], PingOneDriver], edition: str, switches: dict[str, bool] | None = None
) -> type[PingOneMachine]:
    """A machine through a driver that is made anew for each example."""

    class Machine(PingOneMachine):
        def new_driver(self) -> PingOneDriver:
            return driver()

    Machine.edition = edition
    Machine.switches = switches or {}
    return Machine


@pytest.mark.parametrize(("edition", "switches"), WAYS)
def test_the_fake_agrees_with_the_model(
    server: FakePing, edition: str, switches: dict[str, bool]
) -> None:
    with tenant_of(server, edition, switches) as tenant:
        target = target_of(server, tenant, switches=switches)

        run_state_machine_as_test(machine_over(lambda: TargetDriver(target), edition, switches))

        assert len(tenant.pingone.resources()) == 2
        assert tenant.crashes == ()


def photo_shop(tenant: Tenant) -> PhotoShopDriver:
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"
    return PhotoShopDriver(PhotoShopClient(url, tenant.pingone.token()))


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_plays_through_a_foreign_client(listening: FakePing, edition: str) -> None:
    with tenant_of(listening, edition) as tenant:
        run_state_machine_as_test(
            machine_over(lambda: photo_shop(tenant), edition),
            settings=settings(max_examples=5, stateful_step_count=20),
        )

        assert len(tenant.pingone.resources()) == 2


BUGS = [
    ("resource.name-unique", "p14c", bugs.RESOURCES_MAY_CLASH),
    ("resource.name-unique", "p14c", bugs.RESOURCES_KEEP_NAMES),
    ("scope.name-unique", "p14c", bugs.SCOPES_MAY_CLASH),
    ("entity.put-clears", "p14c", bugs.DESCRIPTION_STAYS),
    ("collection.order", "current", bugs.REPLACED_GOES_TO_THE_END),
    ("attribute.name-unique", "current", bugs.ATTRIBUTES_MAY_CLASH),
    ("attribute.fixed", "current", bugs.CORE_ATTRIBUTE_GOES),
]
#: Over sockets each example takes long: two bugs that show soon, in an edition each.
SOON = [each for each in BUGS if EVERY or each[0] in {"scope.name-unique", "attribute.name-unique"}]


@pytest.mark.parametrize(
    ("client", "rule", "edition", "plant"),
    [("in process", *each) for each in some(BUGS, one_of=2, name=lambda bug: bug[0])]
    + [("foreign", *each) for each in SOON],
)
def test_a_bug_is_found_and_its_rule_named(
    server: FakePing,
    listening: FakePing,
    client: str,
    rule: str,
    edition: str,
    plant: Plant,
) -> None:
    foreign = client == "foreign"
    host = listening if foreign else server
    with tenant_of(host, edition) as tenant:
        target = target_of(host, tenant)

        def driver() -> PingOneDriver:
            return photo_shop(tenant) if foreign else TargetDriver(target)

        with plant(), pytest.raises(RuleBroken) as failure:
            run_state_machine_as_test(
                machine_over(driver, edition),
                settings=settings(
                    max_examples=300,
                    stateful_step_count=25,
                    database=None,
                    phases=[Phase.generate],  # nobody reads the example
                    report_multiple_bugs=False,
                ),
            )
    checked.BROKEN.clear()  # a bug may break the schemas too

    sentence = str(failure.value)
    assert failure.value.rule.name == f"pingone.{rule}", sentence
    assert sentence.startswith(f"pingone.{rule}: ")
    assert failure.value.rule.says in sentence
    assert failure.value.rule.source in sentence


@pytest.mark.parametrize(
    ("rules", "plant"),
    [
        ("grant.one collection.order entity.put-clears", instead(Grants, "key", nothing)),
        ("entity.put-clears", instead(Grants, "forget_scope", nothing)),
        (
            "sign_on_policy_assignment.once collection.order",
            instead(SignOnPolicyAssignments, "key", nothing),
        ),
        ("collection.order", instead(SignOnPolicyAssignments, "forget_policy", nothing)),
        ("user.username-unique", instead(Users, "key", nothing)),
        ("secret.previous", instead(ResourceSecrets, "forget_previous", nothing)),
    ],
    ids=["granted-twice", "scope-stays", "assigned-twice", "policy-stays", "names", "secret"],
)
def test_a_bug_of_todays_kinds_is_found(
    server: FakePing, rules: str, plant: Callable[..., Any]
) -> None:
    with tenant_of(server, "current") as tenant:
        target = target_of(server, tenant)

        with plant(), pytest.raises(RuleBroken) as failure:
            run_state_machine_as_test(
                machine_over(lambda: TargetDriver(target), "current"),
                settings=settings(
                    max_examples=500,
                    stateful_step_count=40,
                    database=None,
                    phases=[Phase.generate],
                    report_multiple_bugs=False,
                ),
            )
    checked.BROKEN.clear()

    # What may be there twice also stays when what it names is deleted: that may show first.
    named = failure.value.rule.name.removeprefix("pingone.")
    assert named in rules.split(), str(failure.value)
