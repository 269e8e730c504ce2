"""Requests a second against R, a bare aiohttp application that returns the same documents."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from benchmarks import load
from benchmarks.environment import Environment, first
from benchmarks.measure import ROUNDS, Goal, Row, compared
from benchmarks.processes import Served, bare, fakeping

#: Two resources are built in and one is made to be read, so the list has 100.
SEEDED = 97

Message = Callable[[], bytes]


def run() -> Iterator[Row]:
    """Compare reading one resource, listing 100 of them, and creating one."""
    with fakeping() as ours:
        there = first(ours)
        there.seed(SEEDED)
        one = there.create()
        with bare(_documents(there, one)) as theirs:
            for name, requests, kind, url, goal in (
                ("read one", 3000, load.get, one, Goal(limit=0.8, least=True, aim=1.0)),
                ("list 100", 1000, load.get, there.resources, Goal(limit=3, least=True, aim=5)),
                (
                    "create",
                    2000,
                    load.create,
                    there.resources,
                    Goal(limit=0.6, least=True, aim=0.85),
                ),
            ):
                messages = (
                    kind(url, there.token),
                    kind(theirs.url + urlsplit(url).path, there.token),
                )
                yield from _compare(name, (ours, theirs), messages, requests, goal)


def _documents(there: Environment, one: str) -> object:
    listed = urlsplit(there.resources).path
    document = there.read(one)
    return {
        "read": {urlsplit(one).path: document, listed: there.read(there.resources)},
        "create": listed,
        "created": document,
    }


def _compare(
    name: str,
    servers: tuple[Served, Served],
    messages: tuple[Message, Message],
    requests: int,
    goal: Goal,
) -> Iterator[Row]:
    for server, message in zip(servers, messages, strict=True):
        load.drive(server, message, requests // 10)
    rounds = []
    for number in range(ROUNDS):
        order = (0, 1) if number % 2 else (1, 0)
        got = {each: load.drive(servers[each], messages[each], requests) for each in order}
        rounds.append((got[0], got[1]))
    rates = [(ours.per_second, theirs.per_second) for ours, theirs in rounds]
    yield compared(f"{name} : R", "req/s", rates, goal)
    cpu = [(a.cpu * 1e6, b.cpu * 1e6) for a, b in rounds if a.cpu and b.cpu]
    if cpu:
        yield compared(f"{name} : R, the server's CPU time", "us", cpu)
