"""Durations and instants as people write them, parsed to seconds."""

import re
from datetime import datetime, timedelta
from math import ceil, inf, isfinite

from fakeping.core.problem import Refused

#: A length of time: seconds, a `timedelta`, or words such as `1h30m`, `45s` and `250ms`.
Duration = timedelta | float | str

#: The instants that a clock can show: a token that was issued at the last can still expire.
FIRST = -2_208_988_800.0  # 1900-01-01
LAST = 253_370_764_800.0  # 9999-01-01
#: 9999-12-31T23:59:59Z, the last instant at which a token may expire: no clock shows it.
LAST_EXPIRY = 253_402_300_799

_NUMBER = r"(\d+(?:\.\d+)?)"
_WORDS = re.compile("".join(f"(?:{_NUMBER}{unit})?" for unit in ("d", "h", "m(?!s)", "s", "ms")))
_SECONDS = (86_400.0, 3_600.0, 60.0, 1.0, 0.001)


def seconds(length: Duration) -> float:
    """Convert a duration to seconds. Raises `ValueError` for anything else."""
    if isinstance(length, timedelta):
        return length.total_seconds()
    return _spelled(length) if isinstance(length, str) else _number(length)


def wait(length: Duration, *, what: str = "a delay") -> float:
    """Convert a duration to seconds. Raises `ValueError` if it is negative or none."""
    found = seconds(length)
    if found < 0:
        raise ValueError(f"{what} is not negative, as {length!r} is")
    return found


def lifetime(length: float) -> float:
    """Return a token's lifetime in seconds. Raises `Refused` for a negative one."""
    if length < 0:
        raise Refused(f"lifetime is not negative, as {length!r} is: expired=True is what has ended")
    return length


def whole(length: Duration | None) -> int | None:
    """Convert a duration to whole seconds, rounded up; `None` stays. Raises `ValueError`."""
    return None if length is None else ceil(wait(length, what="Retry-After"))


def instant(when: datetime | str) -> float:
    """Convert an aware `datetime`, or text such as `2026-01-01T00:00:00Z`, to epoch seconds.

    Raises `ValueError` for any other value, and where there is no time zone.
    """
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            raise ValueError(f"not an instant: {when!r}; write 2026-01-01T00:00:00Z") from None
    if when.tzinfo is None:
        raise ValueError("a clock is set to an aware datetime, such as one with tzinfo=UTC")
    return within(when.timestamp())


def within(timestamp: float) -> float:
    """Return the instant. Raises `ValueError` outside the years 1900 to 9998."""
    if not FIRST <= timestamp < LAST:
        raise ValueError("a clock shows the years 1900 to 9998")
    return timestamp


def ahead(step: float) -> float:
    """Return the step of a clock. Raises `ValueError` for one back."""
    if step < 0:
        raise ValueError(f"a clock advances, and {step:g} s is back; set it to an instant for that")
    return step


def _number(length: object) -> float:
    number = None if isinstance(length, bool) or not isinstance(length, int | float) else length
    try:
        found = inf if number is None else float(number)
    except OverflowError:  # an int may have any number of digits
        found = inf
    if not isfinite(found):
        raise ValueError(f"a length of time is a finite number of seconds, not {length!r:.100}")
    return found


def _spelled(length: str) -> float:
    found = _WORDS.fullmatch(length.replace(" ", ""))
    if not found or not any(found.groups()):
        raise ValueError(f"not a length of time: {length!r}; write 1h30m, 45s or 250ms")
    return sum(float(n) * unit for n, unit in zip(found.groups(), _SECONDS, strict=True) if n)
