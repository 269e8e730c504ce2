"""Turn a filter's syntax tree into a function that says whether an entity matches."""

from collections.abc import Callable, Mapping
from datetime import datetime
from operator import ge, gt, le, lt
from typing import Any, TypeVar

from fakeping.families.filters.tree import (
    Comparison,
    Conjunction,
    Constant,
    Disjunction,
    Element,
    Negation,
    Node,
    Presence,
)

E = TypeVar("E")

#: What a filter compares with a literal: a text, a flag, a number, an instant, nothing, or a list
#: of these, of which one has to match.
Value = Any

#: Whether an entity, or a value, matches.
Matches = Callable[[E], bool]

#: What is compared: everything in a tree that is not logic.
Leaf = Presence | Comparison | Element


def matcher(tree: Node, of_leaf: Callable[[Leaf], Matches[E]]) -> Matches[E]:
    """The function of a tree; `of_leaf` makes that of a comparison, or raises a problem."""
    match tree:
        case Constant():
            return lambda _: tree.holds
        case Negation():
            negated = matcher(tree.of, of_leaf)
            return lambda each: not negated(each)
        case Conjunction():
            every = [matcher(each, of_leaf) for each in tree.of]
            return lambda each: all(matches(each) for matches in every)
        case Disjunction():
            either = [matcher(each, of_leaf) for each in tree.of]
            return lambda each: any(matches(each) for matches in either)
    return of_leaf(tree)


def comparer(operator: str, literal: Value, *, folds: bool) -> Matches[Value]:
    """Whether a value compares with a literal; with `folds`, equality ignores letter case.

    Values of different kinds are neither equal nor ordered, but every value has a text for `co`,
    `sw` and `ew`, and a text equals a literal that is written so.
    """
    one = _comparer(operator, literal, folds=folds)

    def compares(value: Value) -> bool:
        if isinstance(value, list | tuple):
            return any(one(each) for each in value)
        return one(value)

    return compares


def is_present(value: Value) -> bool:
    """Whether a member has a value: an empty list is none."""
    return bool(value) if isinstance(value, list | tuple) else value is not None


def rank(value: Value, *, folds: bool = False) -> tuple[int, Any]:
    """A sort key: values are sorted by kind, and what has no order comes first."""
    kind = _kind(value)
    if kind is None:
        return -1, 0
    return _RANKS.index(kind), value.casefold() if kind is str and folds else value


_RANKS = (bool, float, datetime, str)


def _comparer(operator: str, literal: Value, *, folds: bool) -> Matches[Value]:
    if operator in _ORDERS:
        order = _ORDERS[operator]
        return lambda value: _kind(value) is _kind(literal) is not None and order(value, literal)
    text = _text(literal)
    wanted = text.casefold() if folds and text is not None else text

    def folded(value: Value) -> str | None:
        found = _text(value)
        return found.casefold() if folds and found is not None else found

    def equals(value: Value) -> bool:
        if isinstance(value, str):
            return folded(value) == wanted
        return _kind(value) is _kind(literal) and bool(value == literal)

    if operator == "eq":
        return equals
    if operator == "ne":
        return lambda value: not equals(value)
    part = _PARTS[operator]

    def contains(value: Value) -> bool:
        found = folded(value)
        return found is not None and wanted is not None and part(found, wanted)

    return contains


_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"gt": gt, "ge": ge, "lt": lt, "le": le}
_PARTS: Mapping[str, Callable[[str, str], bool]] = {
    "co": str.__contains__,
    "sw": str.startswith,
    "ew": str.endswith,
}


def _kind(value: Value) -> type | None:
    """The type in which a value is compared: those of two numbers are the same."""
    if isinstance(value, bool):
        return bool
    if isinstance(value, int | float):
        return float
    return next((each for each in (str, datetime) if isinstance(value, each)), None)


def _text(value: Value) -> str | None:
    """The text of a scalar, as JSON writes it but for the quotes."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else None
