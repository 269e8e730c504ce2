"""Safe matching of regular expressions that clients send, with limits on length and CPU time.

RE2 compiles them: its time is linear in the text, that of `re` may be exponential.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from time import thread_time
from typing import Any

import re2

from fakeping.core.limits import limit

LENGTH = limit(
    "pattern.length",
    1_000,
    unit="characters",
    bounds="one $matches of a document",
    past="400: the pattern is too long",
)

#: Length of the compiled program: `^ph` takes 4, a UUID 72, `.{0,100}` 900.
SIZE = limit(
    "pattern.size",
    1_000,
    unit="RE2 instructions",
    bounds="one $matches of a document",
    past="400: the pattern is too complex",
)

TEXT = limit(
    "pattern.text",
    64 * 1024,
    unit="characters",
    bounds="a text that $matches looks into",
    past="it does not match",
)

PATIENCE = limit(
    "pattern.patience",
    0.25,
    unit="seconds of CPU time",
    bounds="every $matches, and every list with $any, of one assertion, in all exchanges together",
    past="400: it takes too long",
)

MOST = limit(
    "pattern.count",
    100,
    unit="patterns",
    bounds="the $matches of one document",
    past="400: they are too many",
)

GLOB = limit(
    "glob.length",
    1_000,
    unit="characters",
    bounds="a pattern of operations or of paths",
    past="400: the pattern is too long",
)


_PLAIN = frozenset({str, int, float, bool, type(None)})


class BadPattern(ValueError):
    """Not a regular expression, or one beyond the limits."""


class Patience:
    """A budget of CPU time, shared by all comparisons of one assertion."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    @property
    def is_spent(self) -> bool:
        """Whether none is left, so that matches are unknown."""
        return self._left < 0

    def __enter__(self) -> None:
        """Start the timer."""
        self._left += thread_time()

    def __exit__(self, *_: object) -> None:
        """Subtract the time taken."""
        self._left -= thread_time()


class Patient(list[Any]):
    """A list to compare with others within a budget of CPU time."""

    __slots__ = ("patience",)

    def __init__(self, elements: Iterable[Any], patience: Patience) -> None:
        super().__init__(elements)
        self.patience = patience


@contextmanager
def taking(wanted: object) -> Iterator[bool]:
    """Charge the block's CPU time to the budget of `wanted`, if any; yields whether it is spent."""
    patience = getattr(wanted, "patience", None)
    if patience is None or patience.is_spent:
        yield patience is not None
        return
    with patience:
        yield False


class Pattern:
    """A compiled RE2 expression. Raises `BadPattern`.

    `patience` is its budget of CPU time, which others may share; `None` for no limit.
    """

    def __init__(self, text: object, *, patience: Patience | None = None) -> None:
        if not isinstance(text, str):
            raise BadPattern(f"it is text, not {text!r}")
        if len(text) > LENGTH:
            raise BadPattern(f"it is longer than {LENGTH} characters")
        self.pattern = text
        self.patience = patience
        self.size: int = self._compiled.programsize
        if self.size > SIZE:
            raise BadPattern("it is too complex: it repeats too much")

    def search(self, text: str) -> bool:
        """Whether the text contains a match; false for too long a text, and without budget."""
        if len(text) > TEXT:
            return False
        if self.patience is None:
            return self._compiled.search(text) is not None
        if self.patience.is_spent:
            return False
        with self.patience:
            return self._compiled.search(text) is not None

    def __str__(self) -> str:
        """The expression."""
        return f"/{self.pattern}/"

    def __repr__(self) -> str:
        return f"$matches {self.pattern!r}"

    @cached_property
    def _compiled(self) -> Any:
        options = re2.Options()
        options.log_errors = False
        try:
            return re2.compile(self.pattern, options=options)
        except (re2.error, UnicodeEncodeError) as error:
            reason = error.args[0] if isinstance(error, re2.error) else "it is no text"
            said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else f"{reason}"
            raise BadPattern(said) from None


def patience_of(wanted: object) -> frozenset[Patience]:
    """The budgets of all expressions in a document: once one is spent, its matches are unknown."""
    if isinstance(wanted, Pattern | Patient) and wanted.patience is not None:
        return frozenset({wanted.patience})
    if not isinstance(wanted, dict | list):
        return frozenset()
    inside = wanted.values() if isinstance(wanted, dict) else wanted
    return frozenset[Patience]().union(
        *[patience_of(each) for each in inside if type(each) not in _PLAIN]
    )
