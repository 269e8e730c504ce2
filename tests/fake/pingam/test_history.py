"""How long an audit history is, and that it is part of the state."""

import pytest

from fakeping.families.pingam import history
from tests.drive import ask


@pytest.fixture
def am(tenant):
    return tenant.pingam


@pytest.fixture
def shared(server, am):
    """Share a resource set of alice's with somebody, as she does herself."""
    photo = am.given.resource_set(owner="alice", resource_scopes=["view"], name="P")
    realm = am.realm.strip("/")
    path = f"/am/json/realms/root/realms/{realm}/users/alice/uma/policies/{photo.id}"
    signed_in = {"iPlanetDirectoryPro": am.sso_token("alice")}

    def shared(with_whom):
        said = {
            "policyId": photo.id,
            "permissions": [{"subject": with_whom, "scopes": ["view"]}],
        }
        assert (
            ask(server, "PUT", server.tenants.base_url + path, said, headers=signed_in).status < 300
        )
        return photo

    return shared


def types(am):
    return [each.type for each in am.history("alice")]


def test_a_history_forgets_its_oldest_entries(am, shared, monkeypatch):
    monkeypatch.setattr(history, "MAX_HISTORY", 3)

    for each in "abcde":
        shared(each)

    assert types(am) == ["Policy_Updated"] * 3
    assert len({each.id for each in am.history("alice")}) == 3


def test_a_history_is_part_of_a_snapshot(tenant, am, shared):
    photo = shared("bob")
    kept, told = tenant.snapshot(), am.history("alice")
    shared("carol")

    tenant.reset(to=kept)

    assert am.history("alice") == told
    assert [each.resource for each in told] == [photo.name]
    assert tenant.snapshot() == kept
    shared("carol")
    assert types(am) == ["Policy_Created", "Policy_Updated"]
    tenant.reset()
    assert types(am) == []


def test_what_a_test_gives_is_told_to_nobody(am):
    photo = am.given.resource_set(owner="alice", resource_scopes=["view"])
    am.given.policy(photo, subject="bob")

    assert types(am) == []
