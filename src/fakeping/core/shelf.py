"""Frozen entities by key, each coming and going of which is noted."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.change import Change, Changed
from fakeping.core.counted import Counted

K = TypeVar("K")
E = TypeVar("E")


class Kept(Protocol):
    """A part of a tenant's state that can be put back to what it was."""

    def capture(self) -> Any:
        """What it holds now: copies of its dictionaries, of entities that never change."""

    def restore(self, memento: Any) -> None:
        """Hold what it held then, and nothing else."""


def captured(parts: Iterable[Kept]) -> tuple[Any, ...]:
    """What all of these parts hold now."""
    return tuple([each.capture() for each in parts])


def restored(parts: Iterable[Kept], mementos: Iterable[Any]) -> None:
    """Let each of these parts hold what it held then."""
    for each, memento in zip(parts, mementos, strict=True):
        each.restore(memento)


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Shelf(Counted[K, E], Generic[K, E]):
    """Entities by key, the oldest first. `put` and `take` are noted; a plain write is not."""

    __slots__ = ("_changed", "_id_of", "_kind")

    def __init__(self, kind: str, changed: Changed, *, id_of: Callable[[E], str]) -> None:
        super().__init__(changed.grew)
        self._kind = kind
        self._changed = changed
        self._id_of = id_of

    def put(self, key: K, entity: E) -> E:
        """Add an entity, or put it in the place of the one with this key."""
        before = self.get(key)
        size = self.hold_one(key, entity)
        self._changed(Change(self._kind, self._id_of(entity), before, entity, size=size))
        return entity

    def take(self, key: K) -> E | None:
        """Take the entity with this key away, if there is one."""
        before = self.get(key)
        if before is not None:
            size = self.drop(key)
            self._changed(Change(self._kind, self._id_of(before), before, None, size=size))
        return before

    def take_all(self) -> None:
        """Take every entity away."""
        for key in list(self):
            self.take(key)

    def capture(self) -> Mapping[K, E]:
        """What it holds now."""
        return self.copy() if self else _NOTHING

    def restore(self, memento: Mapping[K, E]) -> None:
        """Hold what it held then."""
        self.hold(memento)
