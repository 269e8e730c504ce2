"""Fast pre-check of documents against a JSON Schema: true is certain, false is not.

jsonschema decides what is valid, in 13 microseconds or more. Here a schema is compiled to a
predicate that is true only for instances that jsonschema accepts. On false, which a keyword
unknown here always gives, the caller asks jsonschema, which also words the errors.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from fakeping.core.values import JSON

Predicate = Callable[[JSON], bool]
#: Resolves a `$ref` to the predicate of its target.
Find = Callable[[str], Predicate]

_TYPES: Mapping[str, type] = {
    "string": str,
    "object": dict,
    "array": list,
    "boolean": bool,
    "null": type(None),
}

_ANNOTATIONS = frozenset(
    {"$schema", "$id", "$comment", "$defs", "title", "description", "examples"}
)

# Keywords whose predicates agree with jsonschema both ways, so that their false is certain.
_EXACT = frozenset({"type", "required", "pattern", "minLength", "maxLength", "const", "enum"})


def _is_exact(schema: JSON) -> bool:
    """Whether a false of the schema's predicate is certain, as a true always is."""
    properties = schema.get("properties", {}).values()
    keywords = schema.keys() - {"properties"}
    texts = [schema[each] for each in ("const",) if each in schema] + schema.get("enum", [])
    return (
        keywords <= _EXACT
        and all(each is None or isinstance(each, str) for each in texts)
        and all(map(_is_exact, properties))
    )


def _no(instance: JSON) -> bool:  # noqa: ARG001 - a predicate
    return False


def _nowhere(reference: str) -> Predicate:  # noqa: ARG001 - a `Find`
    return _no


def compiled(schema: JSON, find: Find = _nowhere) -> Predicate:
    """Compile a schema to a predicate that is true for valid instances only."""
    keywords = {name: value for name, value in schema.items() if name not in _ANNOTATIONS}
    if not keywords.keys() <= _KNOWN:
        return _no
    inside = partial(compiled, find=find)
    checks = [_SIMPLE[name](value) for name, value in keywords.items() if name in _SIMPLE]
    checks += [_DEEP[name](value, inside) for name, value in keywords.items() if name in _DEEP]
    if "$ref" in keywords:
        checks.append(find(keywords["$ref"]))
    if "additionalProperties" in keywords:
        names = frozenset(keywords.get("properties", ()))
        checks.append(_others(keywords["additionalProperties"], names, inside))
    if keywords.keys() & {"if", "then", "else"}:
        checks.append(_either(keywords, inside))
    if len(checks) == 1:
        return checks[0]

    def accepts(instance: JSON) -> bool:
        for check in checks:  # noqa: SIM110 - `all` with a generator takes twice as long
            if not check(instance):
                return False
        return True

    return accepts


def _type(names: JSON) -> Predicate:
    wanted = [names] if isinstance(names, str) else names
    numbers = {"number", "integer"} & set(wanted)
    kinds = tuple(_TYPES[each] for each in wanted if each in _TYPES)
    if not numbers:
        return lambda instance: isinstance(instance, kinds)

    def accepts(instance: JSON) -> bool:
        if isinstance(instance, int | float) and not isinstance(instance, bool):
            return "number" in numbers or isinstance(instance, int) or instance.is_integer()
        return isinstance(instance, kinds)

    return accepts


def _required(names: JSON) -> Predicate:
    wanted = frozenset(names)
    return lambda instance: not isinstance(instance, dict) or instance.keys() >= wanted


def _pattern(pattern: JSON) -> Predicate:
    search = re.compile(pattern).search
    return lambda instance: not isinstance(instance, str) or search(instance) is not None


def _min_length(limit: JSON) -> Predicate:
    return lambda instance: not isinstance(instance, str) or len(instance) >= limit


def _max_length(limit: JSON) -> Predicate:
    return lambda instance: not isinstance(instance, str) or len(instance) <= limit


def _sized(kind: type[list[JSON]] | type[dict[str, JSON]], limit: JSON, *, most: bool) -> Predicate:
    if most:
        return lambda instance: not isinstance(instance, kind) or len(instance) <= limit
    return lambda instance: not isinstance(instance, kind) or len(instance) >= limit


def _const(value: JSON) -> Predicate:
    return _enum([value])


def _minimum(limit: JSON) -> Predicate:
    return lambda instance: not isinstance(instance, int | float) or instance >= limit


def _maximum(limit: JSON) -> Predicate:
    return lambda instance: not isinstance(instance, int | float) or instance <= limit


def _below(limit: JSON) -> Predicate:
    return lambda instance: not isinstance(instance, int | float) or instance < limit


def _enum(values: JSON) -> Predicate:
    # To Python 1 is True, and to JSON it is not: only texts are looked up.
    texts = frozenset(each for each in values if isinstance(each, str))
    nothing = None in values
    return lambda instance: (
        instance in texts if isinstance(instance, str) else nothing and instance is None
    )


def _properties(schemas: JSON, inside: Callable[[JSON], Predicate]) -> Predicate:
    checks = [(name, inside(each)) for name, each in schemas.items()]

    def accepts(instance: JSON) -> bool:
        if isinstance(instance, dict):
            for name, check in checks:
                if name in instance and not check(instance[name]):
                    return False
        return True

    return accepts


def _others(schema: JSON, names: frozenset[str], inside: Callable[[JSON], Predicate]) -> Predicate:
    """Compile `additionalProperties`, given the names under `properties`."""
    if isinstance(schema, bool):
        return lambda instance: schema or not isinstance(instance, dict) or instance.keys() <= names
    check = inside(schema)
    return lambda instance: (
        not isinstance(instance, dict)
        or all(check(each) for name, each in instance.items() if name not in names)
    )


def _items(schema: JSON, inside: Callable[[JSON], Predicate]) -> Predicate:
    check = inside(schema)
    return lambda instance: not isinstance(instance, list) or all(map(check, instance))


def _all_of(schemas: JSON, inside: Callable[[JSON], Predicate]) -> Predicate:
    checks = [inside(each) for each in schemas]
    return lambda instance: all(check(instance) for check in checks)


def _not(schema: JSON, inside: Callable[[JSON], Predicate]) -> Predicate:
    if schema == {"const": None}:
        return lambda instance: instance is not None
    if not _is_exact(schema):
        return _no
    check = inside(schema)
    return lambda instance: not check(instance)


def _either(keywords: JSON, inside: Callable[[JSON], Predicate]) -> Predicate:
    """Compile `if`, `then` and `else`; always false unless the condition's false is certain."""
    condition = keywords.get("if")
    if condition is None or not _is_exact(condition):
        return _no
    check = inside(condition)
    then, other = inside(keywords.get("then", {})), inside(keywords.get("else", {}))
    return lambda instance: then(instance) if check(instance) else other(instance)


_SIMPLE: Mapping[str, Callable[[JSON], Predicate]] = {
    "type": _type,
    "required": _required,
    "pattern": _pattern,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minimum": _minimum,
    "maximum": _maximum,
    "exclusiveMaximum": _below,
    "enum": _enum,
    "const": _const,
    "minItems": partial(_sized, list, most=False),
    "maxItems": partial(_sized, list, most=True),
    "minProperties": partial(_sized, dict, most=False),
    "maxProperties": partial(_sized, dict, most=True),
}

_DEEP: Mapping[str, Callable[[JSON, Callable[[JSON], Predicate]], Predicate]] = {
    "properties": _properties,
    "items": _items,
    "allOf": _all_of,
    "not": _not,
}

_KNOWN = {*_SIMPLE, *_DEEP, "$ref", "additionalProperties", "if", "then", "else"}
