"""Forgetting what has expired: it bounds a store of things that each live for a while.

A store is swept when it has doubled since the last time, so that one more costs the same however
many there are. A clock that is set back finds in a store of a usual size what it had left there.
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
    bounds="the unexpired codes, tokens, tickets, sessions or revocations that a tenant holds, of"
    " each kind",
    past="the tenth of them that would expire first is forgotten",
)

# Fewer are not worth a look.
_FEW = 1_000


class Sweep(Generic[E]):
    """Drops from a dictionary, called before something is added, what has expired in it."""

    __slots__ = ("_due", "_ends", "_now")

    def __init__(self, *, now: Callable[[], float], ends: Callable[[E], float]) -> None:
        """Take a clock, and what tells when an entity expires: both in seconds since the epoch."""
        self._now = now
        self._ends = ends
        self._due = _FEW

    def __call__(self, held: dict[K, E]) -> bool:
        """Drop what has expired, if it is time for that; return whether it was."""
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
        """Drop what has expired by now."""
        now, ends = self._now(), self._ends
        for key in [key for key, each in held.items() if ends(each) <= now]:
            del held[key]
