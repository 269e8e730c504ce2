"""What was read, and what was left out and why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from fakeping.core.plain import shown


@dataclass(kw_only=True)
class ImportSummary:
    """Counts of what was read, and of what was left out, by what it is and why."""

    read: Counter[str] = field(default_factory=Counter)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def leave(self, what: str, why: str, times: int = 1) -> None:
        """Tell of something that is not in the seed."""
        self.left[what, why] += times

    def lines(self) -> Iterator[str]:
        """The summary as lines."""
        read = [f"{count} {what}" for what, count in self.read.items() if count]
        yield f"read: {', '.join(read) or 'nothing'}"
        for (what, why), count in sorted(self.left.items()):
            yield shown(f"left out: {what}{f' ({count} times)' if count > 1 else ''}: {why}")
        yield from map(shown, self.notes)
