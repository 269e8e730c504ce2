"""What `fakeping serve` pays for showing each request: on a line, or as a JSON object."""

from collections.abc import Callable, Iterator

from benchmarks import load
from benchmarks.environment import Environment, first
from benchmarks.load import Load
from benchmarks.measure import ROUNDS, Goal, Row, compared
from benchmarks.processes import fakeping

_Ask = Callable[[Environment], Load]

_REQUESTS = 3_000


def run() -> Iterator[Row]:
    """Compare reading and creating with lines, and without."""
    with (
        fakeping() as off,
        fakeping("--log-format", "text") as text,
        fakeping("--log-format", "json") as as_json,
    ):
        for form, server in (("text", text), ("JSON", as_json)):
            for name, ask in (("read one", _read), ("create", _create)):
                yield from _rows(f"{name}: lines of {form} : none", ask, first(server), first(off))


def _rows(name: str, ask: _Ask, ours: Environment, theirs: Environment) -> Iterator[Row]:
    rounds = []
    for number in range(ROUNDS):
        order = (theirs, ours) if number % 2 else (ours, theirs)
        got = {id(each): ask(each) for each in order}
        rounds.append((got[id(ours)], got[id(theirs)]))
    rates = [(one.per_second, other.per_second) for one, other in rounds]
    yield compared(name, "req/s", rates, Goal(limit=0.8, least=True))
    cpu = [(a.cpu * 1e6, b.cpu * 1e6) for a, b in rounds if a.cpu and b.cpu]
    if cpu:  # the same, without what else the machine does
        yield compared(f"{name}, CPU time", "us", cpu, Goal(limit=1.25))


def _read(there: Environment) -> Load:
    return load.drive(there.server, load.get(there.create(), there.token), _REQUESTS)


def _create(there: Environment) -> Load:
    return load.drive(there.server, load.create(there.resources, there.token), _REQUESTS)
