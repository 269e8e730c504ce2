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
        return len(value) if value.isascii() else _WIDE * len(value)  # type: ignore[attr-defined,arg-type]  # a str
    if kind in _ATOMS:
        return 0
    parts = _parts_of(kind)  # type: ignore[arg-type]  # a type can be hashed
    if parts is not None:
        return _of_all(parts(value))
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, Mapping):
        return _of_all(value) + _of_all(value.values())
    return _of_all(value) if isinstance(value, Iterable) else 0


def _of_all(values: Iterable[object]) -> int:
    held = 0
    for each in values:
        if type(each) is str:
            held += len(each) if each.isascii() else _WIDE * len(each)
        elif type(each) not in _ATOMS:
            held += weigh(each)
    return held


_ATOMS = frozenset({NoneType, int, float, bool, complex, type})


@cache
def _parts_of(kind: type) -> Any:
    """Gives the fields of an entity that may hold text, as a tuple; `None` for what has none."""
    names = (
        [each.name for each in fields(kind) if each.type not in _NUMBERS]
        if is_dataclass(kind)
        else []
    )
    return attrgetter(*names, "__class__") if names else None


_NUMBERS = frozenset({int, float, bool})
