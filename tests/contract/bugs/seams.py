"""How a bug is planted while a test runs: something takes the place of a whole seam.

A seam is a method, a function that a module calls by its name, a constant, or what an operation's
row says. Nothing of it is quoted: code that keeps its names can be written anew.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial, wraps

import pytest

from fakeping.engine.router import Route

Plant = Callable[[], AbstractContextManager]


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

    def __str__(self):
        return f"{self.edition}: {self.name}"


def bugs(edition):
    """A function that makes bugs of an edition; rules go without the family, in one text."""
    family = edition.partition(".")[0]

    def bug(name, plant, rules, **more):
        caught_by = tuple(f"{family}.{each}" for each in rules.split())
        return Bug(name=name, plant=plant, caught_by=caught_by, edition=edition, **more)

    return bug


def exchanged(owner, name, value):
    """Another value of a module's or a class's, or under the key of a mapping."""

    @contextmanager
    def plant():
        with pytest.MonkeyPatch.context() as patch:
            (patch.setitem if isinstance(owner, dict) else patch.setattr)(owner, name, value)
            yield

    plant.__name__ = name  # for the ids of tests
    return plant


def instead(owner, name, wrong):
    """`wrong(right, ...)` is called in the place of a function, `right`."""
    right = owner[name] if isinstance(owner, dict) else getattr(owner, name)

    @wraps(right)
    def called(*asked, **named):
        return wrong(right, *asked, **named)

    return exchanged(owner, name, called)


def row(operation, **wrong):
    """An operation, by its name, whose row has functions that take the place of its own.

    `handler=wrong` has `wrong(right, call)` answer in the place of `right(call)`.
    """

    def found(right, route, *asked):
        known = right(route, *asked)
        if known.name != operation:
            return known
        others = {name: partial(each, getattr(known, name)) for name, each in wrong.items()}
        return replace(known, **others)

    return instead(Route, "operation", found)


def nothing(_, *asked, **named):
    """Whatever is asked for is not done."""


def yes(_, *asked, **named):
    """Whatever is asked, it is so."""
    return True


def never_forgets(owner, name, *, key):
    """What a function returned for the same thing before, it returns whatever was done since."""

    @contextmanager
    def plant():
        known = {}

        def remembered(right, *asked, **named):
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

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __hash__ = str.__hash__


class Beginnings(tuple):
    """Texts among which is whatever begins with one of them."""

    __slots__ = ()

    def __contains__(self, text):
        return text.startswith(tuple(self))
