"""Trees of the member names in JSON Schemas, which say what of a document may be shown.

A schema's alternatives are merged: the members of all of them are known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from fakeping.core import schemas
from fakeping.core.values import JSON

# Keywords with subschemas that apply together or as alternatives.
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("if", "then", "else")

_CONTAINERS = frozenset({"object", "array"})


@dataclass(slots=True, eq=False)
class Shape:
    """The known members of an object, and the shape of a list's elements."""

    members: "dict[str, Shape]" = field(default_factory=dict)
    items: "Shape | None" = None
    #: Whether the value may be a string or a number.
    plain: bool = False
    #: Whether the object may have unknown members.
    is_open: bool = False
    #: Whether the schema says that it takes unknown members.
    takes_others: bool = False


#: A value without a schema: no member is known.
UNKNOWN = Shape()


@cache
def shape_of(*names: str) -> Shape:
    """The merged shape of these schemas, each given as `family/name`."""
    return _shape([(name, schemas.document(name)) for name in names], {})


@cache
def is_open(name: str) -> bool:
    """Whether a schema admits unknown members at any depth."""
    seen: set[int] = set()

    def looked_at(shape: Shape) -> bool:
        if id(shape) in seen:
            return False
        seen.add(id(shape))
        inside = [*shape.members.values(), *([shape.items] if shape.items else [])]
        return shape.is_open or any(map(looked_at, inside))

    return looked_at(shape_of(name))


_Parts = list[tuple[str, JSON]]


def _shape(parts: _Parts, known: dict[str, Shape]) -> Shape:
    """The merged shape of subschemas. A recursive schema gives a cyclic shape."""
    key = repr(sorted((name, id(part)) for name, part in parts))
    if key in known:
        return known[key]
    shape = known[key] = Shape()
    whole = list(_beside(parts))
    members: dict[str, _Parts] = {}
    items: _Parts = []
    for name, part in whole:
        for member, of in part.get("properties", {}).items():
            members.setdefault(member, []).append((name, of))
        if "items" in part:
            items.append((name, part["items"]))
    shape.members = {member: _shape(of, known) for member, of in members.items()}
    shape.items = _shape(items, known) if items else None
    kinds = [set(_types(part)) for _, part in whole if "type" in part]
    shape.plain = any(each - _CONTAINERS for each in kinds) or not (kinds or members or items)
    objects = [
        part
        for _, part in whole
        if "object" in _types(part) or (not kinds and "properties" in part)
    ]
    shape.is_open = not kinds or any("additionalProperties" not in part for part in objects)
    shape.takes_others = any(
        part.get("additionalProperties", False) is not False for part in objects
    )
    if any("enum" in part or "const" in part for _, part in whole):
        shape.plain, shape.is_open = True, bool(objects) and shape.is_open
    return shape


def _beside(parts: _Parts) -> Iterator[tuple[str, JSON]]:
    """These subschemas, with the targets of `$ref` and all alternatives."""
    for name, part in parts:
        if not isinstance(part, dict):
            continue
        yield name, part
        if "$ref" in part:
            yield from _beside([_found(name, part["$ref"])])
        for keyword in _LISTS:
            yield from _beside([(name, each) for each in part.get(keyword, ())])
        yield from _beside([(name, part[each]) for each in _SINGLE if each in part])


def _found(name: str, reference: str) -> tuple[str, JSON]:
    target, _, inside = reference.partition("#")
    name = target.removeprefix(schemas.URN).replace(":", "/") or name
    part = schemas.document(name)
    for step in inside.split("/")[1:]:
        part = part[step]
    return name, part


def _types(part: JSON) -> list[str]:
    said = part.get("type", [])
    return [said] if isinstance(said, str) else said
