"""How much work something is, counted in steps: no clock, so no machine is too slow for it."""

import gc
import sys
from collections.abc import Callable
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
    gc.disable()  # what ends elsewhere meanwhile is not its work
    sys.settrace(note)
    try:
        act()
    finally:
        sys.settrace(before)
        gc.enable()
    return count


# Where the work's growth is looked at, in sizes, each in equal stretches. A limit, such as a
# hundred errors that are told, is in one or two of them.
_EARLY, _LATE = 1, 5
_STRETCHES = 5
# Steps by which the same work differs: a cache that is full, a branch that is taken once.
_NOISE = 40

#: Bytes: work is in proportion between each and six times as many.
SIZES = (1_500, 5_000)

#: Between what is in proportion, at most 1.5 with a cache that is full on the way, and a square:
#: 3.7 alone, and 2.7 beside as much other work as there is.
STEEP = 2.0


def steepening(act: Sized, size: int) -> float:
    """How much faster work grows with each byte at 5 to 6 times a size than at up to twice.

    1 is in proportion. Most of the stretches decide, so a limit in one counts for nothing.
    """
    act(size)()  # what is made once is made now
    early, late = (median(_grown(act, size, each)) for each in (_EARLY, _LATE))
    return late / max(_NOISE, early)


def _grown(act: Sized, size: int, times: int) -> list[int]:
    """By how many steps the work grows in each stretch from so many times a size on."""
    sizes = [size * times + size * each // _STRETCHES for each in range(_STRETCHES + 1)]
    return [more - less for less, more in pairwise([steps(act(each)) for each in sizes])]


def growth(act: Sized, size: int) -> float:
    """By how much work grows when what it is done for doubles: 2 is in proportion, 4 a square."""
    act(size)()
    once, twice, four = (steps(act(each)) for each in (size, 2 * size, 4 * size))
    return (four - twice) / max(_NOISE, twice - once)
