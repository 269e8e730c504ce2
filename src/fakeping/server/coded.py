"""Encode values as JSON for another process, and decode them."""

import base64
import traceback
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from functools import cache
from math import isfinite
from pathlib import PurePath
from types import NoneType
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.families import FAMILIES, tenancy_of
from fakeping.faults import distribution
from fakeping.faults.fault import Fault
from fakeping.faults.reference import Reference

# The modules of the values that tests get, and pass as arguments.
_HOMES = (*(home for each in FAMILIES for home in tenancy_of(each).values), distribution)


class Crash(Exception):
    """A bug of fakeping in another process, with its traceback as text."""


def coded(value: object) -> JSON:
    """Encode a value as JSON. Raises `TypeError` for one that can't be sent."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _entity(value)
    if isinstance(value, Iterable):
        return [coded(each) for each in value]
    raise TypeError(f"{value!r} can't be sent to another process")


def _as_it_is(value: JSON) -> JSON:
    return value


# The encoder of each kind of value; the first match is used.
_WRITERS: tuple[tuple[Any, Callable[[Any], JSON]], ...] = (
    (NoneType | bool | int | str, _as_it_is),
    (float, lambda value: value if isfinite(value) else {"$float": str(value)}),
    (bytes, lambda value: {"$bytes": base64.b64encode(value).decode()}),
    (datetime, lambda value: {"$datetime": value.isoformat()}),
    (timedelta, lambda value: {"$seconds": value.total_seconds()}),
    (PurePath, str),
    (Mapping, lambda value: {"$object": {str(key): coded(value[key]) for key in value}}),
    (tuple, lambda value: {"$tuple": [coded(each) for each in value]}),
    (AbstractSet, lambda value: {"$set": [coded(each) for each in sorted(value, key=repr)]}),
    (
        Fault,
        lambda value: {"$fault": {"id": value.id, "said": str(value), "shown": repr(value)}},
    ),
    (BaseException, lambda value: {"$crash": "".join(traceback.format_exception(value))}),
)


def decoded(said: JSON) -> Any:
    """Decode a value. Raises `ValueError` for JSON that encodes none."""
    if isinstance(said, list):
        return [decoded(each) for each in said]
    if not isinstance(said, dict):
        return said
    if isinstance(said.get("$"), str):
        return _made(said["$"], {name: each for name, each in said.items() if name != "$"})
    if len(said) == 1:
        [(tag, written)] = said.items()
        if tag in _READERS:
            return _READERS[tag](written)
    raise ValueError(f"nothing is written as {sorted(said)}")


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "$float": float,
    "$bytes": base64.b64decode,
    "$datetime": datetime.fromisoformat,
    "$seconds": lambda written: timedelta(seconds=written),
    "$object": lambda written: {name: decoded(each) for name, each in written.items()},
    "$tuple": lambda written: tuple(map(decoded, written)),
    "$set": lambda written: frozenset(map(decoded, written)),
    "$fault": lambda written: Reference(**written),
    "$crash": Crash,
}


def _entity(value: Any) -> JSON:
    kind = type(value)
    name = _names().get(kind)
    if name is None:
        raise TypeError(f"a {kind.__name__} can't be sent to another process")
    return {"$": name, **{each.name: coded(getattr(value, each.name)) for each in fields(value)}}


def _made(name: str, members: Mapping[str, JSON]) -> Any:
    kind = _kinds().get(name)
    if kind is None:
        raise ValueError(f"nothing is called {name!r}")
    return kind(**{each: decoded(value) for each, value in members.items()})


@cache
def _kinds() -> dict[str, Any]:
    return {
        f"{home.__name__.removeprefix('fakeping.')}.{name}": kind
        for home in _HOMES
        for name, kind in vars(home).items()
        if is_dataclass(kind) and kind.__module__ == home.__name__
    }


@cache
def _names() -> dict[Any, str]:
    return {kind: name for name, kind in _kinds().items()}
