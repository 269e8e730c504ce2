"""What a journal costs: throughput, memory, and how soon whoever waits hears of an exchange."""

import gc
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from threading import RLock
from typing import Any

from benchmarks import load
from benchmarks.environment import Environment, first
from benchmarks.load import Load
from benchmarks.measure import ROUNDS, Goal, Row, alone, compared, paired
from benchmarks.processes import fakeping, rss_mib
from fakeping import FakePing, JournalLimits
from fakeping.core.exchange import Headers, Reply, Request
from fakeping.core.operation import Operation
from fakeping.families.pingone import FAMILY
from fakeping.journal.journal import Journal

ENTRIES = 10_000
_REQUESTS = 3_000
_MANY = 1_000_000
_FULL = 50_000
_WAITS = 200
_IN_PROCESS = 20_000


def run() -> Iterator[Row]:
    """Compare a journal with none; weigh an entry; wait for an exchange."""
    yield from _throughput()
    yield from _in_process()
    for name, path in (
        ("of a path of its own", _own),
        ("of a path that came before", _same),
    ):
        yield alone(f"an entry {name}", "bytes", [_bytes(path)], Goal(limit=350))
    waits = sorted(_waits())
    yield alone("wait_for after the exchange, p50", "ms", [waits[_WAITS // 2]], Goal(limit=2))
    yield alone("wait_for after the exchange, p99", "ms", [waits[_WAITS * 99 // 100]])


def flat() -> Iterator[Row]:
    """Ask a million times: the journal is full after the first ten thousand."""
    with fakeping() as server:
        there = first(server)
        url = there.create()
        _drive(there, url, _FULL)
        before = rss_mib(server.pid) or 0.0
        for _ in range(0, _MANY - _FULL, _FULL):
            _drive(there, url, _FULL)
        after = rss_mib(server.pid) or 0.0
    yield compared(
        "memory after 1,000,000 requests : after 50,000", "MiB", [(after, before)], Goal(limit=1.1)
    )


def _throughput() -> Iterator[Row]:
    with fakeping() as on, fakeping("--journal-entries", "0") as off:
        ours, theirs = first(on), first(off)
        for name, ask in (("read one", _read), ("create", _create)):
            for each in (ours, theirs):
                ask(each)
            rounds = [_round(ask, ours, theirs, number) for number in range(ROUNDS)]
            rates = [(one.per_second, other.per_second) for one, other in rounds]
            yield compared(f"{name}: with a journal : without", "req/s", rates)
            cpu = [(a.cpu * 1e6, b.cpu * 1e6) for a, b in rounds if a.cpu and b.cpu]
            if cpu:  # the same, without what else the machine does
                limit = Goal(limit=1.1)
                yield compared(f"{name}: with : without, CPU time", "us", cpu, limit)


def _round(
    ask: Callable[[Environment], Load], ours: Environment, theirs: Environment, number: int
) -> tuple[Load, Load]:
    if number % 2:
        other = ask(theirs)
        return ask(ours), other
    return ask(ours), ask(theirs)


def _read(there: Environment) -> Load:
    return _drive(there, there.create(), _REQUESTS)


def _create(there: Environment) -> Load:
    return load.drive(there.server, load.create(there.resources, there.token), _REQUESTS)


def _drive(there: Environment, url: str, requests: int) -> Load:
    return load.drive(there.server, load.get(url, there.token), requests)


def _in_process() -> Iterator[Row]:
    """Without the socket, which is most of what a client waits for."""
    pairs = paired(partial(_seconds, None), partial(_seconds, JournalLimits(entries=0)))
    micros = [(ours * 1e6, theirs * 1e6) for ours, theirs in pairs]
    yield compared("read one in process: with : without", "us", micros)


def _seconds(limits: JournalLimits | None) -> float:
    server, ask = _asking(limits)
    for number in range(_IN_PROCESS // 10):
        ask(number)
    began = time.perf_counter()
    for number in range(_IN_PROCESS):
        ask(number)
    took = time.perf_counter() - began
    server.tenants.all()[0].drop()
    return took / _IN_PROCESS


def _asking(limits: JournalLimits | None) -> tuple[FakePing, Callable[[int], None]]:
    server = FakePing(journal=limits)
    tenant = server.tenant()
    one = tenant.pingone
    resource = one.given.resource(name="read")
    path = f"/v1/environments/{one.environment_id}/resources/{resource.id}"
    sent = {
        "Host": "127.0.0.1:8900",
        "Authorization": f"Bearer {one.token()}",
        "Accept": "*/*",
        "User-Agent": "benchmark",
    }
    headers, handle = Headers(sent), server.tenants.world.handle

    def ask(_: int) -> None:
        handle(Request(method="GET", path=path, headers=headers))

    return server, ask


def _bytes(path: Callable[[int], str]) -> float:
    """What an entry without headers and bodies holds, as the allocator counts."""
    journal = Journal(lock=RLock(), limits=JournalLimits(entries=ENTRIES))
    operation: Operation[Any] = next(
        each for each in FAMILY.operations if each.name == "pingone.resource.read"
    )
    reply = Reply(HTTPStatus.OK, rule="pingone.resource.read")
    gc.collect()
    tracemalloc.start()
    for number in range(ENTRIES):
        request = Request(method="GET", path=path(number))
        journal.record(
            at=1655153042.0 + number,
            duration=number / 1e6,
            operation=operation,
            path=request.path,
            request=request,
            reply=reply,
            caller=None,
        )
    del request
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / len(journal)


_UUID = "0271641f-2d74-4bb0-b416-4a39b8714261"


def _same(number: int) -> str:  # noqa: ARG001 - as the other
    return _SAME


def _own(number: int) -> str:
    return f"/v1/environments/{_UUID}/resources/{number:036}"


_SAME = _own(0)


def _waits() -> Iterator[float]:
    """Milliseconds from the end of an exchange to the return of `wait_for` in another thread."""
    server, ask = _asking(None)
    journal = server.tenants.all()[0].journal
    for _ in range(_WAITS):
        ended: list[float] = []
        since = journal.position

        def call(ended: list[float] = ended) -> None:
            ask(0)
            ended.append(time.perf_counter())

        timer = threading.Timer(0.005, call)
        timer.start()
        journal.wait_for("pingone.resource.read", since=since)
        returned = time.perf_counter()
        timer.join()
        yield max(0.0, returned - ended[0]) * 1e3
