"""Lists that lag behind: for a while, they answer as if the latest writes had not happened."""

from collections import deque
from collections.abc import Mapping
from random import Random
from typing import Any

from fakeping.core.exchange import JSON, Reply
from fakeping.core.faults.attempt import Attempt
from fakeping.core.faults.effect import Momentary
from fakeping.core.problem import Problem
from fakeping.core.sources import Clock

_READS = frozenset({"GET", "HEAD"})

# Lists of writes in quick succession lag a little less, then.
_MAX_WRITES = 100


class Staleness(Momentary):
    """Keeps what a store held before each write, for as long as lists may still show it."""

    name = "stale_list"

    def __init__(self, seconds: float, *, clock: Clock) -> None:
        self._seconds = seconds
        self._clock = clock
        self._before: dict[str, deque[tuple[float, Any]]] = {}

    def watch(self, attempt: Attempt) -> None:
        """Keep what is there in front of a write."""
        if attempt.operation.method in _READS:
            return
        before = self._before.setdefault(attempt.family, deque(maxlen=_MAX_WRITES))
        before.append((self._clock.timestamp(), attempt.store.capture()))

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Answer from what was there before. Who had nothing to list there is answered afresh."""
        store, memento = attempt.store, self._old(attempt.family)
        caller = attempt.caller
        if memento is None or caller is None:
            return None
        now = store.capture()
        store.restore(memento)
        try:
            return attempt.answer(caller)
        except Problem:
            return None
        finally:
            store.restore(now)

    def document(self) -> Mapping[str, JSON]:
        """How far they lag behind."""
        return {"seconds": self._seconds}

    def _old(self, family: str) -> Any:
        before = self._before.get(family, deque())
        now = self._clock.timestamp()
        while before and not before[0][0] <= now < before[0][0] + self._seconds:
            before.popleft()
        return before[0][1] if before else None
