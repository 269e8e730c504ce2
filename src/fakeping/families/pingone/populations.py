"""Populations: the sets of users of an environment; one is built in."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.sources import Clock, derived_uuid
from fakeping.core.table import Table
from fakeping.families.pingone import rules
from fakeping.families.pingone.model import Population, Stamp
from fakeping.families.pingone.problems import PlatformOwned, refuse, taken


class Populations:
    """Populations by id. Names are unique; the default one cannot be deleted."""

    __slots__ = (
        "_changed", "_clock", "_environment_id", "_new_id", "_table", "created_at"
    )  # fmt: skip

    def __init__(
        self,
        environment_id: str,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        created_at: str,
        changed: Changed,
    ) -> None:
        self._environment_id = environment_id
        self._clock = clock
        self._new_id = new_id
        self.created_at = created_at
        self._changed = changed
        self._table: Table[Population] | None = None

    @property
    def table(self) -> Table[Population]:
        """Every population, the default one first."""
        if self._table is None:
            self._table = Table(key=_name, kind="population", changed=self._changed)
            default = self.built_in()
            self._table.add_builtin(default.id, default)
        return self._table

    @property
    def made(self) -> Iterable[Population]:
        """Every population; empty if nothing has read or changed them yet."""
        return self._table or ()

    def built_in(self) -> Population:
        """The built-in population, as it is before any change."""
        return Population(
            id=derived_uuid(self._environment_id, "population"),
            environment_id=self._environment_id,
            name="Default",
            description=None,
            default=True,
            created_at=self.created_at,
            updated_at=self.created_at,
        )

    @property
    def default(self) -> Population:
        """The population of users that name none."""
        return next(each for each in self.table if each.default)

    def get(self, id_: str) -> Population:
        """One population."""
        found = self.table.get(id_)
        if found is None:
            raise NotFound(f"no population {id_}")
        return found

    def create(
        self,
        *,
        name: str,
        description: str | None,
        default: bool = False,
        stamp: Stamp | None = None,
    ) -> Population:
        """Add a population. A default one replaces the previous default."""
        self._check_name(name)
        stamp = stamp or Stamp.new(self._new_id(), self._clock.text())
        created = Population(
            id=stamp.id,
            environment_id=self._environment_id,
            name=name,
            description=description,
            default=default,
            created_at=stamp.created_at,
            updated_at=stamp.updated_at,
        )
        self._put(created)
        return created

    def update(
        self,
        id_: str,
        *,
        name: str,
        description: str | None,
        default: bool = False,
        updated_at: str | None = None,
    ) -> Population:
        """Replace a population's description. The default one stays so until another is."""
        current = self.get(id_)
        self._check_name(name, excluding=id_)
        updated = replace(
            current,
            name=name,
            description=description,
            default=default or current.default,
            updated_at=updated_at or self._clock.text(),
        )
        self._put(updated)
        return updated

    def delete(self, id_: str) -> None:
        """Remove a population. Raises `PlatformOwned` for the default one."""
        if self.get(id_).default:
            raise PlatformOwned(
                "The default population cannot be deleted.", rule=rules.POPULATION_DEFAULT
            )
        self.table.remove(id_)

    def drop_all(self) -> None:
        """Remove every population but the default one."""
        for each in [each for each in self._table or () if not each.default]:
            self.table.remove(each.id)

    def capture(self) -> Any:
        """A snapshot, for `restore`; `None` if nothing was read or changed yet."""
        return None if self._table is None else self._table.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        if snapshot is not None:
            self.table.restore(snapshot)
        elif self._table is not None:
            self._table.clear()
            self._table = None

    def _put(self, population: Population) -> None:
        before = self.default
        if population.default and before.id != population.id:
            self.table.put(before.id, replace(before, default=False))
        self.table.put(population.id, population)

    def _check_name(self, name: str, *, excluding: str | None = None) -> None:
        if self.table.holder(name) not in {None, excluding}:
            refuse([taken("A population", rule=rules.POPULATION_NAME_UNIQUE)])


def _name(entity: Population) -> str:
    return entity.name
