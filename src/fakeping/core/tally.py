"""How often each operation was answered how: what coverage is computed from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Self


class Met(NamedTuple):
    """One way in which an operation of an edition was answered."""

    edition: str | None
    operation: str
    status: int
    rule: str | None
    fault: str | None


class Tally:
    """Counts answers, and forgets none. What is counted here is counted in `into` too."""

    def __init__(self, into: "Tally | None" = None) -> None:
        self._into = into
        self._times: dict[Met, int] = {}

    def count(self, met: Met, times: int = 1) -> None:
        """Count an answer."""
        self._times[met] = self._times.get(met, 0) + times
        if self._into is not None:
            self._into.count(met, times)

    def __iter__(self) -> Iterator[tuple[Met, int]]:
        """Iterate over what was met, and how often, sorted by name."""
        return iter(sorted(self._times.items(), key=lambda each: tuple(map(str, each[0]))))

    def __len__(self) -> int:
        """Count the ways."""
        return len(self._times)

    def document(self) -> list[dict[str, Any]]:
        """What was met, as JSON has it."""
        return [{**met._asdict(), "times": times} for met, times in self]

    def add(self, document: Iterable[Mapping[str, Any]]) -> Self:
        """Count what another tally's document says, too."""
        for each in document:
            said = dict(each)
            times = said.pop("times")
            self.count(Met(**said), times)
        return self
