"""Eventual consistency of lists: for a while, they answer without the latest writes."""

from collections import defaultdict, deque
from collections.abc import Mapping
from random import Random
from typing import Any

from fakeping.core.exchange import JSON, Reply
from fakeping.core.limits import limit
from fakeping.core.problem import Problem
from fakeping.core.sources import Clock
from fakeping.faults.attempt import OperationAttempt
from fakeping.faults.effect import Momentary

_READS = frozenset({"GET", "HEAD"})

_STEPS = limit(
    "stale_list.steps",
    100,
    unit="states",
    bounds="what a `stale_list` fault keeps of a store, however many writes there are",
    past="writes within a hundredth of the time are shown together, up to that much too early",
)


class Staleness(Momentary):
    """Keeps a snapshot of a store from before each write, for as long as lists show it."""

    name = "stale_list"

    def __init__(self, seconds: float, *, clock: Clock) -> None:
        self._seconds = seconds
        self._clock = clock
        self._before: dict[str, deque[tuple[float, Any]]] = defaultdict(deque)

    def watch(self, attempt: OperationAttempt) -> None:
        """Take a snapshot before a write."""
        if attempt.operation.method in _READS:
            return
        now, before = self._clock.timestamp(), self._lately(attempt.family)
        if not before or abs(now - before[-1][0]) > self._seconds / _STEPS:
            before.append((now, attempt.store.capture()))

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Answer from the oldest snapshot; if that gives an error, pass."""
        store, snapshot = attempt.store, self._old(attempt.family)
        caller = attempt.caller
        if snapshot is None or caller is None:
            return None
        now = store.capture()
        store.restore(snapshot)
        try:
            return attempt.answer(caller)
        except Problem:
            return None
        finally:
            store.restore(now)

    def document(self) -> Mapping[str, JSON]:
        """The seconds of delay."""
        return {"seconds": self._seconds}

    def _old(self, family: str) -> Any:
        before = self._lately(family)
        return before[0][1] if before else None

    def _lately(self, family: str) -> deque[tuple[float, Any]]:
        """The times and snapshots from before the writes that lists do not show yet."""
        before = self._before[family]
        now = self._clock.timestamp()
        while before and not before[0][0] <= now < before[0][0] + self._seconds:
            before.popleft()
        return before
