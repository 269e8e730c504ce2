"""Removal of expired entries, which bounds stores of codes, tokens and the like.

A store is swept when it has doubled since the last time, so that adding takes constant time on
average. In a store of usual size, entries that expired are still there if the clock is set back.
"""

from collections.abc import Callable
from heapq import nsmallest
from typing import Generic, TypeVar

from fakeping.core.limits import limit

K = TypeVar("K")
E = TypeVar("E")

MOST = limit(
    "issued.living",
    100_000,
    unit="entries",
    bounds="the unexpired codes, tokens, tickets, sessions, flows, pushed requests, device codes or"
    " revocations that a tenant holds, of each kind",
    past="the tenth of them that would expire first is forgotten",
)

# Smaller stores are not swept.
_FEW = 1_000


class Sweep(Generic[E]):
    """Drops expired entries from a dictionary; to be called before each addition."""

    __slots__ = ("_due", "_ends", "_now")

    def __init__(self, *, now: Callable[[], float], ends: Callable[[E], float]) -> None:
        """Take a clock, and a function from an entity to its expiry: both in epoch seconds."""
        self._now = now
        self._ends = ends
        self._due = _FEW

    def __call__(self, held: dict[K, E]) -> bool:
        """Drop expired entries if the dictionary has doubled; return whether it had.

        One with `MOST` entries also loses the tenth that expires next.
        """
        if len(held) < self._due:
            return False
        self.drop_expired(held)
        ends = self._ends
        if len(held) >= MOST:
            for key in nsmallest(MOST // 10, held, key=lambda each: ends(held[each])):
                del held[key]
        self._due = min(MOST, max(_FEW, 2 * len(held)))
        return True

    def drop_expired(self, held: dict[K, E]) -> None:
        """Drop every expired entry."""
        now, ends = self._now(), self._ends
        for key in [key for key, each in held.items() if ends(each) <= now]:
            del held[key]
