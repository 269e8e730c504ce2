"""Regular expressions that come from elsewhere: no text takes one long, and none runs for ever.

They are RE2's, whose time grows with the text alone: `re` may take exponential time.
"""

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

#: What RE2 makes of it: `^ph` takes 4, a UUID 72, `.{0,100}` 900.
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
    0.5,
    unit="seconds of CPU time",
    bounds="what a $matches of one assertion takes, in all exchanges together",
    past="400: the pattern takes too long",
)

GLOB = limit(
    "glob.length",
    1_000,
    unit="characters",
    bounds="a pattern of operations or of paths",
    past="400: the pattern is too long",
)


class BadPattern(ValueError):
    """Not a regular expression, or not one that is taken from elsewhere."""


class Pattern:
    """Searches texts for a regular expression of RE2. Raises `BadPattern` for none.

    `patience` is for how long it does, in all, in seconds of CPU time; `None` is for ever.
    """

    def __init__(self, text: object, *, patience: float | None = None) -> None:
        if not isinstance(text, str):
            raise BadPattern(f"it is text, not {text!r}")
        if len(text) > LENGTH:
            raise BadPattern(f"it is longer than {LENGTH} characters")
        self.pattern = text
        self._patience = patience
        self._taken = 0.0
        if self._compiled.programsize > SIZE:
            raise BadPattern("it is too complex: it repeats too much")

    def search(self, text: str) -> bool:
        """Whether it is somewhere in a text. It is in none that is too long, or once `is_spent`."""
        if len(text) > TEXT or self.is_spent:
            return False
        before = thread_time() if self._patience is not None else 0.0
        found = self._compiled.search(text) is not None
        if self._patience is not None:
            self._taken += thread_time() - before
        return found

    @property
    def is_spent(self) -> bool:
        """Whether it took too long, and so does not say any more what it is in."""
        return self._patience is not None and self._taken > self._patience

    def __str__(self) -> str:
        """As people write it."""
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


def is_spent(wanted: object) -> bool:
    """Whether one of the patterns took too long, so that nothing more can be said."""
    if isinstance(wanted, Pattern):
        return wanted.is_spent
    if isinstance(wanted, dict):
        return any(map(is_spent, wanted.values()))
    return isinstance(wanted, list) and any(map(is_spent, wanted))
