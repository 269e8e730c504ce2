"""Limits of a journal, as arguments of a server or a tenant."""

from dataclasses import dataclass
from typing import Self

from fakeping.core.limits import limit


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLimits:
    """Limits of a journal. Raises `ValueError` for a negative one."""

    #: Most exchanges; 0 turns the journal off.
    entries: int = limit(
        "journal.entries",
        10_000,
        unit="exchanges",
        bounds="one journal",
        past="the oldest make room",
        change="JournalLimits(entries=...), --journal-entries",
    )
    #: Most bytes of one body; longer ones are cut.
    body: int = limit(
        "journal.body",
        64 * 1024,
        unit="bytes",
        bounds="one body in a journal",
        past="its beginning is kept",
        change="JournalLimits(body=...), --journal-body",
    )
    #: Most bytes of all exchanges: URLs, headers, bodies, callers and changes.
    total: int = limit(
        "journal.total",
        16 * 1024 * 1024,
        unit="bytes",
        bounds="one journal: URLs, headers, bodies, callers and changes of all its exchanges",
        past="the oldest make room",
        change="JournalLimits(total=...), --journal-total",
    )

    @classmethod
    def of(cls, said: Self | int | None) -> Self | None:
        """Make limits of an argument that may also be a number of exchanges."""
        return cls(entries=said) if isinstance(said, int) else said

    def __post_init__(self) -> None:
        """Raise `ValueError` for a negative limit."""
        if min(self.entries, self.body, self.total) < 0:
            raise ValueError("a journal's limits are 0 or more")
