"""A quick yes for most documents.

jsonschema decides what is valid; it takes 13 microseconds and more to say so. Here a schema
becomes a predicate that says yes only where jsonschema would. Who gets a no, or has a schema
with a keyword that is unknown here, asks jsonschema, which also words the refusal.
"""

import re
from collections.abc import Callable, Mapping

from fakeping.core.exchange import JSON

Predicate = Callable[[JSON], bool]

_TYPES: Mapping[str, type] = {
    "string": str,
    "object": dict,
    "array": list,
    "boolean": bool,
    "null": type(None),
}

_ANNOTATIONS = frozenset({"$schema", "$id", "$comment", "title", "description", "examples"})


def compiled(schema: JSON) -> Predicate:
    """A predicate that never says yes to what the schema refuses."""
    keywords = {name: value for name, value in schema.items() if name not in _ANNOTATIONS}
    if not keywords.keys() <= _KEYWORDS.keys():
        return _no
    checks = [_KEYWORDS[name](value) for name, value in keywords.items()]
    if len(checks) == 1:
        return checks[0]

    def accepts(instance: JSON) -> bool:
        for check in checks:  # noqa: SIM110 - `all` with a generator takes twice as long
            if not check(instance):
                return False
        return True

    return accepts


def _no(instance: JSON) -> bool:  # noqa: ARG001 - a predicate
    return False


def _type(names: JSON) -> Predicate:
    wanted = [names] if isinstance(names, str) else names
    if not _TYPES.keys() >= set(wanted):
        return _no
    kinds = tuple(_TYPES[each] for each in wanted)
    return lambda instance: isinstance(instance, kinds)


def _required(names: JSON) -> Predicate:
    wanted = frozenset(names)
    return lambda instance: not isinstance(instance, dict) or instance.keys() >= wanted


def _properties(schemas: JSON) -> Predicate:
    checks = [(name, compiled(each)) for name, each in schemas.items()]

    def accepts(instance: JSON) -> bool:
        if isinstance(instance, dict):
            for name, check in checks:
                if name in instance and not check(instance[name]):
                    return False
        return True

    return accepts


def _items(schema: JSON) -> Predicate:
    check = compiled(schema)
    return lambda instance: not isinstance(instance, list) or all(map(check, instance))


def _pattern(pattern: JSON) -> Predicate:
    search = re.compile(pattern).search
    return lambda instance: not isinstance(instance, str) or search(instance) is not None


def _min_length(limit: JSON) -> Predicate:
    return lambda instance: not isinstance(instance, str) or len(instance) >= limit


def _max_length(limit: JSON) -> Predicate:
    return lambda instance: not isinstance(instance, str) or len(instance) <= limit


def _not(schema: JSON) -> Predicate:
    if schema != {"const": None}:
        return _no
    return lambda instance: instance is not None


_KEYWORDS: Mapping[str, Callable[[JSON], Predicate]] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "items": _items,
    "pattern": _pattern,
    "minLength": _min_length,
    "maxLength": _max_length,
    "not": _not,
}
