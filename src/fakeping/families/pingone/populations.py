"""Populations: the sets of users of an environment; one is built in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import rules
from fakeping.families.pingone.collection import Collection
from fakeping.families.pingone.model import Population, Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, taken
from fakeping.families.pingone.record import Record, Said, member

POPULATION = Record(
    member("name"),
    member("description"),
    member("default", default=False, read=bool),
    member("userCount", to="user_count", settable=False),
)


class Populations(Collection[Population]):
    """Populations by id. Names are unique; the default one cannot be deleted."""

    kind = "population"

    def builtins(self) -> Iterable[Population]:
        """The first population."""
        yield self.first()

    def first(self) -> Population:
        """The built-in population, as it is before any change."""
        near = self.surroundings
        return Population(
            id=derived_uuid(near.environment_id, "population"),
            environment_id=near.environment_id,
            name="Default",
            description=None,
            default=True,
            created_at=near.created_at,
            updated_at=near.created_at,
        )

    def key(self, entity: Population) -> str:
        """The name."""
        return entity.name

    def is_builtin(self, entity: Population) -> bool:
        """Whether it is the default one, which stays."""
        return entity.default

    def new(self, stamp: Stamp, said: Said) -> Population:
        """Make a population."""
        return Population(environment_id=self.surroundings.environment_id, **said, **stamp.members)

    @property
    def default(self) -> Population:
        """The population of users that name none."""
        return next(each for each in self.table if each.default)

    def errors(self, said: Said, current: Population | None) -> Iterator[FieldError]:
        """A name that is taken."""
        if self.table.holder(said["name"]) not in {None, current and current.id}:
            yield taken("A population", rule=rules.POPULATION_NAME_UNIQUE)

    def changes(self, current: Population, said: Said) -> Said:
        """Everything that was said; the default one stays so until another is."""
        return {**said, "default": said["default"] or current.default}

    def put(self, entity: Population) -> Population:
        """Hold a population. A default one replaces the previous default."""
        before = self.default
        if entity.default and before.id != entity.id:
            super().put(replace(before, default=False))
        return super().put(entity)

    def require_removable(self, entity: Population) -> None:
        """Raise `PlatformOwned` for the default one."""
        if entity.default:
            raise PlatformOwned(
                "The default population cannot be deleted.", rule=rules.POPULATION_DEFAULT
            )
