"""How much work something is, counted in steps: no clock, so no machine is too slow for it."""

import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from types import FrameType

#: Makes an act of a size, to be counted.
Sized = Callable[[int], Callable[[], object]]


def steps(act: Callable[[], object]) -> int:
    """How many lines of Python an act runs; each turn of a comprehension is one."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        count += 1
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


# Equal stretches of sizes. A limit, such as a hundred errors that are told, is in one of them.
_STRETCHES = 8
# Steps by which the same work differs: a cache that is full, a branch that is taken once.
_NOISE = 40

#: More than any `steepening` in proportion, and less than a square's beside other work.
STEEP = 1.52


def steepening(act: Sized, size: int) -> float:
    """How much faster work grows with each byte at up to 4 times a size than at up to 2.5 times.

    1 is in proportion. Half of the stretches decide, so a limit in one counts for nothing.
    """
    act(size)()  # what is made once is made now
    early, late = (median(each) for each in _halves(list(_grown(act, size))))
    return late / max(_NOISE, early)


def _grown(act: Sized, size: int) -> Iterator[int]:
    """By how many steps the work grows in each stretch."""
    sizes = [size + 3 * size * each // _STRETCHES for each in range(_STRETCHES + 1)]
    for less, more in pairwise([steps(act(each)) for each in sizes]):
        yield more - less


def _halves(found: list[int]) -> tuple[list[int], list[int]]:
    middle = len(found) // 2
    return found[:middle], found[middle:]


def growth(act: Sized, size: int) -> float:
    """By how much work grows when what it is done for doubles: 2 is in proportion, 4 a square."""
    act(size)()
    once, twice, four = (steps(act(each)) for each in (size, 2 * size, 4 * size))
    return (four - twice) / max(_NOISE, twice - once)
