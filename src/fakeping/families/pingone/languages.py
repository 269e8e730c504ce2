"""Languages: the built-in one of an environment, which can be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.fixed import FixedCollection
from fakeping.families.pingone.record import Record, member


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language in which an environment speaks to its users."""

    id: str
    environment_id: str
    name: str
    locale: str
    default: bool
    enabled: bool
    customer_added: bool
    created_at: str
    updated_at: str


LANGUAGE = Record(
    member("name"),
    member("locale"),
    member("default"),
    member("enabled"),
    member("customerAdded"),
)


class Languages(FixedCollection[Language]):
    """Languages by id."""

    kind = "language"

    def builtins(self) -> Iterator[Language]:
        """The default language."""
        near = self.surroundings
        yield Language(
            id=derived_uuid(near.environment_id, "language", "en"),
            environment_id=near.environment_id,
            name="English",
            locale="en",
            default=True,
            enabled=True,
            customer_added=False,
            created_at=near.created_at,
            updated_at=near.created_at,
        )

    @property
    def default(self) -> str:
        """The locale of the default one."""
        return next(each.locale for each in self.table if each.default)
