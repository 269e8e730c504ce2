"""A policy's conditions: until when it holds, and for which clients."""

from collections.abc import Iterator
from math import inf
from sys import float_info

from fakeping.core.exchange import JSON


def expiration(body: JSON) -> float | None:
    """When a policy ends: its first date, or its last if any suffices; `None` if never."""
    dates = [_seconds(each["expirationDate"]) for each in _of_type(body, "Expiration")]
    if not dates:
        return None
    return max(dates) if any_suffices(body) else min(dates)


def clients(body: JSON) -> frozenset[str] | None:
    """The clients that all conditions name, or that any does; `None` if none names any."""
    named = [frozenset(each["clientIds"]) for each in _of_type(body, "clientId")]
    if not named:
        return None
    return frozenset.union(*named) if any_suffices(body) else frozenset.intersection(*named)


def any_suffices(body: JSON) -> bool:
    """Whether one condition is enough. By default all must hold."""
    return bool(body.get("type") == "OR")


def _seconds(date: float | str) -> float:
    """A date as a float. One that no float can hold is as good as the last that one can."""
    try:
        seconds = float(date)
    except OverflowError:  # of a number with hundreds of digits
        seconds = inf if date > 0 else -inf  # type: ignore[operator]  # a text gives infinity
    return max(-float_info.max, min(seconds, float_info.max))


def _of_type(body: JSON, type_: str) -> Iterator[JSON]:
    return (each for each in body.get("conditions") or () if each["type"] == type_)
