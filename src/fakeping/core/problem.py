"""The ways in which an operation can refuse.

A problem says what is wrong in the domain's words. It knows neither status codes nor
envelopes: each family owns the table that turns a kind of problem into its own wire error,
and answers every kind below. A kind that one family alone can raise lives in that family.

These are plain exception classes: a frozen dataclass can't be raised inside a
`@contextmanager`, which assigns `__traceback__`.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeping.core.limits import limit
from fakeping.core.text import writable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakeping.core.rules import Rule

#: How much is told of what is wrong with one document: who has more will hear of it then.
MAX_VIOLATIONS = limit(
    "violations.told",
    100,
    unit="violations",
    bounds="what one answer tells of what is wrong with a document",
    past="the first are told, and that there are more; nothing behind them is looked at",
)


class Problem(Exception):
    """Something about a request that the API answers with an error.

    `rule` names the behaviour that refused, where it is more particular than the kind. The detail
    may repeat what was sent: what of it can't be written is replaced.
    """

    def __init__(self, detail: str, *, rule: "Rule | None" = None) -> None:
        self.detail = writable(detail)
        super().__init__(self.detail)
        self.rule = rule


class Malformed(Problem):
    """The body is not a JSON text, or not one that a careful parser takes."""


class Twice(Problem):
    """A header field, a cookie or a parameter that may stand once stands more than once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One way in which a document breaks its schema: the JSON Schema keyword, and where."""

    keyword: str
    target: str
    message: str
    limits: "Mapping[str, Any]" = field(default_factory=dict)


class Invalid(Problem):
    """The body is JSON, yet not what the operation takes.

    Holds the violations, in order: all of them, unless there are `more` than are told.
    """

    def __init__(
        self,
        detail: str,
        *,
        violations: tuple[Violation, ...] = (),
        more: bool = False,
        rule: "Rule | None" = None,
    ) -> None:
        super().__init__(detail, rule=rule)
        self.violations = violations
        self.more = more


class TooLarge(Problem):
    """The body is longer than the server takes."""


class Full(Problem):
    """The tenant holds as much as it may."""


class TooSlow(Problem):
    """The body did not arrive in the time that the server waits."""


class UnsupportedMedia(Problem):
    """The body comes in a media type, character set or encoding that is not taken."""


class Unauthenticated(Problem):
    """No token, or not one that this tenant issued and that still holds."""


class Forbidden(Problem):
    """The caller is known, and may not do this."""


class NotFound(Problem):
    """Nothing with that id that the caller may see."""


class NoRoute(NotFound):
    """No operation at that path."""


class NoTenant(NotFound):
    """An environment or realm that no tenant owns."""


class NotAllowed(Problem):
    """The path exists; the method does not. `allow` lists those that do."""

    def __init__(
        self, detail: str, *, allow: tuple[str, ...] = (), rule: "Rule | None" = None
    ) -> None:
        super().__init__(detail, rule=rule)
        self.allow = allow


class NotUnique(Problem):
    """Another entity already has what must be unique. `target` is the member that clashes."""

    def __init__(self, detail: str, *, target: str = "name", rule: "Rule | None" = None) -> None:
        super().__init__(detail, rule=rule)
        self.target = target


class Crashed(Problem):
    """A bug of the fake itself: the caller learns that, and nothing else."""


class Scripted(Problem):
    """A failure that a test asked for: the vendor's own answer with this status.

    `retry_after` is in seconds, and `retry_at` that instant in seconds since the epoch; `limit`
    is how many requests pass in a window that ends at `reset_at`, as RFC 3339 has it.
    """

    def __init__(
        self,
        detail: str,
        *,
        status: int = 500,
        retry_after: int | None = None,
        retry_at: float | None = None,
        limit: int | None = None,
        reset_at: str | None = None,
        rule: "Rule | None" = None,
    ) -> None:
        super().__init__(detail, rule=rule)
        self.status = status
        self.retry_after = retry_after
        self.retry_at = retry_at
        self.limit = limit
        self.reset_at = reset_at


class Nonsense(ValueError):
    """What a test said makes no sense. `at` is the argument, or the member of a document."""

    def __init__(self, message: str, *, at: str) -> None:
        super().__init__(message)
        self.at = at
