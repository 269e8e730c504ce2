"""What comes before what: a partial order of acts, closed at any time, as sets of bits."""

from collections.abc import Iterator, Sequence
from typing import Self

from fakeping.contract.linearizability.history import Act

#: Two acts, the earlier first: their numbers in what models say, their places in a precedence.
Pair = tuple[int, int]

#: Pairs that hold together.
Option = tuple[Pair, ...]


#: Ways in which something may have been so: one of them was.
Constraint = Sequence[Option]


class Impossible(Exception):
    """An act would have to come before itself."""


class Precedence:
    """A partial order of acts, which begins as the one that the clock tells."""

    __slots__ = ("_after", "_before", "acts")

    def __init__(self, acts: Sequence[Act], *, before: list[int], after: list[int]) -> None:
        self.acts = acts
        self._before = before
        self._after = after

    @classmethod
    def by_the_clock(cls, acts: Sequence[Act]) -> Self:
        """What had ended when another began comes before it. The acts are in order of beginning."""
        before, after = _by_the_clock(acts)
        return cls(acts, before=before, after=after)

    def copy(self) -> "Precedence":
        """The same, to be changed."""
        return Precedence(self.acts, before=self._before[:], after=self._after[:])

    def holds(self, option: Option) -> bool:
        """Whether all of it is so, in any case."""
        return all(self._before[later] >> earlier & 1 for earlier, later in option)

    def allows(self, option: Option) -> bool:
        """Whether none of it is the other way round, in any case."""
        return not any(
            earlier == later or self._before[earlier] >> later & 1 for earlier, later in option
        )

    def add(self, option: Option) -> None:
        """Let it be so, with all that follows. Raises `Impossible`."""
        for earlier, later in option:
            if not self._before[later] >> earlier & 1:
                self._add(earlier, later)

    def _add(self, earlier: int, later: int) -> None:
        if earlier == later or self._before[earlier] >> later & 1:
            raise Impossible
        before = self._before[earlier] | 1 << earlier
        after = self._after[later] | 1 << later
        new_after = after & ~self._after[earlier]
        new_before = before & ~self._before[later]
        for each in _bits(new_after):
            self._before[each] |= before
        for each in _bits(new_before):
            self._after[each] |= after

    def order(self) -> list[Act]:
        """One order that keeps it: whatever comes after another has more before it."""
        sizes = [each.bit_count() for each in self._before]
        return [self.acts[place] for place in sorted(range(len(sizes)), key=sizes.__getitem__)]


def _by_the_clock(acts: Sequence[Act]) -> tuple[list[int], list[int]]:
    """What had ended when each began, and what began when each had ended."""
    before, after = [0] * len(acts), [0] * len(acts)
    everything = (1 << len(acts)) - 1
    by_end = sorted(range(len(acts)), key=lambda place: acts[place].ended)
    ended = begun = passed = 0
    for place, act in enumerate(acts):
        while acts[by_end[passed]].ended < act.began:
            ended |= 1 << by_end[passed]
            passed += 1
        before[place] = ended
    for place in by_end:
        while begun < len(acts) and acts[begun].began <= acts[place].ended:
            begun += 1
        after[place] = everything >> begun << begun
    return before, after


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
