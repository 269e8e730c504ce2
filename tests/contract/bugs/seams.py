"""How a bug is planted while a test runs: something takes the place of a whole seam.

A seam is a method, a function that a module calls by its name, a constant, or what an operation's
row says. Nothing of it is quoted: code that keeps its names can be written anew.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Any

import pytest

from fakeping.engine.router import Route

Plant = Callable[[], AbstractContextManager[None]]

#: What takes the place of a function: it is given that function, and its arguments.
Wrong = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Bug:
    """What a fake does wrong, and the rules whose checks must say so."""

    name: str
    plant: Plant
    caught_by: tuple[str, ...]
    #: `pingone.p14c`.
    edition: str
    #: Whether it is at the server's door, where only HTTP leads.
    at_the_door: bool = False

    def __str__(self) -> str:
        return f"{self.edition}: {self.name}"


def bugs(edition: str) -> Callable[..., Bug]:
    """A function that makes bugs of an edition; rules go without the family, in one text."""
    family = edition.partition(".")[0]

    def bug(name: str, plant: Plant, rules: str, **more: bool) -> Bug:
        caught_by = tuple(f"{family}.{each}" for each in rules.split())
        return Bug(name=name, plant=plant, caught_by=caught_by, edition=edition, **more)

    return bug


def exchanged(owner: Any, name: str, value: object) -> Plant:
    """Another value of a module's or a class's, or under the key of a mapping."""

    @contextmanager
    def plant() -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            (patch.setitem if isinstance(owner, dict) else patch.setattr)(owner, name, value)
            yield

    plant.__name__ = name  # for the ids of tests
    return plant


def instead(owner: Any, name: str, wrong: Wrong) -> Plant:
    """`wrong(right, ...)` is called in the place of a function, `right`."""
    right = owner[name] if isinstance(owner, dict) else getattr(owner, name)

    @wraps(right)
    def called(*asked: Any, **named: Any) -> Any:
        return wrong(right, *asked, **named)

    return exchanged(owner, name, called)


def row(operation: str, **wrong: Wrong) -> Plant:
    """An operation, by its name, whose row has functions that take the place of its own.

    `handler=wrong` has `wrong(right, call)` answer in the place of `right(call)`.
    """

    def found(right: Wrong, route: Route, *asked: Any) -> Any:
        known = right(route, *asked)
        if known.name != operation:
            return known
        others = {name: partial(each, getattr(known, name)) for name, each in wrong.items()}
        return replace(known, **others)

    return instead(Route, "operation", found)


def nothing(_: object, *asked: object, **named: object) -> None:
    """Whatever is asked for is not done."""


def yes(_: object, *asked: object, **named: object) -> bool:
    """Whatever is asked, it is so."""
    return True


def never_forgets(owner: Any, name: str, *, key: Callable[..., object]) -> Plant:
    """What a function returned for the same thing before, it returns whatever was done since."""

    @contextmanager
    def plant() -> Iterator[None]:
        known: dict[object, Any] = {}

        def remembered(right: Wrong, *asked: Any, **named: Any) -> Any:
            of = key(*asked, **named)
            if known.get(of) is None:
                known[of] = right(*asked, **named)
            return known[of]

        with instead(owner, name, remembered)():
            yield

    plant.__name__ = name
    return plant


class Anybodys(str):
    """A text that is the same as any other."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = str.__hash__


class Beginnings(tuple[str, ...]):
    """Texts among which is whatever begins with one of them."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and text.startswith(tuple(self))
