"""The machine of resource sets, through a target and through people's own clients."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from keycloak import KeycloakOpenIDConnection, KeycloakUMA
from keycloak.exceptions import KeycloakError

from fakeping import FakePing, Tenant
from fakeping.contract.check import RuleBroken
from fakeping.contract.pingam import ResourceSetMachine
from fakeping.contract.pingam.driver import Outcome, TargetDriver
from fakeping.core.exchange import Reply
from fakeping.core.operation import Call, Handler
from fakeping.families.pingam.tenancy import PingAM
from fakeping.families.pingam.wire import resource_sets as wire
from tests import checked
from tests.contract.bugs import pingam_resource_sets as bugs
from tests.contract.bugs.seams import Plant, instead, row
from tests.contract.pingam.conftest import target_in_process
from tests.contract.steered import steered

FEW = settings(
    max_examples=10,
    stateful_step_count=15,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow],
)
#: Enough to find a bug, and no time spent on the shortest way to it.
UNTIL_FOUND = settings(
    FEW, max_examples=200, stateful_step_count=30, phases=[Phase.generate], database=None
)


class InProcess(ResourceSetMachine):
    server = FakePing(ids_seed=3)

    def new_driver(self) -> TargetDriver:
        self.target = target_in_process(self.server, self.edition)
        return TargetDriver(self.target)

    def teardown(self) -> None:
        super().teardown()
        listed = [self.driver.list_ids(each).document for each in self.driver.owners]
        steered(self.target).drop()
        assert listed == [[], []]


class Ancestor(InProcess):
    edition = "openam"


TestInProcess = InProcess.TestCase
TestInProcess.settings = settings(report_multiple_bugs=False)
TestAncestor = Ancestor.TestCase
TestAncestor.settings = settings(report_multiple_bugs=False)


class KeycloakDriver:
    """python-keycloak's UMA client: statuses show in its exceptions alone, headers nowhere."""

    conditional = False

    def __init__(self, tenant: Tenant, owners: tuple[str, ...]) -> None:
        self.owners = owners
        self._clients = {each: _client(tenant.pingam, each) for each in owners}

    def register(self, owner: str, description: Mapping[str, Any]) -> Outcome:
        return _tried(lambda: self._clients[owner].resource_set_create(dict(description)))

    def list_ids(self, owner: str) -> Outcome:
        return _tried(self._clients[owner].resource_set_list_ids)

    def read(self, owner: str, id_: str, *, if_none_match: str | None = None) -> Outcome:  # noqa: ARG002 - it sends none
        return _tried(lambda: self._clients[owner].resource_set_read(id_))

    def update(
        self,
        owner: str,
        id_: str,
        description: Mapping[str, Any],
        *,
        if_match: str | None = None,  # noqa: ARG002 - as above
    ) -> Outcome:
        return _tried(lambda: self._clients[owner].resource_set_update(id_, dict(description)))

    def delete(self, owner: str, id_: str, *, if_match: str | None = None) -> Outcome:  # noqa: ARG002 - as above
        return _tried(lambda: self._clients[owner].resource_set_delete(id_))


def _client(am: PingAM, owner: str) -> KeycloakUMA:
    connection = KeycloakOpenIDConnection(
        server_url=f"{am.url}/uma/realms/root/",
        realm_name=am.realm,
        client_id=am.credentials.client_id,
        token={"access_token": am.pat(owner), "expires_in": 3600},
    )
    return KeycloakUMA(connection)


def _tried(call: Callable[[], Any]) -> Outcome:
    try:
        return Outcome(done=True, document=call())
    except KeycloakError as error:
        said = json.loads(error.response_body or b"{}")
        if error.response_code == 200:  # it wants Keycloak's 204 of an update
            return Outcome(done=True, status=200, document=said)
        return Outcome(
            done=False,
            status=error.response_code,
            error=said.get("error"),
            sentence=said.get("error_description"),
        )


class ThroughKeycloak(ResourceSetMachine):
    """Through a client that knows nothing of conditions."""

    server: FakePing

    def new_driver(self) -> KeycloakDriver:
        self.tenant = self.server.tenant()
        return KeycloakDriver(self.tenant, ("alice", "bob"))

    def teardown(self) -> None:
        super().teardown()
        listed = [self.driver.list_ids(each).document for each in self.driver.owners]
        self.tenant.drop()
        assert listed == [[], []]


def test_python_keycloaks_client_gets_on_with_the_machine(listening: FakePing) -> None:
    ThroughKeycloak.server = listening

    run_state_machine_as_test(ThroughKeycloak, settings=FEW)


def with_sorted_labels(right: Callable[..., Any], *said: Any) -> Any:
    found = right(*said)
    return replace(found, labels=tuple(sorted(found.labels)))


def with_text_for_a_type(right: Callable[..., Any], raw: bytes, store: Any) -> Any:
    said = right(raw, store)
    return said | ({"type": str(said["type"])} if "type" in said else {})


def with_another_tag(right: Handler[Any], call: Call[Any]) -> Reply:
    reply = right(call)
    return replace(reply, headers={**reply.headers, "ETag": 'W/"0"'})


@pytest.mark.parametrize(
    ("rule", "plant"),
    [
        ("resource_set.isolated", bugs.ANOTHER_OWNERS_IS_THERE),
        ("resource_set.name-unique", bugs.NAMES_MAY_CLASH),
        ("resource_set.listed", bugs.LISTED_BACKWARDS),
        ("resource_set.read", instead(wire, "description", with_sorted_labels)),
        (
            "resource_set.description",
            row("pingam.resource_set.register", parse=with_text_for_a_type),
        ),
        ("conditions", bugs.UPDATES_ARE_LOST),
        ("resource_set.etag", row("pingam.resource_set.read", handler=with_another_tag)),
    ],
)
def test_a_bug_is_found_and_its_rule_named(rule: str, plant: Plant) -> None:
    with plant(), pytest.raises(RuleBroken) as found:
        run_state_machine_as_test(InProcess, settings=UNTIL_FOUND)
    checked.BROKEN.clear()  # a bug may break the schemas too

    assert str(found.value).startswith(f"pingam.{rule}: ")
    assert "expected" in str(found.value)


@pytest.mark.parametrize(
    ("rule", "plant"),
    [("isolated", bugs.ANOTHER_OWNERS_IS_THERE), ("listed", bugs.LISTED_BACKWARDS)],
)
def test_a_bug_shows_through_a_foreign_client_too(
    listening: FakePing, rule: str, plant: Plant
) -> None:
    ThroughKeycloak.server = listening

    with plant(), pytest.raises(RuleBroken) as found:
        run_state_machine_as_test(ThroughKeycloak, settings=UNTIL_FOUND)

    assert str(found.value).startswith(f"pingam.resource_set.{rule}: ")


def test_whoever_says_no_driver_is_told() -> None:
    with pytest.raises(NotImplementedError):
        ResourceSetMachine()
