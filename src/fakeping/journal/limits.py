"""How much a journal holds, as a server or a tenant is told."""

from dataclasses import dataclass
from typing import Self

from fakeping.core.limits import limit


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLimits:
    """How much a journal holds. Raises `ValueError` for less than nothing."""

    #: Exchanges; 0 records none at all.
    entries: int = limit(
        "journal.entries",
        10_000,
        unit="exchanges",
        bounds="one journal",
        past="the oldest make room",
        change="JournalLimits(entries=...), --journal-entries",
    )
    #: Bytes of one body; what is longer is cut.
    body: int = limit(
        "journal.body",
        64 * 1024,
        unit="bytes",
        bounds="one body in a journal",
        past="its beginning is kept",
        change="JournalLimits(body=...), --journal-body",
    )
    #: Bytes of all that is kept of all exchanges: URLs, headers, bodies, callers and changes.
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
        """Limits as a server or a tenant is told: these, or so many exchanges."""
        return cls(entries=said) if isinstance(said, int) else said

    def __post_init__(self) -> None:
        """Refuse what can't be."""
        if min(self.entries, self.body, self.total) < 0:
            raise ValueError("a journal's limits are 0 or more")
