"""Delayed answers, by the real clock or by the tenant's."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from math import inf
from random import Random
from time import perf_counter
from typing import Literal, get_args

from fakeping.core.exchange import JSON, Hold, Reply
from fakeping.core.sources import Clock
from fakeping.faults.attempt import OperationAttempt
from fakeping.faults.distribution import Distribution
from fakeping.faults.figures import choice

#: The clock that measures a delay.
ClockName = Literal["real", "tenant"]


class Delay:
    """Delays answers, without holding up other requests."""

    name = "delay"
    settles = False

    def __init__(
        self, length: Distribution, *, of: ClockName, clock: Clock, named: str = "seconds"
    ) -> None:
        choice(of, get_args(ClockName), at="clock")
        self._length = length
        self._of = of
        self._clock = clock
        self._named = named
        #: How often `end` was called; holds made before a call are over.
        self._ended = 0
        self._listeners: list[Callable[[], None]] = []

    def watch(self, attempt: OperationAttempt) -> None:
        """Do nothing."""

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:
        """Add the delay to the attempt, to begin once the answer is final."""
        attempt.delays.append(partial(self._hold, self._length.draw(random)))
        return reply

    def end(self) -> None:
        """Release every held answer."""
        self._ended += 1
        for hear in tuple(self._listeners):
            hear()

    def document(self) -> Mapping[str, JSON]:
        """Its length and its clock."""
        return {self._named: self._length.document(), "clock": self._of}

    def _hold(self, seconds: float, reply: Callable[[], Reply]) -> Hold:
        ended = self._ended
        now = self._clock.timestamp if self._of == "tenant" else perf_counter
        over_at = now() + seconds

        def remaining() -> float:
            left = over_at - now() if self._ended == ended else 0.0
            return inf if left > 0 and self._stands_still else left

        return Hold(remaining=remaining, listen=self._hear, reply=reply)

    @property
    def _stands_still(self) -> bool:
        return self._of == "tenant" and self._clock.frozen

    def _hear(self, hear: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(hear)
        end = self._clock.listen(hear)

        def deaf() -> None:
            self._listeners.remove(hear)
            end()

        return deaf


def held(reply: Reply, delays: list[Callable[[Callable[[], Reply]], Hold]]) -> Reply:
    """Make a reply that is held by each of these delays, one after the other."""
    if not delays:
        return reply
    first, *rest = delays
    return replace(reply, hold=first(lambda: held(reply, rest)))
