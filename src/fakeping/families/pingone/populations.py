"""Populations: the sets of users of an environment; one is built in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from fakeping.core.exchange import JSON
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import population_rules, rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import Population, Stamp
from fakeping.families.pingone.problems import FieldError, PlatformOwned, taken
from fakeping.families.pingone.record import Record, Said, member, texts


def _id_in(value: JSON) -> str:
    id_: str = value["id"]
    return id_


def _with_id(value: str) -> JSON:
    return {"id": value}


POPULATION = Record(
    member("name"),
    member("description"),
    member("default", default=False, read=bool),
    member("theme", to="theme_id", read=_id_in, write=_with_id),
    member("preferredLanguage"),
    member("passwordPolicy", to="password_policy_id", read=_id_in, write=_with_id),
    texts("alternativeIdentifiers"),
    member("userCount", settable=False),
)


def first_id(environment_id: str) -> str:
    """The id of an environment's built-in population."""
    return derived_uuid(environment_id, "population")


class Neighbours(Protocol):
    """Entities of which a population names one, by id or otherwise."""

    @property
    def default(self) -> str:
        """What stands for the default one."""

    def has(self, id_: str) -> bool:
        """Whether there is one with that id."""


class Counting(Protocol):
    """The users of an environment, as far as populations need to know them."""

    def count(self, population_id: str) -> int:
        """The number of users in a population."""


class Populations(Collection[Population]):
    """Populations by id. Names are unique; the default one cannot be deleted."""

    kind = "population"

    def __init__(
        self,
        surroundings: Surroundings,
        *,
        theme: Neighbours,
        language: Neighbours,
        password_policy: Neighbours,
    ) -> None:
        super().__init__(surroundings)
        self._theme = theme
        self._language = language
        self._password_policy = password_policy
        #: The users of the environment.
        self.users: Counting | None = None

    def builtins(self) -> Iterable[Population]:
        """The first population."""
        yield self.first()

    def first(self) -> Population:
        """The built-in population, as it is before any change."""
        near = self.surroundings
        return Population(
            id=first_id(near.environment_id),
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

    def count(self, id_: str) -> int:
        """The number of users in a population."""
        return self.users.count(id_) if self.users is not None else 0

    def shown(self, entity: Population) -> Population:
        """A population with its number of users, and what stands for what it does not say."""
        return replace(
            entity,
            user_count=self.count(entity.id),
            theme_id=entity.theme_id or self._theme.default,
            preferred_language=entity.preferred_language or self._language.default,
        )

    def password_policy_id(self, id_: str) -> str:
        """The id of the password policy that a population's users are under."""
        return self.get(id_).password_policy_id or self._password_policy.default

    def errors(self, said: Said, current: Population | None) -> Iterator[FieldError]:
        """A name that is taken, and what is named and is not there."""
        if self.table.holder(said["name"]) not in {None, current and current.id}:
            yield taken("A population", rule=rules.POPULATION_NAME_UNIQUE)
        for target, id_, known in (
            ("theme", said["theme_id"], self._theme),
            ("passwordPolicy", said["password_policy_id"], self._password_policy),
        ):
            if id_ is not None and not known.has(id_):
                message = f"There is no {target} {id_}."
                yield FieldError(target=target, message=message, rule=population_rules.REFERS)

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
        """Raise `PlatformOwned` for the last one, the default one, and one that has users."""
        if len(self.table) == 1:
            raise PlatformOwned(
                "The environment must contain at least one population.", rule=population_rules.LAST
            )
        if entity.default:
            raise PlatformOwned(
                "The default population cannot be deleted.", rule=rules.POPULATION_DEFAULT
            )
        if self.count(entity.id):
            raise PlatformOwned(
                "A population that has users cannot be deleted.", rule=population_rules.KEPT
            )
