"""JSON values that show the beginning of what they are: to write all of a large one takes long."""

from collections.abc import Iterator
from typing import Any

from fakeping.core.values import JSON

#: The most characters of a list or an object, rounded up to a whole value.
MOST = 1_000


class _List(list[Any]):
    """A list with a short `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return _beginning(self)


class _Object(dict[str, Any]):
    """An object with a short `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return _beginning(self)


def shortly(value: JSON) -> JSON:
    """A value, equal to this one, whose `repr` has the beginning of this one's."""
    if isinstance(value, list):
        return _List(value)
    return _Object(value) if isinstance(value, dict) else value


def _beginning(value: JSON) -> str:
    parts: list[str] = []
    room = MOST
    for part in _parts(value):
        parts.append(part)
        room -= len(part)
        if room < 0:
            break
    return "".join(parts)


def _parts(value: JSON) -> Iterator[str]:
    if isinstance(value, dict):
        yield "{"
        for place, (name, each) in enumerate(value.items()):
            yield f"{', ' if place else ''}{name!r}: "
            yield from _parts(each)
        yield "}"
    elif isinstance(value, list):
        yield "["
        for place, each in enumerate(value):
            yield ", " if place else ""
            yield from _parts(each)
        yield "]"
    else:
        yield repr(value)
