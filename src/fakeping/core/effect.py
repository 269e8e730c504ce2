"""What a fault does to a request: it refuses, loses, spoils or delays the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from random import Random
from time import perf_counter
from typing import Literal, Protocol

from fakeping.core.attempt import Attempt
from fakeping.core.distribution import Distribution
from fakeping.core.exchange import JSON, Hold, Reply, encoded
from fakeping.core.expectation import ANYTHING
from fakeping.core.problem import Problem, Scripted
from fakeping.core.sources import Clock, Ids

#: Whose seconds a delay is made of.
ClockName = Literal["real", "tenant"]


class Effect(Protocol):
    """What happens to a request that a fault befalls."""

    @property
    def name(self) -> str:
        """What the journal calls it."""

    @property
    def settles(self) -> bool:
        """Whether the answer is settled by it: what comes after can only delay it."""

    def apply(self, attempt: Attempt, reply: Reply | None) -> Reply | None:
        """The reply instead, `None` where it spares this one. `reply` is `None` before one is."""

    def end(self) -> None:
        """Let go of what it still holds back."""

    def document(self) -> Mapping[str, JSON]:
        """What it was told."""


class Momentary:
    """An effect that is over at once, and holds nothing back."""

    settles = True

    def end(self) -> None:
        """There is nothing to let go of."""

    def document(self) -> Mapping[str, JSON]:
        """There is nothing to tell."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Momentary):
    """A refusal in the vendor's own words, or with a body of the test's own."""

    name: str
    #: Which problem it is for this request; `None` spares it.
    problem: Callable[[Attempt], Problem | None]
    ids: Ids
    body: JSON = ANYTHING
    told: Mapping[str, JSON] = field(default_factory=dict)

    def apply(self, attempt: Attempt, reply: Reply | None) -> Reply | None:  # noqa: ARG002
        """Let the family say no, as the operation does."""
        problem = self.problem(attempt)
        if problem is None:
            return None
        answer = attempt.render(problem, attempt.request, self.ids)
        if isinstance(problem, Scripted) and problem.retry_after is not None:
            answer.headers = {"Retry-After": str(problem.retry_after), **answer.headers}
        return answer if self.body is ANYTHING else _with_body(answer, self.body)

    def document(self) -> Mapping[str, JSON]:
        """The status, and what else it was told."""
        return self.told


@dataclass(frozen=True, slots=True)
class Loss(Momentary):
    """No answer at all: the connection is closed without a word, or reset."""

    name: Literal["drop", "reset"]

    def apply(self, attempt: Attempt, reply: Reply | None) -> Reply | None:  # noqa: ARG002
        """Answer nothing, which is status 0."""
        return Reply(0, cut=self.name)


class Truncation(Momentary):
    """An answer that breaks off halfway through its body, or before it where it has none."""

    name = "truncate"

    def apply(self, attempt: Attempt, reply: Reply | None) -> Reply | None:  # noqa: ARG002
        """Have the door cut it."""
        if reply is None or not reply.body:
            return Reply(0, cut="drop")
        return replace(reply, cut="truncate")


class Garbling(Momentary):
    """A complete answer whose body is no JSON. One without a body is spared."""

    name = "malformed"

    def apply(self, attempt: Attempt, reply: Reply | None) -> Reply | None:  # noqa: ARG002
        """Put a comma where the last brace stood."""
        if reply is None or not reply.body:
            return None
        return replace(reply, body=reply.body[:-1] + b",")


class Delay:
    """An answer that comes later. Nobody else has to wait for it."""

    name = "delay"
    settles = False

    def __init__(self, length: Distribution, *, of: ClockName, clock: Clock, random: Random) -> None:
        self._length = length
        self._of = of
        self._clock = clock
        self._random = random
        self._over = False
        self._listeners: list[Callable[[], None]] = []

    def apply(self, attempt: Attempt, reply: Reply | None) -> Reply | None:
        """Note how long the answer is to be held back, once it is settled."""
        attempt.delays.append(partial(self._hold, self._length.draw(self._random)))
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


def _with_body(answer: Reply, body: JSON) -> Reply:
    """An answer whose body is a document, or text as a proxy on the way has it."""
    if not isinstance(body, str):
        return replace(answer, body=encoded(body))
    kind = "text/html" if body.lstrip().startswith("<") else "text/plain"
    headers = {**answer.headers, "Content-Type": f"{kind}; charset=utf-8"}
    return replace(answer, body=body.encode(), headers=headers)
