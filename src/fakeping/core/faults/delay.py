"""Answers that come later, by the real clock or by the tenant's."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from math import inf
from random import Random
from time import perf_counter
from typing import Literal, get_args

from fakeping.core.exchange import JSON, Hold, Reply
from fakeping.core.faults.attempt import Attempt
from fakeping.core.faults.distribution import Distribution
from fakeping.core.faults.figures import choice
from fakeping.core.sources import Clock

#: Whose seconds a delay is made of.
ClockName = Literal["real", "tenant"]


class Delay:
    """An answer that comes later. Nobody else has to wait for it."""

    name = "delay"
    settles = False

    def __init__(self, length: Distribution, *, of: ClockName, clock: Clock) -> None:
        choice(of, get_args(ClockName), at="clock")
        self._length = length
        self._of = of
        self._clock = clock
        self._over = False
        self._listeners: list[Callable[[], None]] = []

    def watch(self, attempt: Attempt) -> None:
        """There is nothing to see."""

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:
        """Note how long the answer is to be held back, once it is settled."""
        attempt.delays.append(partial(self._hold, self._length.draw(random)))
        return reply

    def end(self) -> None:
        """Let every answer go that is held back."""
        self._over = True
        for hear in tuple(self._listeners):
            hear()

    def document(self) -> Mapping[str, JSON]:
        """How long it is, and by which clock."""
        return {**self._length.document(), "clock": self._of}

    def _hold(self, seconds: float, reply: Callable[[], Reply]) -> Hold:
        if self._of == "tenant":
            return Hold(remaining=self._left_on_the_clock(seconds), listen=self._hear, reply=reply)
        over_at = perf_counter() + seconds
        return Hold(
            remaining=lambda: 0.0 if self._over else over_at - perf_counter(),
            listen=self._hear,
            reply=reply,
        )

    def _left_on_the_clock(self, seconds: float) -> Callable[[], float]:
        clock = self._clock
        over_at = clock.timestamp() + seconds

        def remaining() -> float:
            left = 0.0 if self._over else over_at - clock.timestamp()
            return inf if left > 0 and clock.frozen else left

        return remaining

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
