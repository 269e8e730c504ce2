"""The machine of resource sets, through a target and through people's own clients."""

import json

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from keycloak import KeycloakOpenIDConnection, KeycloakUMA
from keycloak.exceptions import KeycloakError

from fakeping import FakePing
from fakeping.contract.check import RuleBroken
from fakeping.contract.pingam import ResourceSetMachine
from fakeping.contract.pingam.driver import Outcome, TargetDriver
from tests import checked
from tests.contract.pingam.conftest import target_in_process
from tests.mutation import planted

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

    def new_driver(self):
        self.target = target_in_process(self.server, self.edition)
        return TargetDriver(self.target)

    def teardown(self):
        super().teardown()
        listed = [self.driver.list_ids(each).document for each in self.driver.owners]
        self.target.control.tenant.drop()
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

    def __init__(self, tenant, owners):
        self.owners = owners
        self._clients = {each: _client(tenant.pingam, each) for each in owners}

    def register(self, owner, description):
        return _tried(lambda: self._clients[owner].resource_set_create(dict(description)))

    def list_ids(self, owner):
        return _tried(self._clients[owner].resource_set_list_ids)

    def read(self, owner, id_, *, if_none_match=None):  # noqa: ARG002 - it sends none
        return _tried(lambda: self._clients[owner].resource_set_read(id_))

    def update(self, owner, id_, description, *, if_match=None):  # noqa: ARG002 - as above
        return _tried(lambda: self._clients[owner].resource_set_update(id_, dict(description)))

    def delete(self, owner, id_, *, if_match=None):  # noqa: ARG002 - as above
        return _tried(lambda: self._clients[owner].resource_set_delete(id_))


def _client(am, owner):
    connection = KeycloakOpenIDConnection(
        server_url=f"{am.url}/uma/realms/root/",
        realm_name=am.realm,
        client_id=am.credentials.client_id,
        token={"access_token": am.pat(owner), "expires_in": 3600},
    )
    return KeycloakUMA(connection)


def _tried(call):
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

    server = None

    def new_driver(self):
        self.tenant = self.server.tenant()
        return KeycloakDriver(self.tenant, ("alice", "bob"))

    def teardown(self):
        super().teardown()
        listed = [self.driver.list_ids(each).document for each in self.driver.owners]
        self.tenant.drop()
        assert listed == [[], []]


def test_python_keycloaks_client_gets_on_with_the_machine(listening):
    ThroughKeycloak.server = listening

    run_state_machine_as_test(ThroughKeycloak, settings=FEW)


BUGS = [
    pytest.param(*each, id=each[0])
    for each in [
        (
            "pingam.resource_set.isolated",
            "resource_sets:ResourceSets.find",
            "(found.identity.realm, found.identity.owner) != (realm, owner)",
            "found.identity.realm != realm",
        ),
        (
            "pingam.resource_set.name-unique",
            "resource_sets:ResourceSets._check_name",
            "if self._edition.unique_names and",
            "if False and",
        ),
        (
            "pingam.resource_set.listed",
            "resource_sets:ResourceSets.ids",
            "list(self._by_identity.get(identity, ()))",
            "list(self._by_identity.get(identity, ()))[::-1]",
        ),
        (
            "pingam.resource_set.read",
            "wire.resource_sets:description",
            "dict.fromkeys(body.get",
            "sorted(body.get",
        ),
        (
            "pingam.resource_set.description",
            "descriptions:parse",
            "return said",
            'return {k: str(v) if k == "type" else v for k, v in said.items()}',
        ),
    ]
]
CONDITIONAL = [
    pytest.param(
        "pingam.conditions",
        "conditions:_is_among",
        "_ANY in wanted or",
        "True or _ANY in wanted or",
        id="pingam.conditions",
    ),
    pytest.param(
        "pingam.resource_set.etag",
        "wire.resource_sets:read",
        "entity.etag}",
        'entity.etag[:-1] + "0\\""}',
        id="pingam.resource_set.etag",
    ),
]


@pytest.mark.parametrize(("name", "place", "old", "new"), BUGS + CONDITIONAL)
def test_a_bug_is_found_and_its_rule_named(name, place, old, new):
    with (
        planted(f"fakeping.families.pingam.{place}", old, new),
        pytest.raises(RuleBroken) as found,
    ):
        run_state_machine_as_test(InProcess, settings=UNTIL_FOUND)
    checked.BROKEN.clear()  # a bug may break the schemas too

    assert str(found.value).startswith(f"{name}: ")
    assert "expected" in str(found.value)


@pytest.mark.parametrize(("name", "place", "old", "new"), [BUGS[0], BUGS[2]])
def test_a_bug_shows_through_a_foreign_client_too(listening, name, place, old, new):
    ThroughKeycloak.server = listening

    with (
        planted(f"fakeping.families.pingam.{place}", old, new),
        pytest.raises(RuleBroken) as found,
    ):
        run_state_machine_as_test(ThroughKeycloak, settings=UNTIL_FOUND)

    assert str(found.value).startswith(f"{name}: ")


def test_whoever_says_no_driver_is_told():
    with pytest.raises(NotImplementedError):
        ResourceSetMachine()
