"""How much work something is, counted in steps: no clock, so no machine is too slow for it."""

import sys
from collections.abc import Callable
from types import FrameType


def steps(act: Callable[[], object]) -> int:
    """How many instructions of Python's an act takes, those in comprehensions among them."""
    count = 0

    def note(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        if event == "opcode":
            count += 1
        else:
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


# Steps by which the same work differs: a cache that is full, a branch that is taken once.
_NOISE = 200


def growth(act: Callable[[int], Callable[[], object]], size: int) -> float:
    """By how much work grows when what it is done for doubles: 2 is in proportion, 4 a square."""
    act(size)()  # what is made once is made now
    once, twice, four = (steps(act(each)) for each in (size, 2 * size, 4 * size))
    return (four - twice) / max(_NOISE, twice - once)
