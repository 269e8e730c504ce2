"""The members that a filter can compare, and with which operators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fakeping.families.filters.matching import Matches, Value, comparer, is_present, rank
from fakeping.families.filters.tree import Comparison, Presence

E = TypeVar("E")


def as_it_is(literal: Value) -> Value:
    """Compare with the literal itself."""
    return literal


@dataclass(frozen=True, slots=True)
class Field(Generic[E]):
    """A member that a filter can name."""

    #: Its value, or values, in an entity.
    value: Callable[[E], Value]
    #: The operators that it is compared with.
    operators: tuple[str, ...]
    #: Whether equality ignores letter case.
    folds: bool = False
    #: What is compared in the place of a literal. Raises `ValueError` if that is none.
    read: Callable[[Any], Value] = as_it_is
    #: What is compared where there is no value; `null` alone equals none.
    absent: Value = None

    def matches(self, leaf: Comparison | Presence) -> Matches[E]:
        """Whether an entity matches a comparison. Raises `ValueError` for an unreadable literal."""
        value = self.value
        if isinstance(leaf, Presence):
            return lambda each: is_present(value(each))
        literal = None if leaf.literal is None else self.read(leaf.literal)
        compares = comparer(leaf.operator, literal, folds=self.folds)
        if self.absent is None or literal is None:
            return lambda each: compares(value(each))
        absent = self.absent
        return lambda each: compares(absent if (found := value(each)) is None else found)

    def rank(self, entity: E) -> tuple[int, Any]:
        """The sort key of an entity."""
        found = self.value(entity)
        return rank(self.absent if found is None else found, folds=self.folds)
