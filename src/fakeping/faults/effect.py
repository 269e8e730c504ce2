"""What a fault does to a request: it refuses, loses, spoils or delays the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal, Protocol

from fakeping.core.duration import Duration, whole
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.problem import Problem, Scripted
from fakeping.core.sources import Clock, Ids
from fakeping.faults.attempt import Attempt
from fakeping.faults.figures import failure


class Effect(Protocol):
    """What happens to a request that a fault befalls."""

    @property
    def name(self) -> str:
        """What the journal calls it."""

    @property
    def settles(self) -> bool:
        """Whether the answer is settled by it: what comes after can only delay it."""

    def watch(self, attempt: Attempt) -> None:
        """Look at a request that need not be one of the fault's."""

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:
        """The reply instead, `None` where it spares this one. `reply` is `None` before one is."""

    def end(self) -> None:
        """Let go of what it holds back."""

    def document(self) -> Mapping[str, JSON]:
        """What it was told."""


class Momentary:
    """An effect that is over at once, and holds nothing back."""

    settles = True

    def watch(self, attempt: Attempt) -> None:
        """There is nothing to see."""

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
    body: JSON = None
    told: Mapping[str, JSON] = field(default_factory=dict)

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Let the family say no, as the operation does."""
        problem = self.problem(attempt)
        if problem is None:
            return None
        answer = attempt.render(problem, attempt.request, self.ids)
        if isinstance(problem, Scripted) and problem.retry_after is not None:
            answer.headers = {"Retry-After": str(problem.retry_after), **answer.headers}
        return answer if self.body is None else _with_body(answer, self.body)

    def document(self) -> Mapping[str, JSON]:
        """The status, and what else it was told."""
        return self.told


@dataclass(frozen=True, slots=True)
class Loss(Momentary):
    """No answer at all: the connection is closed without a word, or reset."""

    name: Literal["drop", "reset"]

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Answer nothing, which is status 0."""
        return Reply(0, cut=self.name)


class Truncation(Momentary):
    """An answer that breaks off halfway through its body, or before it where it has none."""

    name = "truncate"

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Have the door cut it."""
        if reply is None or not reply.body:
            return Reply(0, cut="drop")
        return replace(reply, cut="truncate")


class Garbling(Momentary):
    """A complete answer whose body is no JSON. One without a body is spared."""

    name = "malformed"

    def apply(self, attempt: Attempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Put a comma where the last brace stood."""
        if reply is None or not reply.body:
            return None
        return replace(reply, body=reply.body[:-1] + b",")


def refusal(
    status: int, *, retry_after: Duration | None, body: JSON, at: Clock, ids: Ids
) -> Refusal:
    """A refusal with a status, 400 to 599. Raises `ValueError` for another."""
    status, seconds = failure(status), whole(retry_after)

    def problem(attempt: Attempt) -> Problem:  # noqa: ARG001 - the same for each
        again = None if seconds is None else at.timestamp() + seconds
        return Scripted("scripted by the test", status=status, retry_after=seconds, retry_at=again)

    told = {"status": status, "retry_after": seconds, "body": body}
    return Refusal(
        name=f"status_{status}" if body is None else f"answer_{status}",
        problem=problem,
        ids=ids,
        body=body,
        told={name: value for name, value in told.items() if value is not None},
    )


def _with_body(answer: Reply, body: JSON) -> Reply:
    """An answer whose body is a document, or text as a proxy on the way has it."""
    if not isinstance(body, str):
        return replace(answer, body=encoded(body))
    kind = "text/html" if body.lstrip().startswith("<") else "text/plain"
    headers = {**answer.headers, "Content-Type": f"{kind}; charset=utf-8"}
    return replace(answer, body=body.encode(), headers=headers)
