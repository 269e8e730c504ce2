"""A dictionary of entities that reports each addition and removal as a change."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.change import Change, Changed
from fakeping.core.counted import Counted

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


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Shelf(Counted[K, E], Generic[K, E]):
    """Entities by key, the oldest first. `put` and `take` report changes; `[key] = ` does not."""

    __slots__ = ("_changed", "_id_of", "_kind")

    def __init__(self, kind: str, changed: Changed, *, id_of: Callable[[E], str]) -> None:
        super().__init__(changed.grew)
        self._kind = kind
        self._changed = changed
        self._id_of = id_of

    def put(self, key: K, entity: E) -> E:
        """Add or replace the entity with this key, and report the change."""
        before = self.get(key)
        size = self.hold_one(key, entity)
        self._changed(Change(self._kind, self._id_of(entity), before, entity, size=size))
        return entity

    def take(self, key: K) -> E | None:
        """Remove the entity with this key, if any, and report the change."""
        before = self.get(key)
        if before is not None:
            size = self.drop(key)
            self._changed(Change(self._kind, self._id_of(before), before, None, size=size))
        return before

    def take_all(self) -> None:
        """Remove every entity, and report each change."""
        for key in list(self):
            self.take(key)

    def capture(self) -> Mapping[K, E]:
        """Take a snapshot."""
        return self.copy() if self else _NOTHING

    def restore(self, snapshot: Mapping[K, E]) -> None:
        """Restore a snapshot, without reporting changes."""
        self.hold(snapshot)
