"""Parts of a tenant's state that are captured and restored together."""

from collections.abc import Callable, Iterable
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


class Keeping(Restorable, Protocol):
    """A part that can be restored without losing what came since."""

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Add a snapshot's content to its own."""


P = TypeVar("P", bound=Keeping)


class Later(Generic[P]):
    """A part that is made when somebody first asks for it: most tests' tenants use few."""

    __slots__ = ("_born", "_made", "_make")

    def __init__(self, make: Callable[[], P]) -> None:
        self._make = make
        self._made: P | None = None
        # Its snapshot when it was made.
        self._born: Any = None

    def __call__(self) -> P:
        """The part."""
        if self._made is None:
            made = self._make()
            self._born = made.capture()
            self._made = made
        return self._made

    def capture(self) -> Any:
        """A snapshot; `None` of what nobody has asked for."""
        return None if self._made is None else self._made.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        if snapshot is not None or self._made is not None:
            made = self()
            made.restore(self._born if snapshot is None else snapshot)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep what the part keeps of what came since."""
        if snapshot is not None or self._made is not None:
            made = self()
            made.restore_keeping_new(self._born if snapshot is None else snapshot)


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
