"""Counts of operations by status and rule, from which the coverage is computed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Self


class AnswerKind(NamedTuple):
    """A kind of answer: an operation, its edition, status and rule."""

    edition: str | None
    operation: str
    status: int
    rule: str | None
    fault: str | None


class Tally:
    """Counts answers by kind; each count is added to `into` as well."""

    def __init__(self, into: "Tally | None" = None) -> None:
        self._into = into
        self._times: dict[AnswerKind, int] = {}

    def count(self, kind: AnswerKind, times: int = 1) -> None:
        """Count an answer."""
        self._times[kind] = self._times.get(kind, 0) + times
        if self._into is not None:
            self._into.count(kind, times)

    def __iter__(self) -> Iterator[tuple[AnswerKind, int]]:
        """Iterate over the kinds of answer with their counts, sorted by operation."""
        return iter(sorted(self._times.items(), key=lambda each: tuple(map(str, each[0]))))

    def __len__(self) -> int:
        """Number of kinds."""
        return len(self._times)

    def document(self) -> list[dict[str, Any]]:
        """The counts as a JSON document."""
        return [{**kind._asdict(), "times": times} for kind, times in self]

    def add(self, document: Iterable[Mapping[str, Any]]) -> Self:
        """Add the counts of another tally's document."""
        for each in document:
            said = dict(each)
            times = said.pop("times")
            self.count(AnswerKind(**said), times)
        return self
