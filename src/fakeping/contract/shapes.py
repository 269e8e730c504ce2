"""Hypothesis strategies from JSON Schemas: valid values, and values at the limits.

They know the keywords that fakeping's request schemas have, and raise `ValueError` for others.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fakeping.core.exchange import JSON

Values = SearchStrategy[Any]

_KNOWN = frozenset(
    {
        "$comment", "$id", "$schema", "description", "enum", "exclusiveMaximum", "items",
        "maxItems", "maxLength", "minItems", "minLength", "minimum", "not", "pattern",
        "properties", "required", "title", "type", "uniqueItems",
    }
)  # fmt: skip

# Long enough to be odd, and short enough to read.
_LONG = 20

#: Whatever may stand in a JSON text.
ANYTHING = st.characters(exclude_categories=["Cs"])


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaShape:
    """A schema, with strategies for some of its members.

    `values` are strategies of a member by its path, such as `license.id`, that take the place
    of the schema's own where it is to be valid; `edges` those where it is on an edge.
    """

    schema: Mapping[str, JSON]
    values: Mapping[str, Values] = field(default_factory=dict)
    edges: Mapping[str, Values] = field(default_factory=dict)
    path: str = ""

    def valid(self) -> Values:
        """Values that the schema accepts."""
        if self.path in self.values:
            return self.values[self.path]
        return _valid(self)

    def boundary(self) -> Values:
        """Values at the limits: longest and shortest, all members or only required ones."""
        if self.path in self.edges:
            return self.edges[self.path]
        if self.path in self.values:
            return self.values[self.path]
        return _boundary(self)

    def member(self, name: str) -> "SchemaShape":
        """The shape of a member."""
        path = f"{self.path}.{name}" if self.path else name
        return replace(self, schema=self.schema["properties"][name], path=path)

    def item(self, index: int) -> "SchemaShape":
        """The shape of an array's item."""
        path = f"{self.path}.{index}" if self.path else str(index)
        return replace(self, schema=self.schema["items"], path=path)

    @property
    def required(self) -> tuple[str, ...]:
        """The required members."""
        return tuple(self.schema.get("required", ()))

    @property
    def types(self) -> tuple[str, ...]:
        """The types that it accepts; empty if it has no `type`."""
        said = self.schema.get("type", ())
        return (said,) if isinstance(said, str) else tuple(said)

    @property
    def enum(self) -> tuple[JSON, ...] | None:
        """Its enumerated values."""
        inner = self.schema.get("not", {})
        found = self.schema.get("enum", inner.get("not", {}).get("enum"))
        return None if found is None else tuple(found)


def _valid(shape: SchemaShape) -> Values:
    check(shape)
    if shape.enum is not None:
        return st.sampled_from(shape.enum)
    return st.one_of([_OF_TYPE[each](shape) for each in shape.types or ("null",)])


def check(shape: SchemaShape) -> None:
    """Raise `ValueError` for a schema with an unsupported keyword."""
    unknown = shape.schema.keys() - _KNOWN
    if unknown:
        raise ValueError(f"no strategy for {', '.join(sorted(unknown))}")


def _strings(shape: SchemaShape, *, least: int = 0, most: int = _LONG) -> Values:
    most = min(most, shape.schema.get("maxLength", most))
    least = max(least, shape.schema.get("minLength", 0))
    return st.text(ANYTHING, min_size=least, max_size=most).filter(lambda text: _fits(shape, text))


def _fits(shape: SchemaShape, text: str) -> bool:
    pattern = shape.schema.get("pattern")
    refused = shape.schema.get("not", {}).get("pattern")
    return (pattern is None or re.search(pattern, text) is not None) and (
        refused is None or re.search(refused, text) is None
    )


def _integers(shape: SchemaShape) -> Values:
    most = shape.schema.get("exclusiveMaximum")
    return st.integers(
        min_value=shape.schema.get("minimum"), max_value=None if most is None else most - 1
    )


def _numbers(shape: SchemaShape) -> Values:
    least = shape.schema.get("minimum")
    most = shape.schema.get("exclusiveMaximum")
    return st.one_of(
        _integers(shape),
        st.floats(
            min_value=least,
            max_value=most,
            exclude_max=most is not None,
            allow_nan=False,
            allow_infinity=False,
        ),
    )


def _objects(shape: SchemaShape) -> Values:
    members = {name: shape.member(name).valid() for name in shape.schema.get("properties", ())}
    return st.fixed_dictionaries(
        {name: members[name] for name in members if name in shape.required},
        optional={name: members[name] for name in members if name not in shape.required},
    )


def _arrays(shape: SchemaShape) -> Values:
    return st.lists(
        _element(shape).valid(),
        min_size=shape.schema.get("minItems", 0),
        max_size=min(shape.schema.get("maxItems", 3), 3),
    )


def _element(shape: SchemaShape) -> SchemaShape:
    return shape.item(0) if "items" in shape.schema else replace(shape, schema={"type": "null"})


_OF_TYPE = {
    "string": _strings,
    "number": _numbers,
    "integer": _integers,
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
    "object": _objects,
    "array": _arrays,
}


def _boundary(shape: SchemaShape) -> Values:
    check(shape)
    if shape.enum is not None or not shape.types:
        return _valid(shape)
    return st.one_of([_EDGE_OF_TYPE.get(each, _OF_TYPE[each])(shape) for each in shape.types])


def _edge_strings(shape: SchemaShape) -> Values:
    most = shape.schema.get("maxLength", _LONG)
    least = shape.schema.get("minLength", 1 if "pattern" in shape.schema else 0)
    longest = st.characters(codec="ascii", categories=["L", "N"]).map(lambda each: each * most)
    return st.one_of(_strings(shape, least=least, most=least), longest)


def _edge_numbers(shape: SchemaShape) -> Values:
    least, most = shape.schema.get("minimum"), shape.schema.get("exclusiveMaximum")
    edges = [least] if least is not None else []
    edges += [most - 1, most - 0.5] if most is not None else []
    return st.sampled_from(edges) if edges else _numbers(shape)


def _edge_integers(shape: SchemaShape) -> Values:
    least, most = shape.schema.get("minimum"), shape.schema.get("exclusiveMaximum")
    edges = [] if least is None else [least]
    edges += [] if most is None else [most - 1]
    return st.sampled_from(edges) if edges else _integers(shape)


def _edge_objects(shape: SchemaShape) -> Values:
    members = {name: shape.member(name).boundary() for name in shape.schema.get("properties", ())}
    fewest = {name: members[name] for name in members if name in shape.required}
    return st.one_of(st.fixed_dictionaries(fewest), st.fixed_dictionaries(members))


def _edge_arrays(shape: SchemaShape) -> Values:
    most = shape.schema.get("maxItems", 1)
    sizes = {shape.schema.get("minItems", 0), most}
    item = _element(shape).boundary()
    return st.one_of([st.lists(item, min_size=size, max_size=size) for size in sorted(sizes)])


_EDGE_OF_TYPE = {
    "string": _edge_strings,
    "number": _edge_numbers,
    "integer": _edge_integers,
    "object": _edge_objects,
    "array": _edge_arrays,
}
