"""Effects of a fault on a matching request: refusal, and loss or corruption of the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal, Protocol

from fakeping.core.duration import Duration, whole
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.problem import Problem, Scripted
from fakeping.core.sources import Clock, Ids
from fakeping.faults.attempt import OperationAttempt
from fakeping.faults.figures import failure


class Effect(Protocol):
    """Effect of a fault on a matching request."""

    @property
    def name(self) -> str:
        """Its name in the journal."""

    @property
    def settles(self) -> bool:
        """Whether it makes the answer final, so that later faults can only delay it."""

    def watch(self, attempt: OperationAttempt) -> None:
        """Observe any request of the tenant, before matching."""

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:
        """Return the reply in place of `reply`, which is `None` at first; `None` to let it pass."""

    def end(self) -> None:
        """Release what it holds, and undo what lasts."""

    def document(self) -> Mapping[str, JSON]:
        """Its parameters, as JSON."""


class Momentary:
    """Base class of effects that hold no answers."""

    settles = True

    def watch(self, attempt: OperationAttempt) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""

    def document(self) -> Mapping[str, JSON]:
        """No parameters."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal(Momentary):
    """Answers with the vendor's error, or with the test's own body."""

    name: str
    #: Returns the problem for a request; `None` to let it pass.
    problem: Callable[[OperationAttempt], Problem | None]
    ids: Ids
    body: JSON = None
    parameters: Mapping[str, JSON] = field(default_factory=dict)

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Render the problem as the operation would."""
        problem = self.problem(attempt)
        if problem is None:
            return None
        answer = attempt.render(problem, attempt.request, self.ids)
        if isinstance(problem, Scripted) and problem.retry_after is not None:
            answer.headers = {"Retry-After": str(problem.retry_after), **answer.headers}
        return answer if self.body is None else _with_body(answer, self.body)

    def document(self) -> Mapping[str, JSON]:
        """Its status and other parameters."""
        return self.parameters


@dataclass(frozen=True, slots=True)
class Loss(Momentary):
    """Closes the connection without an answer, or resets it."""

    name: Literal["drop", "reset"]

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Return a reply with status 0, for which the server cuts the connection."""
        return Reply(0, cut=self.name)


class Truncation(Momentary):
    """Cuts the answer off halfway through its body; an answer without a body is dropped."""

    name = "truncate"

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Mark the reply for the server to cut."""
        if reply is None or not reply.body:
            return Reply(0, cut="drop")
        return replace(reply, cut="truncate")


class Garbling(Momentary):
    """Makes the body invalid JSON; an answer without a body passes."""

    name = "malformed"

    def apply(self, attempt: OperationAttempt, reply: Reply | None, random: Random) -> Reply | None:  # noqa: ARG002
        """Replace the last byte, a bracket, by a comma."""
        if reply is None or not reply.body:
            return None
        return replace(reply, body=reply.body[:-1] + b",")


def refusal(
    status: int, *, retry_after: Duration | None, body: JSON, at: Clock, ids: Ids
) -> Refusal:
    """Make a refusal with a status from 400 to 599. Raises `ValueError` for another."""
    status, seconds = failure(status), whole(retry_after)

    def problem(attempt: OperationAttempt) -> Problem:  # noqa: ARG001 - the same for each
        again = None if seconds is None else at.timestamp() + seconds
        return Scripted("scripted by the test", status=status, retry_after=seconds, retry_at=again)

    parameters = {"status": status, "retry_after": seconds, "body": body}
    return Refusal(
        name=f"status_{status}" if body is None else f"answer_{status}",
        problem=problem,
        ids=ids,
        body=body,
        parameters={name: value for name, value in parameters.items() if value is not None},
    )


def _with_body(answer: Reply, body: JSON) -> Reply:
    """Replace an answer's body by a JSON document, or by HTML or text such as a proxy's."""
    if not isinstance(body, str):
        return replace(answer, body=encoded(body))
    kind = "text/html" if body.lstrip().startswith("<") else "text/plain"
    headers = {**answer.headers, "Content-Type": f"{kind}; charset=utf-8"}
    return replace(answer, body=body.encode(), headers=headers)
