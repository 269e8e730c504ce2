"""The members that a filter can compare, and with which operators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fakeping.families.filters.matching import Matches, Value, comparer, is_present
from fakeping.families.filters.tree import Comparison, Presence

E = TypeVar("E")


class Unreadable(ValueError):
    """A literal that a member is never compared with, such as a date that is none."""


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
    #: What is compared in the place of a literal. Raises `Unreadable`.
    read: Callable[[Value], Any] = as_it_is

    def matches(self, leaf: Comparison | Presence) -> Matches[E]:
        """Whether an entity matches a comparison with one of the operators."""
        value = self.value
        if isinstance(leaf, Presence):
            return lambda each: is_present(value(each))
        compares = comparer(leaf.operator, self.read(leaf.literal), folds=self.folds)
        return lambda each: compares(value(each))
