"""Parts of a tenant's state that are captured and restored together."""

from collections.abc import Iterable
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.table import Table

K = TypeVar("K")
E = TypeVar("E")


class Restorable(Protocol):
    """A part of a tenant's state that can be snapshot and restored."""

    def capture(self) -> Any:
        """Take a snapshot: copies of its dictionaries, whose entities are frozen."""

    def restore(self, snapshot: Any) -> None:
        """Replace its content with a snapshot's."""


def captured(parts: Iterable[Restorable]) -> tuple[Any, ...]:
    """Take a snapshot of each part."""
    return tuple([each.capture() for each in parts])


def restored(parts: Iterable[Restorable], snapshots: Iterable[Any]) -> None:
    """Restore each part from its snapshot."""
    for each, snapshot in zip(parts, snapshots, strict=True):
        each.restore(snapshot)


class Part(Generic[K, E]):
    """A part of a tenant's state that is one table."""

    __slots__ = ("table",)

    def __init__(self, table: Table[K, E]) -> None:
        self.table = table

    def capture(self) -> Any:
        """A snapshot, for `restore` and `restore_keeping_new`."""
        return self.table.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self.table.restore(snapshot)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the entities since."""
        self.table.restore_keeping_new(snapshot)
