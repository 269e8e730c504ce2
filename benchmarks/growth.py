"""What reading and creating cost with 100,000 resources in an environment, and with 100."""

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks import load
from benchmarks.environment import Environment, first, fresh
from benchmarks.load import Load
from benchmarks.measure import Goal, Row, alone, compared, paired
from benchmarks.processes import fakeping

FEW = 100
MANY = 100_000

_BATCH = 10_000
_REQUESTS = 2_000
# A tail is a matter of luck in a short round.
_TAIL_REQUESTS = 5_000
_TAIL_ROUNDS = 7


def run() -> Iterator[Row]:
    """Compare a crowded environment with small ones on a server of their own."""
    with fakeping() as small_server, fakeping() as large_server:
        large = first(large_server)
        for _ in range(MANY // _BATCH):
            large.seed(_BATCH)

        def small() -> Environment:
            there = fresh(small_server)
            there.seed(FEW)
            return there

        limit = Goal(limit=1.2)
        for name, act in (("read one", _read), ("create", _create)):
            costs = paired(partial(_cost, act, lambda: large), partial(_cost, act, small))
            yield compared(f"{name} among 100,000 : among 100", "us", costs, limit)
        tails = [_create(large, _TAIL_REQUESTS) for _ in range(_TAIL_ROUNDS)]
        yield alone("create among 100,000, p50", "ms", [each.p50 * 1e3 for each in tails])
        yield compared(
            "create among 100,000, p99 : p50",
            "ms",
            [(each.p99 * 1e3, each.p50 * 1e3) for each in tails],
            Goal(limit=6),
        )


def _cost(act: Callable[[Environment, int], Load], find: Callable[[], Environment]) -> float:
    there = find()
    act(there, _REQUESTS // 10)
    got = act(there, _REQUESTS)
    return (1 / got.per_second if got.cpu is None else got.cpu) * 1e6


def _read(there: Environment, requests: int) -> Load:
    return load.drive(there.server, load.get(there.create(), there.token), requests)


def _create(there: Environment, requests: int) -> Load:
    return load.drive(there.server, load.create(there.resources, there.token), requests)
