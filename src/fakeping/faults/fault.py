"""One scripted failure: whom it befalls, when, how often, and how often it did."""

from collections.abc import Callable, Mapping
from enum import Enum
from random import Random
from types import TracebackType
from typing import Self

from fakeping.core.exchange import JSON, Reply
from fakeping.faults.attempt import Attempt
from fakeping.faults.effect import Effect
from fakeping.faults.figures import chance, count
from fakeping.faults.pattern import Pattern, shown


class When(Enum):
    """At which point of a request's way a fault stands."""

    #: In front of the operation, which is then not carried out.
    BEFORE = "before"
    #: Behind it, whatever it answered.
    ANSWER = "answer"
    #: Behind it, where it was carried out.
    AFTER_COMMIT = "after_commit"


class Schedule:
    """How often: the first `after` matches are spared, the next `times` are met.

    Each of those with a probability. Raises `ValueError` for what is no number of times, or no
    probability.
    """

    def __init__(
        self, *, times: int | None = None, after: int = 0, probability: float = 1.0
    ) -> None:
        self.times = None if times is None else count(times, at="times", least=1)
        self.after = count(after, at="after", least=0)
        self.probability = chance(probability)

    def document(self) -> Mapping[str, JSON]:
        """What it says."""
        return {"times": self.times, "after": self.after, "probability": self.probability}


class Fault:
    """A scripted failure, as its test holds it. As a context manager it ends with the block."""

    def __init__(
        self,
        *,
        id_: str,
        told: Mapping[str, JSON],
        pattern: Pattern,
        effect: Effect,
        when: When,
        schedule: Schedule,
        random: Random,
        confidential: bool,
        cancel: Callable[["Fault"], None],
    ) -> None:
        #: What the control API calls it.
        self.id = id_
        #: What the journal calls it, such as `status_503` or `after_commit.drop`.
        self.name = f"after_commit.{effect.name}" if when is When.AFTER_COMMIT else effect.name
        self.when = when
        self.effect = effect
        #: How many requests were what it waits for, while it waited.
        self.matched = 0
        #: How many of those it befell.
        self.fired = 0
        self._told = told
        self._pattern = pattern
        self._schedule = schedule
        self._random = random
        self._confidential = confidential
        self._cancel = cancel
        self._cancelled = False

    @property
    def active(self) -> bool:
        """Whether it still waits for requests."""
        return not self._cancelled and not self.spent

    @property
    def spent(self) -> bool:
        """Whether it has struck as often as it was to."""
        times = self._schedule.times
        return times is not None and self.fired >= times

    def cancel(self) -> None:
        """Wait for no more, and let go of what is held back. Its counts stay."""
        self._cancel(self)

    def fits(self, attempt: Attempt) -> bool:
        """Whether a request is one that it waits for."""
        return self._pattern.fits(attempt)

    def strike(self, attempt: Attempt, reply: Reply | None) -> Reply | None:
        """Count a request that fits. The reply instead, or `None` where it is spared."""
        self.matched += 1
        schedule = self._schedule
        if self.matched <= schedule.after:
            return None
        if schedule.probability < 1 and self._random.random() >= schedule.probability:
            return None
        struck = self.effect.apply(attempt, reply, self._random)
        if struck is not None:
            self.fired += 1
            attempt.applied.append(self.name)
        return struck

    def end(self) -> None:
        """Wait for no more. Its script has let go of it."""
        self._cancelled = True
        self.effect.end()

    def document(self) -> JSON:
        """What it was told and what became of it, without secrets."""
        effect = dict(self.effect.document())
        if "body" in effect:
            effect["body"] = shown(effect["body"], confidential=self._confidential)
        return {
            "id": self.id,
            "name": self.name,
            **self._told,
            **self._schedule.document(),
            **effect,
            **self._pattern.document(confidential=self._confidential),
            "matched": self.matched,
            "fired": self.fired,
            "active": self.active,
        }

    def unmet(self) -> str | None:
        """What is missing until it has fired as it was to; `None` when nothing is."""
        wanted = self._schedule.times or 1
        if self.fired >= wanted:
            return None
        return f"{self}: fired {self.fired} of {wanted}, of {self.matched} matching requests"

    def __str__(self) -> str:
        """Its name, and at which operations."""
        return f"{self.name} at {self._pattern.where}"

    def __repr__(self) -> str:
        state = "active" if self.active else "over"
        return f"<fault {self}: {state}, matched {self.matched}, fired {self.fired}>"

    def __enter__(self) -> Self:
        """Return the fault."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cancel it."""
        self.cancel()
