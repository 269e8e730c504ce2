"""A part of many cases, the same in each run: which, their names and a seed say.

`make long` runs every case.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from zlib import crc32

C = TypeVar("C")

#: Whether every case is run.
EVERY = "FAKEPING_TEST_EVERY" in os.environ

#: Changed now and then: then others are in.
SEED = "2026-11"


def some(cases: Iterable[C], *, one_of: int, name: Callable[[Any], str] = str) -> list[C]:
    """One of so many cases, but one at least if there are any; every case for `make long`."""
    every = list(cases)
    if EVERY:
        return every

    def drawn(case: C) -> int:
        return crc32(f"{SEED} {name(case)}".encode())

    return [each for each in every if drawn(each) % one_of == 0] or sorted(every, key=drawn)[:1]
