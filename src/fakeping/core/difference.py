"""In what a value differs from what a test expects of it, member by member."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

# Longer values are cut where a person reads them.
_READABLE = 200

_MISSING: Final = object()


def differences(at: str, actual: Any, expected: Any) -> Iterator[str]:
    """Say where `actual` is not what `expected` asks for; nothing where it is.

    An object is expected in part: it may have more members. A list is expected whole, save that
    `...` in it stands for any number of elements; `...` elsewhere is any value. A set is a list
    in any order, or one of several values. A type, a compiled pattern (searched for), a range and
    a function that says yes or no are asked; anything else is compared by its own `==`.
    """
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for name, value in expected.items():
            yield from _member(f"{at}.{name}", actual.get(name, _MISSING), value)
    elif isinstance(expected, list) and isinstance(actual, list):
        yield from _elements(at, actual, expected)
    elif not _fits(actual, expected):
        yield f"{at}: {shown(actual)}, expected {shown(expected)}"


def shown(value: object) -> str:
    """A value as a person reads it, cut where it is long."""
    text = _text(value)
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}... ({len(text)} characters)"


def _member(at: str, actual: Any, expected: Any) -> Iterator[str]:
    if actual is _MISSING:
        yield f"{at}: missing, expected {shown(expected)}"
    else:
        yield from differences(at, actual, expected)


def _elements(at: str, actual: list[Any], expected: list[Any]) -> Iterator[str]:
    if ... in expected:
        if not _spread(actual, expected):
            yield f"{at}: {shown(actual)}, expected {shown(expected)}"
    elif len(actual) != len(expected):
        yield f"{at}: {shown(actual)}, expected {shown(expected)}"
    else:
        for index, (have, want) in enumerate(zip(actual, expected, strict=True)):
            yield from differences(f"{at}[{index}]", have, want)


def _spread(actual: Sequence[Any], expected: Sequence[Any]) -> bool:
    """Whether the elements between one `...` and the next stand in the list, in that order."""
    *parts, last = _parts(expected)
    at = 0
    for number, part in enumerate(parts):
        starts = range(at, len(actual) - len(part) + 1) if number else range(1)
        found = next((start for start in starts if _run(actual[start:], part)), None)
        if found is None:
            return False
        at = found + len(part)
    return len(actual) - len(last) >= at and _run(actual[len(actual) - len(last) :], last)


def _parts(expected: Sequence[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for each in expected:
        if each is ...:
            parts.append([])
        else:
            parts[-1].append(each)
    return parts


def _run(actual: Sequence[Any], part: Sequence[Any]) -> bool:
    return len(actual) >= len(part) and not any(
        next(differences("", have, want), None) for have, want in zip(actual, part, strict=False)
    )


def _fits(actual: Any, expected: Any) -> bool:  # noqa: PLR0911 - one for each kind of expectation
    match expected:
        case re.Pattern():
            return isinstance(actual, str) and expected.search(actual) is not None
        case bool() | int() | float():
            return isinstance(actual, bool) is isinstance(expected, bool) and actual == expected
        case range():
            return not isinstance(actual, bool) and actual in expected
        case AbstractSet():
            return _is_among(actual, expected)
    if _compares(expected):
        return bool(expected == actual)  # in this order: the expectation's own `==` decides
    if isinstance(expected, type):
        return isinstance(actual, expected)
    if callable(expected):
        return bool(expected(actual))
    return expected is ... or expected is actual


def _compares(expected: object) -> bool:
    """Whether it has an `==` of its own, as values and matchers have."""
    own: object = type(expected).__eq__
    return own is not object.__eq__


def _is_among(actual: Any, expected: AbstractSet[Any]) -> bool:
    """Whether a list has these elements in any order, or a value is one of these."""
    if isinstance(actual, list):
        return len(actual) == len(expected) and all(each in actual for each in expected)
    return any(each == actual for each in expected)


def _text(value: object) -> str:  # noqa: PLR0911 - one for each kind
    if isinstance(value, re.Pattern):
        return f"/{value.pattern}/"
    if value is ...:
        return "..."
    if isinstance(value, type) or (callable(value) and hasattr(value, "__name__")):
        return f"{value.__name__}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_text(name)}: {_text(each)}' for name, each in value.items())}}}"
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return repr(value)
