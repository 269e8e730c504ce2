"""One scripted failure: its pattern, effect and schedule, with counts of matches."""

from collections.abc import Callable, Mapping
from enum import Enum
from random import Random

from fakeping.core.exchange import JSON, Reply
from fakeping.core.scoped import Scoped
from fakeping.faults.attempt import OperationAttempt
from fakeping.faults.effect import Effect
from fakeping.faults.figures import chance, count
from fakeping.faults.pattern import RequestPattern, shown


class When(Enum):
    """The stage of a request at which a fault applies."""

    #: Before the operation, which is then not carried out.
    BEFORE = "before"
    #: After the operation, whatever it answered.
    ANSWER = "answer"
    #: After the operation, unless it was refused.
    AFTER_COMMIT = "after_commit"


class Schedule:
    """Which matches fail: the first `after` pass, the next `times` fail.

    Each of these fails with a probability. Raises `ValueError` for invalid numbers.
    """

    def __init__(
        self, *, times: int | None = None, after: int = 0, probability: float = 1.0
    ) -> None:
        self.times = None if times is None else count(times, at="times", least=1)
        self.after = count(after, at="after", least=0)
        self.probability = chance(probability)

    def document(self) -> Mapping[str, JSON]:
        """Its parameters, as JSON."""
        return {"times": self.times, "after": self.after, "probability": self.probability}


class Fault(Scoped):
    """A scripted failure. As a context manager, it is cancelled at the end of the block."""

    def __init__(
        self,
        *,
        id_: str,
        parameters: Mapping[str, JSON],
        pattern: RequestPattern,
        effect: Effect,
        when: When,
        schedule: Schedule,
        random: Random,
        confidential: bool,
        cancel: Callable[["Fault"], None],
    ) -> None:
        #: Its id in the control API.
        self.id = id_
        #: Its name in the journal, such as `status_503` or `after_commit.drop`.
        self.name = f"after_commit.{effect.name}" if when is When.AFTER_COMMIT else effect.name
        self.when = when
        self.effect = effect
        #: Number of requests that matched while it was active.
        self.matched = 0
        #: Number of matches that failed.
        self.fired = 0
        self._parameters = parameters
        self._pattern = pattern
        self._schedule = schedule
        self._random = random
        self._confidential = confidential
        self._cancel = cancel
        self._cancelled = False

    @property
    def active(self) -> bool:
        """Whether it still applies to requests."""
        return not self._cancelled and not self.spent

    @property
    def spent(self) -> bool:
        """Whether `times` matches have failed."""
        times = self._schedule.times
        return times is not None and self.fired >= times

    def cancel(self) -> None:
        """Deactivate it, and release held answers. Its counts stay."""
        self._cancel(self)

    def fits(self, attempt: OperationAttempt) -> bool:
        """Whether a request matches its pattern."""
        return self._pattern.fits(attempt)

    def apply(self, attempt: OperationAttempt, reply: Reply | None) -> Reply | None:
        """Count a match, and return the reply that replaces `reply`, or `None` if it passes."""
        self.matched += 1
        schedule = self._schedule
        if self.matched <= schedule.after:
            return None
        if schedule.probability < 1 and self._random.random() >= schedule.probability:
            return None
        applied = self.effect.apply(attempt, reply, self._random)
        if applied is not None:
            self.fired += 1
            attempt.applied.append(self.name)
        return applied

    def end(self) -> None:
        """Mark it cancelled, and end its effect."""
        self._cancelled = True
        self.effect.end()

    def document(self) -> JSON:
        """Its parameters and counts as a redacted JSON document."""
        effect = dict(self.effect.document())
        if "body" in effect:
            effect["body"] = shown(effect["body"], confidential=self._confidential)
        return {
            "id": self.id,
            "name": self.name,
            **self._parameters,
            **self._schedule.document(),
            **effect,
            **self._pattern.document(confidential=self._confidential),
            "matched": self.matched,
            "fired": self.fired,
            "active": self.active,
        }

    def unmet(self) -> str | None:
        """A sentence on the failures still missing; `None` if there are none."""
        wanted = self._schedule.times or 1
        if self.fired >= wanted:
            return None
        return f"{self}: fired {self.fired} of {wanted}, of {self.matched} matching requests"

    def __str__(self) -> str:
        """Its name and operations."""
        return f"{self.name} at {self._pattern.where}"

    def __repr__(self) -> str:
        state = "active" if self.active else "over"
        return f"<fault {self}: {state}, matched {self.matched}, fired {self.fired}>"

    def _ended(self) -> None:
        self.cancel()
