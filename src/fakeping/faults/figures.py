"""Validation of a fault's arguments."""

from math import isfinite

from fakeping.core.problem import Nonsense

_STATUSES = range(400, 600)


def count(number: object, *, at: str, least: int) -> int:
    """Return an integer that is at least `least`. Raises `Nonsense`."""
    if isinstance(number, bool) or not isinstance(number, int) or number < least:
        raise Nonsense(f"{at} is a whole number from {least} on, not {number!r}", at=at)
    return number


def chance(number: object) -> float:
    """Return a probability from 0 to 1. Raises `Nonsense`."""
    if (
        isinstance(number, bool)
        or not isinstance(number, (int, float))
        or not isfinite(number)
        or not 0 <= number <= 1
    ):
        raise Nonsense(f"a probability is a number from 0 to 1, not {number!r}", at="probability")
    return number


def failure(status: object) -> int:
    """Return a status from 400 to 599. Raises `Nonsense`."""
    if isinstance(status, bool) or not isinstance(status, int) or status not in _STATUSES:
        raise Nonsense(f"a failure has a status from 400 to 599, not {status!r}", at="status")
    return status


def choice(name: object, among: tuple[str, ...], *, at: str) -> None:
    """Raise `Nonsense` unless a name is one of these."""
    if name not in among:
        raise Nonsense(f"{at} is {' or '.join(among)}, not {name!r}", at=at)
