"""Loading of, and validation by, the JSON Schemas of requests, replies and documents.

They are package data in a wheel, and the top-level folder in a checkout. jsonschema is
imported with the first validation, so that a server is up before it.

An invalid document takes bounded time, as a valid one does: jsonschema validates only the parts
on which the fast predicate is false, and stops after `MAX_VIOLATIONS`.
"""

import json
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from fakeping.core import acceptance, quoted
from fakeping.core.problem import MAX_VIOLATIONS, Invalid, Violation
from fakeping.core.values import JSON

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError
    from referencing import Registry, Resource

    _Keyword = Callable[[Draft202012Validator, JSON, JSON, JSON], Iterator[ValidationError]]

URN = "urn:fakeping:schema:"

_ANNOTATIONS = frozenset({"description", "title", "$comment"})

# Longest part of a client's text that an error message repeats.
_MAX_STEP = 100
_MAX_MESSAGE = 200
_MAX_NAMES = 10


def root() -> Traversable:
    """The folder that holds the schemas."""
    packaged = files("fakeping") / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "schemas"


def names() -> list[str]:
    """Every schema there is, as `family/name` or `family/edition/name`."""
    return sorted(_names(root(), ""))


def _names(folder: Traversable, prefix: str) -> Iterator[str]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _names(each, f"{prefix}{each.name}/")
        elif each.name.endswith(".json"):
            yield prefix + each.name.removesuffix(".json")


@cache
def document(name: str) -> JSON:
    """The schema `family/name`, decoded."""
    return json.loads((root() / f"{name}.json").read_text("utf-8"))


@cache
def validator(name: str) -> "Draft202012Validator":
    """A jsonschema validator for the schema `family/name`."""
    return _dialect()(document(name), registry=_registry())


