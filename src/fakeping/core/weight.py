"""Estimates of a value's bytes, for limits: those of all texts and byte strings in it.

Of Python's overhead, only the slots of lists and mappings are counted, since a client may send
many empty elements.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from types import NoneType
from typing import Any, get_args

# Most bytes of a character beyond Latin-1.
_WIDE = 4

# Bytes of a list or mapping for each element, and for itself: measured, roughly.
_ELEMENT = 60


def weigh(value: object) -> int:
    """Estimate the bytes of a value with everything in it."""
    kind = type(value)
    return (_WEIGHERS.get(kind) or _learn(kind))(value)


def weigh_fields(fields: tuple[tuple[str, str], ...]) -> int:
    """`weigh`, for header fields."""
    held = 0
    for name, value in fields:
        held += len(name) + (len(value) if value.isascii() else _WIDE * len(value))
    return held


def _of_all(values: Iterable[object]) -> int:
    held = 0
    for each in values:
        kind = type(each)
        if kind is str:
            held += len(each) if each.isascii() else _WIDE * len(each)  # type: ignore[attr-defined,arg-type]  # a str
        elif kind not in _ATOMS:
            held += (_WEIGHERS.get(kind) or _learn(kind))(each)
    return held


def _of_mapping(value: Mapping[object, object]) -> int:
    return _ELEMENT * (1 + len(value)) + _of_names(value) + _of_all(value.values())


def _of_names(value: Mapping[Any, object]) -> int:
    try:
        text = "".join(value)
    except TypeError:  # they are no texts
        return _of_all(value)
    return len(text) if text.isascii() else _of_all(value)


def _of_elements(value: Collection[object]) -> int:
    return _ELEMENT * (1 + len(value)) + _of_all(value)


def _of_text(value: str) -> int:
    return len(value) if value.isascii() else _WIDE * len(value)


def _nothing(value: object) -> int:  # noqa: ARG001 - as the others
    return 0


_ATOMS = frozenset({NoneType, int, float, bool, complex, type})

_NUMBERS = frozenset({int, float, bool, NoneType})
_TEXTS = frozenset({str, NoneType})

_Weigher = Callable[[Any], int]

# Cache by type: to look at the type again takes longer than to weigh a value.
_WEIGHERS: dict[type, _Weigher] = dict.fromkeys(_ATOMS, _nothing)


def _learn(kind: type) -> _Weigher:
    if is_dataclass(kind):
        weigher = _of_fields(kind)
    elif issubclass(kind, str):
        weigher = _of_text
    elif issubclass(kind, bytes):
        weigher = len
    elif issubclass(kind, Mapping):
        weigher = _of_mapping
    else:
        weigher = _of_elements if issubclass(kind, Collection) else _nothing
    _WEIGHERS[kind] = weigher
    return weigher


def _is_number(said: Any) -> bool:
    return _NUMBERS.issuperset(get_args(said) or (said,))


def _of_fields(kind: type) -> _Weigher:
    """Make a weigher for a dataclass, of the fields that may hold text; texts are joined."""
    said = {each.name: each.type for each in fields(kind) if not _is_number(each.type)}
    texts = [name for name, each in said.items() if set(get_args(each) or (each,)) <= _TEXTS]
    if len(texts) == 1:
        texts = []
    rest = [name for name in said if name not in texts]
    texts_of = attrgetter(*texts) if texts else None
    rest_of = attrgetter(*rest, "__class__") if rest else None

    def weigher(entity: object) -> int:
        held = 0 if rest_of is None else _of_all(rest_of(entity))
        if texts_of is None:
            return held
        try:
            text = "".join(filter(None, texts_of(entity)))
        except TypeError:  # a field declared as a text holds another type
            return held + _of_all(texts_of(entity))
        return held + (len(text) if text.isascii() else _of_all(texts_of(entity)))

    return weigher
