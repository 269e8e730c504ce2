"""Exceptions with which an operation refuses a request.

A problem has no status code and no body: each family has a table from the exceptions below to
its own error responses. An exception that only one family raises lives in that family.

These are plain exception classes: a frozen dataclass can't be raised inside a
`@contextmanager`, which assigns `__traceback__`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from fakeping.core.limits import limit
from fakeping.core.text import brief, writable

if TYPE_CHECKING:
    from fakeping.core.causes import Cause
    from fakeping.core.rules import Rule

#: Most violations of one document that are reported.
MAX_VIOLATIONS = limit(
    "violations.listed",
    100,
    unit="violations",
    bounds="what one answer tells of what is wrong with a document",
    past="the first are listed, and that there are more; the rest is not looked at",
)

MAX_DETAIL = limit(
    "problem.detail",
    2_000,
    unit="characters",
    bounds="a sentence of an error, which may repeat what a request said",
    past="its beginning is told",
)


class Refused(ValueError):
    """What a test said was refused: `given`, a seed, an option, a name that is not there.

    Nothing was changed. The same in this process and over the control API.
    """

    __module__ = "fakeping"  # where people import it from, and so what a report calls it


# The problems that tests catch by their names.
_PUBLIC = frozenset({"Full", "Invalid", "NotFound", "NotUnique", "Unknown", "BadDocument"})


class Problem(Refused):
    """Base class of everything that the API answers with an error.

    `rule` names the behaviour that refused, where it says more than the class. `detail` may repeat
    the request: what is not encodable as UTF-8 is replaced, and what is too long is cut.
    """

    def __init_subclass__(cls) -> None:
        """Call a class as tests know it, in their reports: by its public name, or `Refused`."""
        super().__init_subclass__()
        cls.__module__ = Refused.__module__
        if cls.__name__ not in _PUBLIC:
            cls.__qualname__ = Refused.__qualname__

    #: Why the caller was not authenticated, where it is about that.
    cause: "Cause | None" = None

    #: Whether the detail has a sentence for each violation, which are cut one by one.
    lists_violations: ClassVar[bool] = False

    def __init__(self, detail: str, *, rule: "Rule | None" = None) -> None:
        self.detail = writable(detail if self.lists_violations else brief(detail, MAX_DETAIL))
        super().__init__(self.detail)
        self.rule = rule


class Malformed(Problem):
    """The body is not JSON, or is JSON that parsers read differently."""


class Twice(Problem):
    """A header field, cookie or parameter is repeated that must not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One error in a document: the JSON Schema keyword that failed, and the path."""

    keyword: str
    target: str
    message: str
    limits: "Mapping[str, Any]" = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Cut what repeats too much of a request."""
        object.__setattr__(self, "target", brief(self.target, MAX_DETAIL))
        object.__setattr__(self, "message", brief(self.message, MAX_DETAIL))


class Invalid(Problem):
    """The body is JSON that the operation's schema or checks refuse.

    `violations` are sorted by path; `more` says that some were left out. `schema` is the name of
    the schema, if one refused the body.
    """

    def __init__(
        self,
        detail: str,
        *,
        violations: tuple[Violation, ...] = (),
        more: bool = False,
        schema: str = "",
        rule: "Rule | None" = None,
    ) -> None:
        super().__init__(detail, rule=rule)
        self.violations = violations
        self.more = more
        self.schema = schema


class TooLarge(Problem):
    """The body is longer than the server's limit."""


class Full(Problem):
    """The tenant's storage limit is reached."""


class TooSlow(Problem):
    """The body did not arrive before the server's timeout."""


class UnsupportedMedia(Problem):
    """The body's media type, charset or content coding is not supported."""


class Unauthenticated(Problem):
    """No token, or one that this tenant did not issue, or that has expired: `cause` says which."""

    def __init__(
        self, detail: str, *, rule: "Rule | None" = None, cause: "Cause | None" = None
    ) -> None:
        super().__init__(detail, rule=rule)
        self.cause = cause


class Forbidden(Problem):
    """The caller is authenticated, and not permitted."""


class NotFound(Problem):
    """No entity with that id, or none that the caller may see."""


class NoRoute(NotFound):
    """No operation at that path."""


class NoTenant(NotFound):
    """No tenant has that environment or realm."""


class NotAllowed(Problem):
    """The path does not support the method. `allow` lists those that it does."""

    def __init__(
        self,
        detail: str,
        *,
        allow: tuple[str, ...] = (),
        does: Mapping[str, str] = MappingProxyType({}),
        rule: "Rule | None" = None,
    ) -> None:
        super().__init__(detail, rule=rule)
        self.allow = allow
        #: What each of them does, where that is known.
        self.does = does


class NotUnique(Problem):
    """Another entity has the same value of a unique member, which `target` names."""

    def __init__(self, detail: str, *, target: str = "name", rule: "Rule | None" = None) -> None:
        super().__init__(detail, rule=rule)
        self.target = target


class Crashed(Problem):
    """A bug in fakeping; the response gives no details."""


class Scripted(Problem):
    """A failure that a test scripted: the vendor's error with this status.

    `retry_after` is in seconds, and `retry_at` that instant in epoch seconds; `limit` is how many
    requests pass in a window that ends at `reset_at`, in RFC 3339 form.
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


class Nonsense(Refused):
    """An argument of a scripted failure is invalid. `at` names it, or the document's member."""

    def __init__(self, message: str, *, at: str) -> None:
        super().__init__(message)
        self.at = at