@cache
def _dialect() -> "type[Draft202012Validator]":
    """JSON Schema 2020-12, with keywords that skip the members known to be valid."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 23 ms that start-up need not pay
    from jsonschema.validators import extend  # noqa: PLC0415 - as above

    plain = Draft202012Validator.VALIDATORS
    dialect: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {each: partial(_briefly, plain[each]) for each in _QUOTING}
        | {
            "items": _items,
            "properties": _properties,
            "additionalProperties": partial(_others, plain["additionalProperties"]),
        },
    )
    return dialect


# Keywords whose messages begin with the whole instance.
_QUOTING = (
    "type", "enum", "not", "anyOf", "oneOf", "contains", "uniqueItems", "minItems", "maxItems",
    "minProperties", "maxProperties",
)  # fmt: skip


def _briefly(
    plain: "_Keyword", validator: "Draft202012Validator", said: JSON, instance: JSON, schema: JSON
) -> "Iterator[ValidationError]":
    return plain(validator, said, quoted.shortly(instance), schema)


def _items(
    validator: "Draft202012Validator", items: JSON, instance: JSON, schema: JSON
) -> "Iterator[ValidationError]":
    if not validator.is_type(instance, "array"):
        return
    first, accepts = len(schema.get("prefixItems", ())), _quick(items)
    for index, item in enumerate(instance):
        if index >= first and not accepts(item):
            yield from validator.descend(item, items, path=index)


def _properties(
    validator: "Draft202012Validator", properties: JSON, instance: JSON, _: JSON
) -> "Iterator[ValidationError]":
    if not validator.is_type(instance, "object"):
        return
    for name, inside in properties.items():
        if name in instance and not _quick(inside)(instance[name]):
            yield from validator.descend(instance[name], inside, path=name, schema_path=name)


def _others(
    plain: "_Keyword", validator: "Draft202012Validator", inside: JSON, instance: JSON, schema: JSON
) -> "Iterator[ValidationError]":
    if not isinstance(inside, dict) or "patternProperties" in schema:
        yield from plain(validator, inside, instance, schema)
    elif validator.is_type(instance, "object"):
        known, accepts = schema.get("properties", {}), _quick(inside)
        for name, each in instance.items():
            if name not in known and not accepts(each):
                yield from validator.descend(each, inside, path=name)


def _quick(part: JSON) -> acceptance.Predicate:
    """The fast predicate of a subschema loaded here; always false for another schema."""
    place = _parts().get(id(part))
    return _acceptance(*place) if place is not None else lambda _: False


@cache
def _parts() -> dict[int, tuple[str, str]]:
    """The schema and path of each subschema by `id()`, which is stable: schemas are cached."""
    found: dict[int, tuple[str, str]] = {}
    for name in names():
        parts = [("", document(name))]
        while parts:
            place, part = parts.pop()
            if isinstance(part, dict):
                found[id(part)] = name, place
            steps = part.items() if isinstance(part, dict) else enumerate(part)
            parts += [
                (f"{place}/{step}", each) for step, each in steps if isinstance(each, dict | list)
            ]
    return found


@cache
def _registry() -> "Registry[JSON]":
    from referencing import Registry, Resource  # noqa: PLC0415 - comes with jsonschema

    def retrieve(uri: str) -> "Resource[JSON]":
        return Resource.from_contents(document(uri.removeprefix(URN).replace(":", "/")))

    return Registry(retrieve=retrieve)  # type: ignore[call-arg]  # attrs' private alias


@cache
def _acceptance(name: str, place: str = "") -> acceptance.Predicate:
    part = document(name)
    for step in place.split("/")[1:]:
        part = part[int(step) if isinstance(part, list) else step]

    def find(reference: str) -> acceptance.Predicate:
        target, _, inside = reference.partition("#")
        named = target.removeprefix(URN).replace(":", "/") or name
        # Looked up when called, for a schema may refer to itself.
        return lambda instance: _acceptance(named, inside)(instance)  # noqa: PLW0108

    return acceptance.compiled(part, find)


def surely_valid(name: str, instance: JSON) -> bool:
    """Fast check: true if an instance is certainly valid. False says nothing: use `validator`."""
    return _acceptance(name)(instance)


def validate(name: str, instance: JSON) -> None:
    """Raise `Invalid` unless an instance is valid.

    Its violations are sorted by path: the first `MAX_VIOLATIONS`, and `more` if there are others.
    """
    if surely_valid(name, instance):
        return
    found: dict[tuple[str, str], Violation] = {}
    more = False
    for each in _found(name, instance):
        if len(found) >= MAX_VIOLATIONS:
            more = True
            break
        found[each.target, each.keyword] = each
    if found:
        violations = tuple(found[key] for key in sorted(found))
        first = violations[0]
        raise Invalid(
            f"{first.target or 'the body'}: {first.message}",
            violations=violations,
            more=more,
            schema=name,
        )


def first_violation(schema: JSON, instance: JSON) -> Violation | None:
    """The first violation, by path, of a schema that is no file's; `None` if there is none."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - as in `_dialect`

    errors = Draft202012Validator(schema).iter_errors(instance)
    found = [each for error in errors for each in _violations(error)]
    return min(found, key=lambda each: (each.target, each.keyword), default=None)


def _found(name: str, instance: JSON) -> Iterator[Violation]:
    for error in validator(name).iter_errors(instance):
        yield from _violations(error)


def _violations(error: "ValidationError") -> Iterator[Violation]:
    path = ".".join(str(step)[:_MAX_STEP] for step in error.absolute_path)
    keyword = str(error.validator)
    if keyword == "required":
        for name in error.validator_value:  # type: ignore[union-attr]
            if name not in error.instance:  # type: ignore[operator]
                yield Violation(
                    keyword=keyword,
                    target=f"{path}.{name}".lstrip("."),
                    message=f"'{name}' is a required property",
                )
        return
    yield Violation(
        keyword=keyword,
        target=path,
        message=f"{error.message[:_MAX_MESSAGE]}{_meant(error)}",
        limits=_limits(error.schema),
    )


def _meant(error: "ValidationError") -> str:
    """For an unknown member: the nearest known one, or all known ones."""
    if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
        return ""
    known = sorted(error.schema.get("properties", ()))
    unknown = (name for name in error.instance if name not in known)  # type: ignore[union-attr]
    some = [name for name in islice(unknown, _MAX_NAMES) if len(name) <= _MAX_STEP]
    near = dict.fromkeys(each for name in some for each in get_close_matches(name, known, n=1))
    return f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(known)}"


def _limits(schema: JSON) -> dict[str, JSON]:
    """Keywords of the failing schema, such as `maxLength`, for families' own error messages."""
    if not isinstance(schema, dict):
        return {}
    return {name: of for name, of in schema.items() if name not in _ANNOTATIONS}
