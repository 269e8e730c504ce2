"""The SCIM filter of a collection, and the members that it compares."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from fakeping.families.filters.dialects import SCIM
from fakeping.families.filters.fields import Field
from fakeping.families.filters.matching import Leaf, Matches, Value, matcher
from fakeping.families.filters.parsing import parse
from fakeping.families.filters.tree import Comparison, Element, FilterError
from fakeping.families.pingone import rules
from fakeping.families.pingone.problems import BadFilter

E = TypeVar("E")

#: The operators of a text.
OPERATORS = ("eq", "ne", "sw", "ew", "co", "pr")

#: The members that a filter or an order can name: each a field, or how to read a text from an
#: entity.
Fields = Mapping[str, Field[E] | Callable[[E], Value]]


def field_of(said: Field[E] | Callable[[E], Value]) -> Field[E]:
    """The field of a member. A text is compared letter case aside, and is empty where it is not."""
    return said if isinstance(said, Field) else Field(said, OPERATORS, folds=True, absent="")


def flag(value: Callable[[E], bool]) -> Field[E]:
    """The field of a member that is true or false, which a filter may also say in quotes."""
    return Field(value, ("eq", "ne", "pr"), read=_bool)


def _bool(literal: Value) -> bool:
    if isinstance(literal, bool):
        return literal
    if literal not in {"true", "false"}:
        raise ValueError(f"{literal!r} is neither true nor false")
    return bool(literal == "true")


def filtering(text: str, fields: Fields[E]) -> Matches[E]:
    """Whether an entity matches a filter. Raises `BadFilter`."""
    try:
        tree = parse(text, SCIM)
    except FilterError as error:
        raise BadFilter(
            f"The filter is not a SCIM filter: {error}.", rule=rules.COLLECTION_FILTER
        ) from None
    return matcher(tree, lambda leaf: _compared(leaf, fields))


def _compared(leaf: Leaf, fields: Fields[E]) -> Matches[E]:
    name = ".".join(leaf.path)
    said = fields.get(name)
    if said is None:
        raise BadFilter(
            f"The attribute '{name}' is not supported in a filter.",
            rule=rules.COLLECTION_FILTER,
            supported_attributes=list(fields),
        )
    if isinstance(leaf, Element):
        raise BadFilter("The filter's form is not supported.", rule=rules.COLLECTION_FILTER)
    field = field_of(said)
    operator = leaf.operator if isinstance(leaf, Comparison) else "pr"
    if operator not in field.operators:
        raise BadFilter(
            f"The operator '{operator}' is not supported in a filter.",
            rule=rules.COLLECTION_FILTER,
            supported_operators=list(field.operators),
        )
    try:
        return field.matches(leaf)
    except ValueError:
        raise BadFilter(
            f"The value of '{name}' is not supported in a filter.", rule=rules.COLLECTION_FILTER
        ) from None
