"""Entities that each belong to an owner in a realm."""

from typing import Protocol, TypeVar

from fakeping.core.part import Part
from fakeping.core.table import Table


class OwnedEntity(Protocol):
    """An entity of an owner's."""

    @property
    def realm(self) -> str:
        """The owner's realm."""

    @property
    def owner(self) -> str:
        """The owner's name."""


K = TypeVar("K")
E = TypeVar("E", bound=OwnedEntity)


class Owned(Part[K, E]):
    """A part of a tenant's state: entities of one kind, each of which belongs to an owner."""

    def __init__(self, table: Table[K, E]) -> None:
        super().__init__(table)
        self._by_owner = table.index(lambda each: (each.realm, each.owner))

    def of(self, *, realm: str, owner: str) -> list[E]:
        """The entities of an owner, the oldest first."""
        found = map(self.table.get, self._by_owner.keys((realm, owner)))
        return [each for each in found if each is not None]
