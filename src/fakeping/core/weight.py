"""How many bytes a record holds, as its limit counts them: of texts and bodies, wherever they are.

What Python needs besides for each object is not counted: about 350 bytes an exchange, of which
a journal's entries are the limit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any

# The most that Python takes for a character beyond Latin-1.
_WIDE = 4


def weigh(value: object) -> int:
    """Bytes of the texts and bodies in a value and in all that it holds."""
    kind = type(value)
    if kind is str:
        return _of_text(value)  # type: ignore[arg-type]  # a str
    if kind in _ATOMS:
        return 0
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, tuple | list | frozenset | set):
        return _of_all(value)
    if isinstance(value, Mapping):
        return _of_all(value) + _of_all(value.values())
    return _of_all(_parts_of(kind)(value))  # type: ignore[arg-type]  # a type can be hashed


def _of_text(text: str) -> int:
    return len(text) if text.isascii() else _WIDE * len(text)


def _of_all(values: Iterable[object]) -> int:
    held = 0
    for each in values:
        if type(each) is str:
            held += _of_text(each)
        elif type(each) not in _ATOMS:
            held += weigh(each)
    return held


_ATOMS = frozenset({NoneType, int, float, bool, complex, type})


@cache
def _parts_of(kind: type) -> Any:
    """Gives the fields of an entity, as a tuple whatever their number."""
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else []
    return attrgetter(*names, "__class__") if names else lambda value: ()  # noqa: ARG005
