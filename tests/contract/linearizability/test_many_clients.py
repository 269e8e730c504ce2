"""64 clients at once, over sockets: what they see is what some order of their calls would show."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from fakeping import FakePing, Tenant
from fakeping.contract.linearizability import (
    History,
    NotLinearizable,
    RecordedResources,
    RecordedResourceSets,
    Resources,
    ResourceSets,
    Undecided,
    check,
)
from fakeping.contract.linearizability.history import Act
from fakeping.contract.pingam.target import PingAMTarget
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.contract.transport import Answer, OverHttp, Transport
from tests.contract.bugs.pingam_resource_sets import UPDATES_ARE_LOST

CLIENTS = 64
CALLS = 8  # of each client

#: How often an order is looked for before the test gives up, and in how many steps: the slower
#: the machine, the more calls are under way at once, and the more orders there are.
TRIES = 20
STEPS = 50_000

#: Few names for many, so that they meet; ids that all of them know.
NAMES = [f"fakeping-contract-{number}" for number in range(24)]


class Shared:
    """Ids that somebody made, and the latest tags that somebody saw."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.tags: dict[str, str] = {}

    def pick(self, random: Random) -> str | None:
        return random.choice(self.ids[-12:]) if self.ids else None


def at_once(each_client: Callable[..., Any]) -> None:
    """Run a function in as many threads as there are clients; each has its own randomness."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(each_client, Random(number)) for number in range(CLIENTS)]:
            done.result()


def use_resources(client: RecordedResources, shared: Shared, random: Random) -> None:
    for number in range(CALLS):
        id_ = shared.pick(random)
        kind = random.choice(["create", "create", "read", "update", "update", "delete", "list"])
        if kind == "create" or id_ is None:
            status, made = client.create(random.choice(NAMES))
            if status == 201:
                shared.ids.append(made)
        elif kind == "read":
            client.read(id_)
        elif kind == "update":
            client.update(id_, random.choice(NAMES), f"{number} of {random.random()}")
        elif kind == "delete" and random.random() < 0.5:
            client.delete(id_)
        elif random.random() < 0.2:
            client.list()


def use_resource_sets(client: RecordedResourceSets, shared: Shared, random: Random) -> None:
    for number in range(CALLS):
        id_ = shared.pick(random)
        kind = random.choice(["register", "read", "read", "update", "update", "delete", "list"])
        if kind == "register" or id_ is None:
            status, made = client.register(random.choice(NAMES))
            if status == 201:
                shared.ids.append(made[0])
                shared.tags[made[0]] = made[1]
        elif kind == "read":
            status, seen = client.read(id_)
            if status == 200:
                shared.tags[id_] = seen[2]
        elif kind == "update":
            condition = shared.tags[id_] if random.random() < 0.8 else None
            unique = f"{number} of {random.random()}"
            client.update(id_, random.choice(NAMES), unique, if_match=condition)
        elif kind == "delete" and random.random() < 0.3:
            client.delete(id_, if_match=shared.tags[id_])
        elif random.random() < 0.2:
            client.list()


def document(tenant: Tenant) -> dict[str, Any]:
    one, am = tenant.pingone, tenant.pingam
    return {
        "pingone": {
            "environment_id": one.environment_id,
            "url": one.url,
            "auth_url": one.auth_url,
            "client_id": one.credentials.client_id,
            "client_secret": one.credentials.client_secret,
        },
        "pingam": {
            "realm": am.realm,
            "url": am.url,
            "client_id": am.credentials.client_id,
            "client_secret": am.credentials.client_secret,
            "username": am.credentials.username,
            "password": am.credentials.password,
        },
    }


def resources_history(
    listening: FakePing,
    edition: str,
    transport: Transport | None = None,
    *,
    kind: str = "resource",
) -> History:
    with listening.tenant(edition={"pingone": edition}) as tenant:
        target = PingOneTarget.from_tenant(
            transport or OverHttp(), document(tenant), edition=edition
        )
        target.own_token()
        history, shared = History(), Shared()
        client = RecordedResources(target=target, history=history, kind=kind)
        at_once(lambda random: use_resources(client, shared, random))
        assert tenant.crashes == ()
    return history


def resource_sets_history(listening: FakePing, edition: str) -> History:
    with listening.tenant(edition={"pingam": edition}) as tenant:
        target = PingAMTarget.from_tenant(OverHttp(), document(tenant), edition=edition)
        target.own_token()
        history, shared = History(), Shared()
        client = RecordedResourceSets(target=target, history=history)
        at_once(lambda random: use_resource_sets(client, shared, random))
        assert tenant.crashes == ()
    return history


def ordered(
    record: Callable[..., Any], model: ResourceSets | Resources
) -> tuple[History, tuple[Act, ...]]:
    """A history of many that met, and its order. What is undecided says nothing: ask again."""
    for _ in range(TRIES):
        history = record()
        try:
            order = check(history, model, steps=STEPS)
        except Undecided:
            continue
        if met(history) > CLIENTS / 4:
            return history, order
    raise AssertionError("none was decided in which many met")


def refuted(
    record: Callable[..., Any], model: ResourceSets | Resources
) -> tuple[History, NotLinearizable]:
    """A history that no order explains, and its proof. The bug has not struck in every one."""
    for _ in range(TRIES):
        history = record()
        try:
            check(history, model, steps=STEPS)
        except NotLinearizable as refused:
            return history, refused
        except Undecided:
            continue
    raise AssertionError("it was never found out")


def is_part(window: Sequence[Act], history: History) -> bool:
    """Whether a proof is some few of the calls: how few depends on what was under way at once."""
    return set(window) < set(history.acts) and len(window) < len(history.acts) / 2


def met(history: History) -> int:
    """How many calls were under way together at the most."""
    moments = sorted(
        [(each.began, 1) for each in history.acts] + [(each.ended, -1) for each in history.acts]
    )
    most = now = 0
    for _, step in moments:
        now += step
        most = max(most, now)
    return most


@pytest.mark.parametrize("edition", ["p14c", "current"])
def test_resources_are_linearizable(listening: FakePing, edition: str) -> None:
    history, order = ordered(lambda: resources_history(listening, edition), Resources())

    assert set(order) == set(history.acts)
    assert {each.status for each in history.acts} == {200, 201, 204, 400, 404}


@pytest.mark.parametrize("kind", ["sign_on_policy", "user"])
def test_other_kinds_with_unique_names_are_linearizable(listening: FakePing, kind: str) -> None:
    history, order = ordered(
        lambda: resources_history(listening, "current", kind=kind), Resources(kind=kind)
    )

    assert set(order) == set(history.acts)
    assert {each.status for each in history.acts} == {200, 201, 204, 400, 404}


@pytest.mark.parametrize("edition", ["8.1", "openam"])
def test_resource_sets_are_linearizable(listening: FakePing, edition: str) -> None:
    history, order = ordered(lambda: resource_sets_history(listening, edition), ResourceSets())

    assert set(order) == set(history.acts)
    assert {each.status for each in history.acts} >= {200, 201, 400, 412}


class Stale:
    """A cache in between that nobody told of writes: now and then it answers as before."""

    def __init__(self, transport: OverHttp) -> None:
        self.transport = transport
        self.random = Random(1)
        self.kept: dict[str, Answer] = {}

    def __call__(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        if method == "GET" and url in self.kept and self.random.random() < 0.1:
            return self.kept[url]
        answer = self.transport(method, url, headers=headers, body=body)
        if method == "GET":
            self.kept[url] = answer
        return answer


def test_a_cache_that_answers_what_is_over_is_found_out(listening: FakePing) -> None:
    history, refused = refuted(
        lambda: resources_history(listening, "p14c", transport=Stale(OverHttp())), Resources()
    )

    assert is_part(refused.window, history)


def test_a_server_that_loses_updates_is_found_out(listening: FakePing) -> None:
    with UPDATES_ARE_LOST():
        history, refused = refuted(lambda: resource_sets_history(listening, "8.1"), ResourceSets())

    assert is_part(refused.window, history)
