"""Limits of a journal, as arguments of a server or a tenant."""

from dataclasses import dataclass, fields
from typing import Self

from fakeping.core.limits import limit
from fakeping.core.problem import Refused


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
        if said is None or isinstance(said, cls):
            return said
        if isinstance(said, bool) or not isinstance(said, int):
            raise Refused(f"journal is JournalLimits or a number of exchanges, not {said!r:.100}")
        return cls(entries=said)

    def __post_init__(self) -> None:
        """Raise `ValueError` for what is no limit."""
        for each in fields(self):
            said = getattr(self, each.name)
            if isinstance(said, bool) or not isinstance(said, int) or said < 0:
                raise Refused(f"a journal's limits are 0 or more: {each.name} is not {said!r:.100}")
