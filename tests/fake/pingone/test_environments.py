"""Environments that nobody has looked into cost little, and are as those that somebody has."""

from dataclasses import replace

import pytest

from fakeping import FakePing
from fakeping.families.pingone.roles import RoleScope
from tests.hostile.work import steps

COUNT = 200


def many(count=COUNT):
    return {"pingone": {"environments": [{"name": f"e{each}"} for each in range(count)]}}


@pytest.fixture
def tenant():
    return FakePing(edition={"pingone": "current"}).tenant()


@pytest.fixture
def store(tenant):
    return tenant.pingone._store


def furnished(store):
    return [each.said.name for each in store.environments() if each.is_furnished]


def look_into(store):
    for each in store.environments():
        assert list(each.populations.table)
        assert list(each.applications.table)


def test_a_document_of_many_is_read_and_written_in_few_steps(tenant, store):
    tenant.add({"pingone": {"environments": [{"name": "first"}]}})

    read = steps(lambda: tenant.add(many()))
    written = steps(tenant.snapshot)
    put_back = steps(tenant.reset)

    # Some 680, 85 and 40 of each one; a document of one with its stores is written in 7,000.
    assert max(read / 1_000, written / 200, put_back / 100) < COUNT
    assert furnished(store) == []


def test_looking_into_one_changes_no_document(tenant, store):
    tenant.add(many(3))
    before = tenant.snapshot()

    look_into(store)

    assert tenant.snapshot() == before
    tenant.reset(to=before)
    assert tenant.snapshot() == before


def test_one_goes_back_to_what_it_was_before_somebody_looked_into_it(tenant, store):
    tenant.add(many(3))
    before = tenant.snapshot()
    kept = store.capture()
    [_, *added] = store.environments()
    for each in added:
        [population] = each.populations.table
        each.populations.put(replace(population, name="Staff"))

    store.restore(kept)

    assert tenant.snapshot() == before
    assert [[one.name for one in each.populations.table] for each in added] == [["Default"]] * 3


def test_one_that_nobody_looked_into_counts_as_deleted(tenant, store):
    tenant.add(many(3))
    held = store.stored.bytes

    for each in store.environments()[1:]:
        store.delete_environment(each.id)

    assert furnished(store) == []
    assert store.stored.bytes < held - 3 * 8_000


@pytest.mark.parametrize(
    ("type_", "ids"),
    [
        ("POPULATION", lambda each: [one.id for one in each.populations.table]),
        ("APPLICATION", lambda each: [one.id for one in each.applications.table]),
    ],
    ids=["population", "application"],
)
def test_a_role_is_scoped_to_what_is_built_in_where_nobody_looked(type_, ids):
    tenants = [FakePing(edition={"pingone": "current"}, ids_seed=1).tenant() for _ in range(2)]
    for each in tenants:
        each.add(many(2))
    seen, unseen = (each.pingone._store for each in tenants)
    known = [one for each in seen.environments() for one in ids(each)]

    assert len(known) in {3, 12}
    assert all(unseen.role_scopes.exists(RoleScope(type=type_, id=one)) for one in known)
    assert not unseen.role_scopes.exists(RoleScope(type=type_, id="another"))
    assert furnished(unseen) == []
