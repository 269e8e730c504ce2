"""Check arguments from another process against a method's signature and type hints."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from math import isnan
from types import NoneType, UnionType
from typing import Any, Literal, Union, Unpack, get_args, get_origin, get_type_hints, is_typeddict


class DoesNotFit(Exception):
    """A value of the wrong type for an argument."""


def require_fitting(
    method: Callable[..., Any], positional: Sequence[Any], named: Mapping[str, Any]
) -> None:
    """Raise `TypeError` for unknown or missing arguments, `DoesNotFit` for wrong values."""
    bound = inspect.signature(method).bind(*positional, **named)
    hints = _hints(method)
    for name, value in bound.arguments.items():
        hint = hints.get(name, Any)
        kind = inspect.signature(method).parameters[name].kind
        if kind is inspect.Parameter.VAR_KEYWORD:
            members = _members(hint)
            for each, given in value.items():
                _require(each, given, members.get(each, Any))
        elif kind is inspect.Parameter.VAR_POSITIONAL:
            for given in value:
                _require(name, given, hint)
        else:
            _require(name, value, hint)


def _require(name: str, value: Any, hint: Any) -> None:
    if isinstance(value, str) and _is_list(hint) and not _fits(value, hint):
        raise DoesNotFit(f"{name} is a list, such as [{value!r:.200}], not {value!r:.200}")
    if _has_nan(value) or not _fits(value, hint):
        raise DoesNotFit(f"{name} can't be {value!r:.200}{_meant(value, hint)}")


def _meant(value: Any, hint: Any) -> str:
    """A hint at the names that there are, if it takes one of several."""
    known = [each for each in get_args(hint) if isinstance(each, str)]
    if get_origin(hint) is not Literal or not isinstance(value, str) or not known:
        return ""
    near = get_close_matches(value[:200], known, n=1)
    meant = f"; did you mean {near[0]}? C" if near else ": c"
    return f"{meant}hoose from {', '.join(known)}"


def _hints(method: Callable[..., Any]) -> dict[str, Any]:
    try:
        return get_type_hints(method)
    except NameError:  # a type that is known to type checkers alone
        return {}


def _members(hint: Any) -> Mapping[str, Any]:
    said = get_args(hint)[0] if get_origin(hint) is Unpack else hint
    return get_type_hints(said) if is_typeddict(said) else {}


def _fits(value: Any, hint: Any) -> bool:  # noqa: PLR0911 - one for each kind of type
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any or hint is object or hint is inspect.Parameter.empty:
        return True
    if origin in {Union, UnionType}:
        return any(_fits(value, each) for each in args)
    if origin is Literal:
        return value in [each for each in args if type(each) is type(value)]
    if hint is None or hint is NoneType:
        return value is None
    if origin is tuple and ... not in args:
        # A single name in place of a list is reported by the method itself.
        return (isinstance(value, tuple) and len(value) == len(args)) and all(
            _fits(each, kind) or (isinstance(each, str) and _is_list(kind))
            for each, kind in zip(value, args, strict=True)
        )
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            _fits(key, args[0]) and _fits(each, args[1]) for key, each in value.items()
        )
    if origin is not None and isinstance(origin, type) and issubclass(origin, Iterable):
        return isinstance(value, (list, tuple, frozenset, set)) and all(
            _fits(each, args[0]) for each in value
        )
    if not isinstance(hint, type) or getattr(hint, "_is_protocol", False):
        return True
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, int | float if hint is float else hint)


def _is_list(hint: Any) -> bool:
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return any(map(_is_list, get_args(hint)))
    return isinstance(origin, type) and issubclass(origin, Iterable) and origin is not Mapping


def _has_nan(value: Any) -> bool:
    if isinstance(value, float):
        return isnan(value)
    if isinstance(value, Mapping):
        return any(map(_has_nan, value.values()))
    return isinstance(value, list | tuple | set | frozenset) and any(map(_has_nan, value))
