"""Checks of the types of arguments by a method's annotations, as far as these are plain.

Names of entities, lists of names, documents and the like have checks of their own, nearer to what
they mean. A flag that is a text would be true whatever it says, and a number that is a text fails
far from its cause.
"""

import inspect
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from fakeping.core.plain import value_of

_NONE = type(None)

# Arguments whose own checks say more.
_CHECKED = frozenset({"edition", "switches"})

# What a plain annotation may consist of, with what to call it.
_WORDS: dict[Any, str] = {
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    str: "a text",
    _NONE: "None",
    Mapping: "a mapping",
    Iterable: "a list",
    Path: "a path",
    PathLike: "a path",
    timedelta: "a timedelta",
    datetime: "a datetime",
    range: "a range",
}

_UNIONS = (Union, types.UnionType)


def wrong(method: Callable[..., Any], named: Mapping[str, object]) -> str | None:
    """What is wrong with the types of a method's arguments; `None` if they fit."""
    kinds = _kinds(method)
    for name, value in named.items():
        wanted = kinds.get(name)
        if wanted is not None and not _fits(value, wanted):
            said = " or ".join(_WORDS[each] for each in dict.fromkeys(wanted) if each is not _NONE)
            return f"{name} is {said}, not {value_of(value)}"
    return None


def _fits(value: object, kinds: tuple[Any, ...]) -> bool:
    if isinstance(value, bool):
        return bool in kinds
    if isinstance(value, int) and float in kinds:
        return True
    return isinstance(value, kinds)


@cache
def _kinds(method: Callable[..., Any]) -> dict[str, tuple[Any, ...]]:
    """The classes of each parameter whose annotation is plain, by its name."""
    try:
        hints = get_type_hints(method)
    except NameError:  # a name for type checkers alone
        hints = {}
        for name, said in inspect.get_annotations(method).items():
            if not isinstance(said, str):
                hints[name] = said
    hints.pop("return", None)
    found = {name: _classes(said) for name, said in hints.items()}
    return {name: classes for name, classes in found.items() if classes and name not in _CHECKED}


def _classes(said: Any) -> tuple[Any, ...]:
    """The classes of a plain annotation; none for another."""
    if said is None:
        return (_NONE,)
    origin = get_origin(said)
    if origin in _UNIONS:
        parts = [_classes(each) for each in get_args(said)]
        return tuple(kind for each in parts for kind in each) if all(parts) else ()
    if origin is Literal:
        kinds = {type(each) for each in get_args(said)}
        return tuple(kinds) if kinds == {str} else ()
    kind = origin or said
    return (kind,) if kind in _WORDS else ()
