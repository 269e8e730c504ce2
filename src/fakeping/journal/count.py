"""Expected numbers of calls."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """From `least` to `most` times; with `most=None`, `least` or more."""

    least: int = 1
    most: int | None = None

    def holds(self, found: int) -> bool:
        """Whether a number is within the bounds."""
        return found >= self.least and (self.most is None or found <= self.most)

    def __str__(self) -> str:
        """`exactly once`, `at least 2 times`, `from 1 to 3 times`."""
        if self.most is None:
            return f"at least {times(self.least)}"
        if self.least == self.most:
            return f"exactly {times(self.least)}"
        return f"at most {times(self.most)}" if not self.least else self._between()

    def _between(self) -> str:
        return f"from {self.least} to {times(self.most or 0)}"


def counted(count: int | range | None, *, at_least: int | None, at_most: int | None) -> Count:
    """Make a count from an assertion's arguments; at least once without any.

    Raises `ValueError` for arguments that exclude each other, and for impossible counts.
    """
    once = None if isinstance(count, range) else count
    for name, said in (("count", once), ("at_least", at_least), ("at_most", at_most)):
        if said is not None and (isinstance(said, bool) or not isinstance(said, int)):
            raise ValueError(f"{name} is a whole number, not {said!r}")
        if said is not None and said < 0:
            raise ValueError(f"{name} is 0 or more, not {said}")
    if count is not None and (at_least is not None or at_most is not None):
        raise ValueError("say how often with count, or with at_least and at_most")
    if isinstance(count, range):
        if count.step != 1 or not count or count[0] < 0:
            raise ValueError(f"{count!r} says nothing of how often; try range(1, 4)")
        return Count(least=count[0], most=count[-1])
    if count is not None:
        return Count(least=count, most=count)
    if at_least is None and at_most is not None:
        at_least = 0
    wanted = Count(least=1 if at_least is None else at_least, most=at_most)
    if at_most is not None and at_most < wanted.least:
        raise ValueError(f"nothing happens {wanted}")
    return wanted


def require_some(count: int) -> None:
    """Raise `ValueError` for a number that nobody has to wait for."""
    if counted(count, at_least=None, at_most=None).least < 1:
        raise ValueError("count is 1 or more: nothing is waited for")


def times(count: int) -> str:
    """`once`, `2 times`."""
    return "once" if count == 1 else f"{count} times"
