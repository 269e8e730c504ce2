"""What a tenant costs: the time to make one, and the memory that it holds."""

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.measure import ROUNDS, Goal, Row, alone
from fakeping import FakePing, Tenant

TENANTS = 1_000

#: A hundred entities: what a suite's own seed may well have.
SEED = {
    "pingone": {
        "resources": [
            {"name": f"resource {each}", "scopes": ["read", "write", "delete"]}
            for each in range(10)
        ],
        "applications": [{"name": f"application {each}"} for each in range(5)],
        "users": [{"username": f"user {each}"} for each in range(15)],
    },
    "pingam": {
        "resource_sets": [
            {"name": f"photo {each}", "resource_scopes": ["view"]} for each in range(40)
        ]
    },
}

_REPEATS = 50


def run() -> Iterator[Row]:
    """Make tenants in process, some of which somebody looks at."""
    for name, use, goal in (
        ("a tenant", _leave, Goal(limit=0.2)),
        ("a tenant whose resources were read", _look, None),
    ):
        times = [_seconds(use) for _ in range(ROUNDS)]
        yield alone(f"make {name}", "ms", [each * 1e3 / TENANTS for each in times], goal)
        kib = _bytes(use) / 1024 / TENANTS
        yield alone(f"memory of {name}", "KiB", [kib], Goal(limit=20))
    seeded = FakePing().tenant(seed=SEED)
    document = seeded.snapshot()
    for name, act, goal in (
        ("reset to a seed of 100 entities", seeded.reset, Goal(limit=50)),
        ("write 100 entities as a document", seeded.snapshot, None),
        ("read a document of 100 entities", lambda: seeded.reset(to=document), None),
    ):
        times = [_each(seeded, act) for _ in range(ROUNDS)]
        yield alone(name, "us", [each * 1e6 for each in times], goal)


def _leave(tenant: Tenant) -> None:
    """Do nothing with it."""


def _look(tenant: Tenant) -> None:
    tenant.pingone.resources()


def _each(tenant: Tenant, act: Callable[[], object]) -> float:
    """Seconds that it mostly takes, after something has changed."""
    spent = []
    for _ in range(_REPEATS):
        tenant.pingone.given.resource(name="another")
        tenant.pingam.given.resource_set(name="another", resource_scopes=["view"])
        began = time.perf_counter()
        act()
        spent.append(time.perf_counter() - began)
        tenant.reset()
    return median(spent)


def _make(use: Callable[[Tenant], None]) -> FakePing:
    server = FakePing()
    for _ in range(TENANTS):
        use(server.tenant())
    return server


def _seconds(use: Callable[[Tenant], None]) -> float:
    began = time.process_time()
    _make(use)
    return time.process_time() - began


def _bytes(use: Callable[[Tenant], None]) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        server = _make(use)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del server
    return held
