"""Entities that a test names: by themselves, by their id or by their name."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Protocol, TypeVar

from fakeping.core.problem import NotFound
from fakeping.core.text import writable


class Identified(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """Its id."""


E = TypeVar("E", bound=Identified)


class Unknown(NotFound, LookupError):
    """No entity has the id or the name that a test said."""


def id_of(
    said: Identified | str, there: Iterable[E], *, kind: str, name_of: Callable[[E], str | None]
) -> str:
    """The id of an entity, or of the one with that id or name.

    An entity is taken at its word. Raises `Unknown`, which says what is near.
    """
    return said.id if not isinstance(said, str) else one(said, there, kind, name_of).id


def one(said: str, there: Iterable[E], kind: str, name_of: Callable[[E], str | None]) -> E:
    """The entity with that id or, if none has, that name. Raises `Unknown`."""
    known: dict[str, E] = {}
    ids: dict[str, E] = {}
    for each in there:
        ids[each.id] = each
        name = name_of(each)
        if name is not None:
            known.setdefault(name, each)
    found = ids.get(said) or known.get(said)
    if found is not None:
        return found
    near = get_close_matches(said, known, n=3)
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    raise Unknown(f"there is no {kind} with the id or the name {writable(said)[:200]!r}{meant}")
