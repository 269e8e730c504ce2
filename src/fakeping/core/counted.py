"""Dictionaries that count the bytes of their values."""

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from fakeping.core.weight import weigh

K = TypeVar("K")
E = TypeVar("E")

#: Bytes of an entity besides its texts, its dictionary slots included: measured, roughly.
_EACH = 300


def weight(entity: object) -> int:
    """Estimate an entity's bytes: its texts, and a fixed sum for the rest.

    An entity is a frozen value, so the estimate is the same when it is removed as when added.
    """
    return _EACH + weigh(entity)


class Copy(dict[K, E]):
    """A copy of a `Counted`, with its size in bytes."""

    __slots__ = ("size",)

    size: int


_EMPTY: Copy[Any, Any] = Copy()
_EMPTY.size = 0


class Counted(dict[K, E]):
    """A dictionary of frozen values that reports each change of its size in bytes to `grew`."""

    __slots__ = ("_grew", "size")

    def __init__(self, grew: Callable[[int], None]) -> None:
        super().__init__()
        self._grew = grew
        #: Bytes of all values.
        self.size = 0

    def __setitem__(self, key: K, value: E) -> None:
        """Add or replace a value."""
        self.hold_one(key, value)

    def hold_one(self, key: K, value: E) -> int:
        """Add or replace a value; return the bytes of the new one and the old one together."""
        before = self.get(key)
        came, went = weight(value), 0 if before is None else weight(before)
        self._resize(came - went)
        super().__setitem__(key, value)
        return came + went

    def __delitem__(self, key: K) -> None:
        """Remove a value."""
        self.drop(key)

    def drop(self, key: K) -> int:
        """Remove a value and return its bytes. Raises `KeyError`."""
        went = weight(self[key])
        self._resize(-went)
        super().__delitem__(key)
        return went

    # The inherited methods would bypass the two above.

    def pop(self, key: K, default: Any = None) -> Any:
        """Remove a value and return it, or the default."""
        if key not in self:
            return default
        value = self[key]
        del self[key]
        return value

    def setdefault(self, key: K, default: E) -> E:
        """Return the value with this key, after adding `default` where there is none."""
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other: Mapping[K, E]) -> None:  # type: ignore[override]
        """Add or replace these values."""
        for key, value in other.items():
            self[key] = value

    def __ior__(self, other: Mapping[K, E]) -> Self:  # type: ignore[override,misc]
        """Add or replace these values."""
        self.update(other)
        return self

    def popitem(self) -> tuple[K, E]:
        """Remove the newest item and return it."""
        key = next(reversed(self))
        return key, self.pop(key)

    def clear(self) -> None:
        """Remove every value."""
        self._resize(-self.size)
        super().clear()

    def copy(self) -> Copy[K, E]:
        """Copy the dictionary, with its size. All empty ones share a copy."""
        if not self:
            return _EMPTY
        copy = Copy(self)
        copy.size = self.size
        return copy

    def hold(self, held: Mapping[K, E]) -> None:
        """Replace all values; for a `Copy` nothing is counted again."""
        size = held.size if isinstance(held, Copy) else sum(map(weight, held.values()))
        self._resize(size - self.size)
        super().clear()
        super().update(held)

    def _resize(self, by: int) -> None:
        self.size += by
        self._grew(by)
