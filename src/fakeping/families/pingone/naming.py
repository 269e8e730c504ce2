"""Entities of an environment that a test names: by themselves, by id or by name."""

from typing import TypeVar

from fakeping.core import named
from fakeping.families.pingone.collection import Collection, Entity

E = TypeVar("E", bound=Entity)


def name_of(entity: Entity) -> str | None:
    """What people call an entity: its user name, or its name."""
    found = getattr(entity, "username", None) or getattr(entity, "name", None)
    return found if isinstance(found, str) else None


def id_in(collection: Collection[E], said: Entity | str) -> str:
    """The id of an entity, or of the collection's with that id or name. Raises `Unknown`."""
    if isinstance(said, str) and collection.table.get(said) is not None:
        return said
    return named.id_of(said, collection.table, kind=_noun(collection), name_of=name_of)


def one_in(collection: Collection[E], said: E | str) -> E:
    """The collection's entity with that id or name, as it is now. Raises `NotFound`."""
    return collection.get(id_in(collection, said))


def _noun(collection: Collection[E]) -> str:
    return collection.kind.replace("_", " ")
