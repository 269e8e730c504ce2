"""Explain a call with wrong arguments: which keyword was meant, and what there is."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

from fakeping.core import kinds
from fakeping.core.problem import Problem, Refused

T = TypeVar("T")

# What people call an argument that has another name here.
_ALSO = {
    "ttl": ("lifetime",),
    "expires_in": ("lifetime",),
    "expiry": ("lifetime",),
    "sub": ("subject", "user", "party"),
    "user": ("owner", "subject", "party", "username"),
    "username": ("owner", "user", "subject"),
    "app": ("application", "client"),
    "application": ("client",),
    "client": ("application",),
    "client_id": ("client",),
    "scopes": ("resource_scopes",),
    "environment": ("environment_id",),
    "state": ("seed", "to"),
}


class WrongArguments(TypeError):
    """A method was called with arguments that it does not take."""

    __module__ = "fakeping"  # where people import it from, and so what a report calls it


class WrongKind(WrongArguments, Refused):
    """An argument has a wrong type."""

    __module__ = "fakeping"


def explained(*names: str) -> Callable[[type[T]], type[T]]:
    """Make methods of a class, by default all public ones, raise `WrongArguments`.

    It says which argument was meant. Arguments of wrong types raise it, too: see `kinds`.
    """

    def explain(kind: type[T]) -> type[T]:
        for name in names or [each for each in dir(kind) if not each.startswith("_")]:
            method = inspect.getattr_static(kind, name)
            if isinstance(method, FunctionType) and method.__code__.co_varnames[1:]:
                setattr(kind, name, _explaining(method))
        return kind

    return explain


def require_kinds(
    method: Callable[..., Any], name: str, positional: Sequence[Any], named: Mapping[str, Any]
) -> None:
    """Raise `WrongKind` for an argument, without `self`, of a wrong type."""
    __tracebackhide__ = True
    places = method.__code__.co_varnames[1 : method.__code__.co_argcount]
    given = {**dict(zip(places, positional, strict=False)), **named} if positional else named
    wrong = kinds.wrong(method, given)
    if wrong is not None:
        unfit = why(method, name, positional, named)  # which may be the reason
        if unfit is not None:
            raise WrongArguments(unfit)
        raise WrongKind(f"{name}(): {wrong}")


def why(
    method: Callable[..., Any], name: str, positional: Sequence[Any], named: Mapping[str, Any]
) -> str | None:
    """What is wrong with a method's arguments, without `self`; `None` if they fit."""
    signature = inspect.signature(method)
    try:
        signature.bind(None, *positional, **named)
    except TypeError as error:
        _, *parameters = signature.parameters.values()
        takes = [each.name for each in parameters if each.kind not in _REST]
        there = f"it takes {', '.join(takes)}" if takes else "it takes nothing"
        unknown = [each for each in named if each not in takes]
        open_ = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters)
        if unknown and not open_:
            return f"{name}() takes no {unknown[0]!r}{_meant(unknown[0], takes)}; {there}"
        given = {*named, *takes[: len(positional)]}
        for each in parameters:
            if each.name in takes and each.default is each.empty and each.name not in given:
                near = get_close_matches(each.name, unknown, n=1)
                meant = f": is it meant by {near[0]!r}?" if near else ""
                return f"{name}() lacks {each.name!r}{meant}; {there}"
        return f"{name}(): {error}; {there}"
    return None


_REST = frozenset({inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL})


def _meant(unknown: str, takes: Sequence[str]) -> str:
    also = [each for each in _ALSO.get(unknown, ()) if each in takes]
    near = also[:1] or get_close_matches(unknown, takes, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _explaining(method: FunctionType) -> Callable[..., Any]:
    name = method.__qualname__.removesuffix(".__init__")

    @wraps(method)
    def call(self: Any, /, *positional: Any, **named: Any) -> Any:
        __tracebackhide__ = True
        if positional or named:
            require_kinds(method, name, positional, named)
        try:
            return method(self, *positional, **named)
        except Problem as problem:
            if problem.rule is not None:
                problem.add_note(f"by the rule {problem.rule.name}: {problem.rule.says}")
            raise
        except TypeError as error:
            trace = error.__traceback__
            if trace is None or trace.tb_next is not None:  # it was called
                raise
        raise WrongArguments(why(method, name, positional, named)) from None

    return call
