"""Comparison of values with expectations (types, patterns, partial objects), with messages."""

import json
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence, Sized
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any, Final

from fakeping.core.limits import limit
from fakeping.core.patterns import Pattern, taking
from fakeping.redaction.redact import FINGERPRINT, fingerprint

# Longer values are cut in messages.
_READABLE = 200

_MISSING: Final = object()

#: For lists in which the beginning of a part repeats, as in `[0, 0, 0]` against `[..., 0, 1]`.
SPREAD = limit(
    "list.comparisons",
    100_000,
    unit="comparisons",
    bounds="a list with `...` (or $any) in it against another, besides four for each element",
    past="it does not match",
)
_ANEW = 4


class _Anything:
    def __repr__(self) -> str:
        return "anything"


#: The default of `json=`, as `None` is a JSON document.
ANYTHING: Final = _Anything()


# Types whose hashes agree with `==`.
_PLAIN = frozenset({str, int, float, bool, type(None)})

#: Renders a value in a message.
Say = Callable[[object], str]


def alike(actual: Any, expected: Any) -> bool:
    """Whether a value matches an expectation; see `differences`."""
    return next(differences("", actual, expected, say=unsaid), None) is None


def unsaid(value: object) -> str:  # noqa: ARG001 - as `shown`
    """Render nothing, for comparisons without messages."""
    return ""


def differences(at: str, actual: Any, expected: Any, *, say: Say | None = None) -> Iterator[str]:
    """Yield a message for each difference of a value from an expectation.

    An expected object may have more members. A list must match whole, but `...` in it stands for
    any number of elements; elsewhere, `...` is any value. A set is a list in any order, or one of
    several values. A type matches its instances, a compiled pattern a text that contains it, a
    range its numbers, a function what it returns true for; anything else is compared with `==`.
    A text or a number also matches its fingerprint. `say` renders values, which takes longer than
    comparing them.
    """
    say = say or shown
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        for name, value in expected.items():
            found = actual.get(name, _MISSING)
            if found is _MISSING and isinstance(name, str):  # one that no schema knows is hidden
                found = actual.get(fingerprint(name), _MISSING)
            yield from _member(f"{at}.{name}", found, value, say)
    elif isinstance(expected, list) and isinstance(actual, list):
        yield from _elements(at, actual, expected, say)
    elif not _fits(actual, expected):
        yield f"{at}: {say(actual)}, expected {say(expected)}"


def shown(value: object) -> str:
    """Render a value for a message, cut at a readable length; the rest is not rendered."""
    text, left = "", _READABLE + 1
    for piece in _pieces(value):
        text += piece[:left]
        left -= len(piece)
        if left <= 0:
            long = f" ({len(value)} {_counted(value)})" if isinstance(value, Sized) else ""
            return f"{text[:_READABLE]}...{long}"
    return text


def _counted(value: Sized) -> str:
    return "characters" if isinstance(value, str) else "elements"


def _member(at: str, actual: Any, expected: Any, say: Say) -> Iterator[str]:
    if actual is _MISSING:
        yield f"{at}: missing, expected {say(expected)}"
    else:
        yield from differences(at, actual, expected, say=say)


def _elements(at: str, actual: list[Any], expected: list[Any], say: Say) -> Iterator[str]:
    if ... in expected:
        if not _spread(actual, expected):
            yield f"{at}: {say(actual)}, expected {say(expected)}"
    elif len(actual) != len(expected):
        yield f"{at}: {say(actual)}, expected {say(expected)}"
    else:
        for index, (have, want) in enumerate(zip(actual, expected, strict=True)):
            yield from differences(f"{at}[{index}]", have, want, say=say)


def _spread(actual: Sequence[Any], expected: Sequence[Any]) -> bool:
    """Whether a list has the runs of elements between the `...`, in their order."""
    with taking(expected) as is_spent:
        return not is_spent and _stand(actual, expected)


def _stand(actual: Sequence[Any], expected: Sequence[Any]) -> bool:
    *parts, last = _parts(expected)
    at = 0
    left = [SPREAD + _ANEW * (len(actual) + len(expected))]
    for number, part in enumerate(parts):
        starts = range(at, len(actual) - len(part) + 1) if number else range(1)
        found = next((start for start in starts if _run(actual, part, start, left)), None)
        if found is None:
            return False
        at = found + len(part)
    return len(actual) - len(last) >= at and _run(actual, last, len(actual) - len(last), left)


def _parts(expected: Sequence[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for each in expected:
        if each is ...:
            parts.append([])
        else:
            parts[-1].append(each)
    return parts


def _run(actual: Sequence[Any], part: Sequence[Any], start: int, left: list[int]) -> bool:
    """Whether a run of elements is in the list at `start`; false once `left` is used up."""
    if len(actual) - start < len(part):
        return False
    for have, want in zip(islice(actual, start, None), part, strict=False):
        left[0] -= 1
        if left[0] < 0 or not alike(have, want):
            return False
    return True


def _fits(actual: Any, expected: Any) -> bool:
    return _is_as(actual, expected) or _is_hidden(actual, expected)


def _is_hidden(actual: Any, expected: Any) -> bool:
    """Whether the value is the fingerprint of the expected text or number."""
    if not isinstance(actual, str) or not FINGERPRINT.fullmatch(actual):
        return False
    if isinstance(expected, str):
        return actual == fingerprint(expected)
    number = isinstance(expected, int | float) and not isinstance(expected, bool)
    return number and actual == fingerprint(json.dumps(expected))


def _is_as(actual: Any, expected: Any) -> bool:  # noqa: PLR0911 - one for each kind of expectation
    match expected:
        case re.Pattern():
            return isinstance(actual, str) and expected.search(actual) is not None
        case Pattern():
            return isinstance(actual, str) and expected.search(actual)
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
    """Whether its class defines `==`, as values and matchers do."""
    own: object = type(expected).__eq__
    return own is not object.__eq__


def _is_among(actual: Any, expected: AbstractSet[Any]) -> bool:
    """Whether a list has exactly these elements in any order, or a value is one of them."""
    if isinstance(actual, list):
        if len(actual) != len(expected):
            return False
        if all(type(each) in _PLAIN for each in expected):  # they may be as many as a body holds
            return all(isinstance(each, Hashable) for each in actual) and expected == set(actual)
        return all(each in actual for each in expected)
    return any(each == actual for each in expected)


def _pieces(value: object) -> Iterator[str]:
    """Render a value in pieces."""
    if isinstance(value, list):
        yield "["
        for place, each in enumerate(value):
            yield ", " if place else ""
            yield from _pieces(each)
        yield "]"
    elif isinstance(value, dict):
        yield "{"
        for place, (name, each) in enumerate(value.items()):
            yield ", " if place else ""
            yield f"{_text(name)}: "
            yield from _pieces(each)
        yield "}"
    else:
        yield _text(value)


def _text(value: object) -> str:
    if isinstance(value, re.Pattern | Pattern):
        return f"/{value.pattern}/"
    if value is ...:
        return "..."
    if isinstance(value, type) or (callable(value) and hasattr(value, "__name__")):
        return f"{value.__name__}"
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return repr(value)
