"""What a tenant costs: the time to make one, and the memory that it holds."""

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterator

from benchmarks.measure import ROUNDS, Goal, Row, alone
from fakeping import FakePing, Tenant

TENANTS = 1_000


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


def _leave(tenant: Tenant) -> None:
    """Do nothing with it."""


def _look(tenant: Tenant) -> None:
    tenant.pingone.resources()


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
