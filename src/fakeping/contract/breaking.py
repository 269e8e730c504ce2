"""Hypothesis strategies from JSON Schemas: invalid bodies with exactly one error, and which."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fakeping.contract.shapes import ANYTHING, SchemaShape, Values, check
from fakeping.core.exchange import JSON

_OF_ANOTHER_TYPE: Mapping[str, tuple[JSON, ...]] = {
    "string": ("text", ""),
    "number": (5, 0.5),
    "boolean": (True, False),
    "array": ([], ["text"]),
    "object": ({}, {"name": "text"}),
    "null": (None,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The error in a body: a schema keyword, and a member's path (`license.id`; "" is the body)."""

    keyword: str
    target: str


#: A body, and the one thing that it breaks.
Breaking = tuple[JSON, Broken]


def breaking(shape: SchemaShape) -> SearchStrategy[Breaking]:
    """Bodies with exactly one schema error, each with that error."""
    return st.one_of(list(_invalid(shape)))


def _invalid(shape: SchemaShape) -> Iterator[SearchStrategy[Breaking]]:
    check(shape)
    if shape.enum is not None:
        keyword = "enum" if "enum" in shape.schema else "not"
        possible: tuple[JSON, ...] = ("no such value", 5, [])
        others = [each for each in possible if each not in shape.enum]
        yield _broken(shape, keyword, st.sampled_from(others))
        return
    if shape.types:
        yield _broken(shape, "type", st.sampled_from(_of_another_type(shape)))
    if "string" in shape.types:
        yield from _invalid_strings(shape)
    if {"number", "integer"} & set(shape.types):
        yield from _invalid_numbers(shape)
    if "object" in shape.types:
        yield from _invalid_objects(shape)
    if "array" in shape.types:
        yield from _invalid_arrays(shape)


def _of_another_type(shape: SchemaShape) -> list[JSON]:
    return [
        value
        for type_, values in _OF_ANOTHER_TYPE.items()
        if type_ not in shape.types
        for value in values
        if not ("integer" in shape.types and isinstance(value, int) and type_ == "number")
    ]


def _invalid_strings(shape: SchemaShape) -> Iterator[SearchStrategy[Breaking]]:
    schema = shape.schema
    if "pattern" in schema:
        yield _broken(shape, "pattern", st.sampled_from(["", " ", "\t\n"]))
    if "maxLength" in schema:
        yield _broken(shape, "maxLength", st.just("x" * (schema["maxLength"] + 1)))
    if "pattern" in schema.get("not", {}):
        yield _broken(shape, "not", st.from_regex(schema["not"]["pattern"], alphabet=ANYTHING))


def _invalid_numbers(shape: SchemaShape) -> Iterator[SearchStrategy[Breaking]]:
    if "minimum" in shape.schema:
        below = st.integers(max_value=shape.schema["minimum"] - 1)
        yield _broken(shape, "minimum", below)
    if "exclusiveMaximum" in shape.schema:
        above = st.integers(min_value=shape.schema["exclusiveMaximum"])
        yield _broken(shape, "exclusiveMaximum", above)


def _invalid_objects(shape: SchemaShape) -> Iterator[SearchStrategy[Breaking]]:
    # A valid object, where null might do too, or alone.
    objects = replace(shape, schema={**shape.schema, "type": "object"}).valid()
    whole = objects.map(lambda body: {} if body is None else body)
    for name in shape.required:
        broken = Broken(keyword="required", target=shape.member(name).path)
        yield st.builds(_without, whole, st.just(name), st.just(broken))
    for name in shape.schema.get("properties", ()):
        for worse in _invalid(shape.member(name)):
            yield st.builds(_with, whole, st.just(name), worse)


def _without(body: JSON, name: str, broken: Broken) -> Breaking:
    return {member: value for member, value in body.items() if member != name}, broken


def _with(body: JSON, name: str, worse: Breaking) -> Breaking:
    value, broken = worse
    return {**body, name: value}, broken


def _invalid_arrays(shape: SchemaShape) -> Iterator[SearchStrategy[Breaking]]:
    if "items" not in shape.schema:
        return
    most = shape.schema.get("maxItems")
    if most is not None:
        item = shape.item(0).valid()
        yield _broken(shape, "maxItems", st.lists(item, min_size=most + 1, max_size=most + 1))
    for worse in _invalid(shape.item(0)):
        yield worse.map(lambda pair: ([pair[0]], pair[1]))


def _broken(shape: SchemaShape, keyword: str, values: Values) -> SearchStrategy[Breaking]:
    broken = Broken(keyword=keyword, target=shape.path)
    return values.map(lambda value: (value, broken))
