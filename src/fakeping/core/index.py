"""The keys of entities, by a value that several of them may share."""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
E = TypeVar("E")


class Index(Generic[K, E]):
    """Keys by value, those of a value in the order in which they came to have it.

    It is built when it is first asked, and kept from then on. `None` is no value.
    """

    __slots__ = ("_entities", "_keys", "_value_of")

    def __init__(self, entities: Mapping[K, E], value_of: Callable[[E], Hashable]) -> None:
        self._entities = entities
        self._value_of = value_of
        self._keys: dict[Hashable, dict[K, None]] | None = None

    def keys(self, value: Hashable) -> Collection[K]:
        """The keys of the entities that have this value."""
        return self._built().get(value) or ()

    def has(self, value: Hashable) -> bool:
        """Whether any entity has this value."""
        return value in self._built()

    def forget(self) -> None:
        """Build it anew when it is asked the next time."""
        self._keys = None

    def changed(self, key: K, before: E | None, after: E | None) -> None:
        """Take in that the entity with this key is now another, or is gone."""
        if self._keys is None:
            return
        old = None if before is None else self._value_of(before)
        new = None if after is None else self._value_of(after)
        if old is new or old == new:
            return
        if old is not None:
            keys = self._keys[old]
            del keys[key]
            if not keys:
                del self._keys[old]
        if new is not None:
            self._keys.setdefault(new, {})[key] = None

    def _built(self) -> dict[Hashable, dict[K, None]]:
        if self._keys is None:
            self._keys = {}
            for key, each in self._entities.items():
                value = self._value_of(each)
                if value is not None:
                    self._keys.setdefault(value, {})[key] = None
        return self._keys
