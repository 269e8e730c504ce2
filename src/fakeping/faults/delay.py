"""Answers that come later, by the real clock or by the tenant's."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from math import inf
from random import Random
from time import perf_counter
from typing import Literal, get_args

from fakeping.core.exchange import JSON, Hold, Reply
from fakeping.core.sources import Clock
from fakeping.faults.attempt import Attempt
from fakeping.faults.distribution import Distribution
from fakeping.faults.figures import choice

#: Whose seconds a delay is made of.
ClockName = Literal["real", "tenant"]


class Delay:
    """An answer that comes later. Nobody else has to wait for it."""

    name = "delay"
    settles = False

    def __init__(
        self, length: Distribution, *, of: ClockName, clock: Clock, told_as: str = "seconds"
    ) -> None:
        choice(of, get_args(ClockName), at="clock")
        self._length = length
        self._of = of
        self._clock = clock
        self._told_as = told_as
        #: How often what was held back was let go.
        self._ended = 0
        self._listeners: list[Callable[[], None]] = []

    def watch(self, attempt: Attempt) -> None:
        """There is nothing to see."""

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:
        """Note how long the answer is to be held back, once it is settled."""
        attempt.delays.append(partial(self._hold, self._length.draw(random)))
        return reply

    def end(self) -> None:
        """Let every answer go that is held back."""
        self._ended += 1
        for hear in tuple(self._listeners):
            hear()

    def document(self) -> Mapping[str, JSON]:
        """How long it is, and by which clock."""
        return {self._told_as: self._length.document(), "clock": self._of}

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
    """A reply that is held back by each of these, one after the other."""
    if not delays:
        return reply
    first, *rest = delays
    return replace(reply, hold=first(lambda: held(reply, rest)))
