"""Collections of built-in entities alone, which can be read."""

from typing import Protocol, TypeVar

from fakeping.families.pingone.collection import Collection, Entity


class Default(Entity, Protocol):
    """An entity that may be the default of its kind."""

    @property
    def default(self) -> bool:
        """Whether it is the default one."""


D = TypeVar("D", bound=Default)


class FixedCollection(Collection[D]):
    """Entities that are all built in, one of them the default."""

    def is_builtin(self, entity: D) -> bool:
        """Whether it is built in: every one is."""
        del entity
        return True

    @property
    def default(self) -> str:
        """The id of the default one."""
        return next(each.id for each in self.table if each.default)

    def has(self, id_: str) -> bool:
        """Whether there is one with that id."""
        return self.table.get(id_) is not None
