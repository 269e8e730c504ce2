"""An order that is deduced: whatever is left no choice is settled, and only then is one chosen.

A search that places call by call finds out late that an early place was wrong. Here each
constraint says in which ways it may be kept, `precedence` knows at any time which of them are
still possible, and where but one is left, it is so, with all that follows from it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.precedence import (
    Constraint,
    Impossible,
    Option,
    Precedence,
)
from fakeping.contract.linearizability.search import GaveUp


@dataclass(slots=True)
class _Chosen:
    """Where it was before a choice, and what else might have been chosen."""

    precedence: Precedence
    open: list[Constraint]
    others: Iterator[Option]


class Deduction:
    """The search for an order of some acts that keeps constraints, in so many choices."""

    def __init__(
        self, acts: Sequence[Act], constraints: Iterable[Constraint], *, choices: int
    ) -> None:
        in_time = sorted(acts, key=lambda each: each.began)
        place = {each.number: number for number, each in enumerate(in_time)}
        self._precedence = Precedence.by_the_clock(in_time)
        self._open: list[Constraint] = [
            [tuple((place[one], place[other]) for one, other in way) for way in each]
            for each in constraints
        ]
        self._chosen: list[_Chosen] = []
        self._left = choices
        self._moments = [each.began + each.ended for each in in_time]

    def run(self) -> list[Act]:
        """An order. Raises `Impossible` where there is none, and `GaveUp`."""
        self._settle()
        while self._open:
            self._choose()
        return self._precedence.order()

    def _settle(self) -> None:
        """Let everything be so that is left no choice."""
        settled = True
        while settled:
            settled = False
            left: list[Constraint] = []
            for each in self._open:
                ways = [way for way in each if self._precedence.allows(way)]
                if len(ways) > 1:
                    if not any(map(self._precedence.holds, ways)):
                        left.append(ways)
                    continue
                if not ways:
                    raise Impossible
                if not self._precedence.holds(ways[0]):
                    self._precedence.add(ways[0])
                    settled = True
            self._open = left

    def _choose(self) -> None:
        """Choose for the constraint with the fewest ways: the one that time makes likely."""
        number, ways = min(enumerate(self._open), key=lambda each: len(each[1]))
        rest = self._open[:number] + self._open[number + 1 :]
        likely = iter(sorted(ways, key=self._unlikely))
        self._chosen.append(_Chosen(self._precedence, rest, likely))
        while not self._goes_on():
            pass

    def _goes_on(self) -> bool:
        """Whether the next of the ways that are left goes on without a contradiction."""
        if not self._chosen:
            raise Impossible
        last = self._chosen[-1]
        way = next(last.others, None)
        if way is None:
            self._chosen.pop()
            return False
        self._left -= 1
        if self._left < 0:
            raise GaveUp
        self._precedence, self._open = last.precedence.copy(), last.open
        try:
            self._precedence.add(way)
            self._settle()
        except Impossible:
            return False
        return True

    def _unlikely(self, way: Option) -> float:
        return max(self._moments[earlier] - self._moments[later] for earlier, later in way)
