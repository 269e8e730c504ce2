"""Many clients at once: whatever the order, the outcome is one that some order could have."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

from tests.over_http import Connection

THREADS = 8
NAMES = [f"name {number}" for number in range(25)]


def create_all(server, url, token, number, body_of):
    """Create every name in an order of one's own; returns the statuses by name."""
    names = Random(number).sample(NAMES, len(NAMES))
    with Connection(server.url) as connection:
        return {
            name: connection.ask("POST", url, body_of(name), token=token).status for name in names
        }


def test_of_many_who_create_a_resource_of_one_name_a_single_one_succeeds(listening):
    with listening.tenant() as tenant, ThreadPoolExecutor(THREADS + 1) as pool:
        url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
        token = tenant.pingone.token()
        seeded = pool.submit(
            lambda: [tenant.pingone.given.resource(name=f"seed {each}") for each in range(200)]
        )

        outcomes = [
            future.result()
            for future in [
                pool.submit(create_all, listening, url, token, number, lambda each: {"name": each})
                for number in range(THREADS)
            ]
        ]

        assert len(seeded.result()) == 200
        for name in NAMES:
            assert Counter(each[name] for each in outcomes) == {201: 1, 400: THREADS - 1}
        there = Counter(each.name for each in tenant.pingone.resources())
        assert there.total() == 2 + 200 + len(NAMES)
        assert set(there.values()) == {1}
        assert len(tenant.journal) == THREADS * len(NAMES)
        assert [each.number for each in tenant.journal] == [*range(1, THREADS * len(NAMES) + 1)]


def test_of_many_who_register_a_resource_set_of_one_name_a_single_one_succeeds(listening):
    with listening.tenant() as tenant, ThreadPoolExecutor(THREADS) as pool:
        url, token = tenant.pingam.resource_set_url, tenant.pingam.pat()

        def described(name):
            return {"name": name, "resource_scopes": []}

        outcomes = [
            future.result()
            for future in [
                pool.submit(create_all, listening, url, token, number, described)
                for number in range(THREADS)
            ]
        ]

        for name in NAMES:
            assert Counter(each[name] for each in outcomes) == {201: 1, 400: THREADS - 1}
        assert Counter(each.name for each in tenant.pingam.resource_sets()) == Counter(NAMES)
