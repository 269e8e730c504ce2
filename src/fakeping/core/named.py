"""Entities that a test names: by themselves, by their id or by their name."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Protocol, TypeVar

from fakeping.core.problem import NotFound, Refused
from fakeping.core.text import writable


class Identified(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """Its id."""


E = TypeVar("E", bound=Identified)


class Unknown(NotFound, LookupError):
    """No entity has the id or the name that a test said."""

    __module__ = "fakeping"  # where people import it from, and so what a report calls it


def id_of(
    said: Identified | str, there: Iterable[E], *, kind: str, name_of: Callable[[E], str | None]
) -> str:
    """The id of an entity, or of the one with that id or name.

    An entity is taken at its word. Raises `Unknown`, which says what is near.
    """
    if isinstance(said, str):
        return one(said, there, kind=kind, name_of=name_of).id
    if not isinstance(getattr(said, "id", None), str):
        raise Refused(f"a {kind} is named by itself, its id or its name, not by {said!r:.100}")
    return said.id


def one(said: str, there: Iterable[E], *, kind: str, name_of: Callable[[E], str | None]) -> E:
    """The entity with that id or, if none has, that name. Raises `Unknown`.

    Raises `Refused` for a name that several have.
    """
    known: dict[str, list[E]] = {}
    for each in there:
        if each.id == said:
            return each
        known.setdefault(name_of(each) or "", []).append(each)
    found = known.get(said, [])
    if len(found) > 1:
        ids = ", ".join(each.id for each in found[:3])
        raise Refused(f"several have the name {said!r}: name a {kind} by its id, such as {ids}")
    if found:
        return found[0]
    raise unknown(said, filter(None, known), kind=kind)


def unknown(said: str, known: Iterable[str], *, kind: str) -> Unknown:
    """The error for an id or a name that nothing has, with the names that are near."""
    near = get_close_matches(said, known, n=3)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    return Unknown(f"there is no {kind} with the id or the name {writable(said)[:200]!r}{meant}")
