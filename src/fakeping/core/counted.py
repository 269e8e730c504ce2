"""Dictionaries that know how many bytes they hold."""

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

from fakeping.core.weight import weigh

K = TypeVar("K")
E = TypeVar("E")

#: What an entity takes besides its texts, with its places in the dictionaries: measured, roughly.
_EACH = 300


def weight(entity: object) -> int:
    """The bytes that an entity takes, about: its texts, and as much for the rest as is usual.

    An entity is a frozen value, so it weighs the same when it goes as when it came.
    """
    return _EACH + weigh(entity)


class Copy(dict[K, E]):
    """What a `Counted` held, and how many bytes that was."""

    __slots__ = ("size",)

    size: int


class Counted(dict[K, E]):
    """A dictionary of frozen values that tells `grew` how many more bytes it holds, or fewer."""

    __slots__ = ("_grew", "size")

    def __init__(self, grew: Callable[[int], None]) -> None:
        super().__init__()
        self._grew = grew
        #: The bytes that it holds.
        self.size = 0

    def __setitem__(self, key: K, value: E) -> None:
        """Hold a value in place of the one with this key."""
        self.hold_one(key, value)

    def hold_one(self, key: K, value: E) -> int:
        """Hold a value in place of the one with this key; return the bytes of both."""
        before = self.get(key)
        came, went = weight(value), 0 if before is None else weight(before)
        self._resize(came - went)
        super().__setitem__(key, value)
        return came + went

    def __delitem__(self, key: K) -> None:
        """Hold a value no longer."""
        self.drop(key)

    def drop(self, key: K) -> int:
        """Hold a value no longer; return its bytes. Raises `KeyError`."""
        went = weight(self[key])
        self._resize(-went)
        super().__delitem__(key)
        return went

    # The dictionary's own would go around the two above.

    def pop(self, key: K, default: Any = None) -> Any:
        """Hold a value no longer; return it."""
        if key not in self:
            return default
        value = self[key]
        del self[key]
        return value

    def setdefault(self, key: K, default: E) -> E:
        """The value with this key, which from now on is this one unless there was one."""
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other: Mapping[K, E]) -> None:  # type: ignore[override]
        """Hold those values too."""
        for key, value in other.items():
            self[key] = value

    def __ior__(self, other: Mapping[K, E]) -> Self:  # type: ignore[override,misc]
        """Hold those values too."""
        self.update(other)
        return self

    def popitem(self) -> tuple[K, E]:
        """Hold the newest value no longer; return it under its key."""
        key = next(reversed(self))
        return key, self.pop(key)

    def clear(self) -> None:
        """Hold nothing."""
        self._resize(-self.size)
        super().clear()

    def copy(self) -> Copy[K, E]:
        """What it holds now."""
        copy = Copy(self)
        copy.size = self.size
        return copy

    def hold(self, held: Mapping[K, E]) -> None:
        """Hold just that; a copy of its own costs no counting."""
        size = held.size if isinstance(held, Copy) else sum(map(weight, held.values()))
        self._resize(size - self.size)
        super().clear()
        super().update(held)

    def _resize(self, by: int) -> None:
        self.size += by
        self._grew(by)
