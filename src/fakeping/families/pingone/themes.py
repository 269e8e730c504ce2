"""Branding themes: the built-in one of an environment, which can be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.fixed import FixedCollection
from fakeping.families.pingone.record import Record, member

_LOOKS = (
    ("name", "Ping Default"),
    ("logoType", "NONE"),
    ("backgroundType", "DEFAULT"),
    ("bodyTextColor", "#4C4C4C"),
    ("buttonColor", "#2996CC"),
    ("buttonTextColor", "#FFFFFF"),
    ("cardColor", "#FFFFFF"),
    ("headingTextColor", "#4C4C4C"),
    ("linkTextColor", "#2996CC"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """How the pages of an environment look."""

    id: str
    environment_id: str
    template: str
    default: bool
    configuration: tuple[tuple[str, str], ...] = _LOOKS
    created_at: str | None = None
    updated_at: str | None = None


THEME = Record(member("template"), member("default"), member("configuration", write=dict))


class Themes(FixedCollection[Theme]):
    """Themes by id."""

    kind = "theme"

    def builtins(self) -> Iterator[Theme]:
        """The default theme."""
        environment_id = self.surroundings.environment_id
        id_ = derived_uuid(environment_id, "theme")
        yield Theme(id=id_, environment_id=environment_id, template="default", default=True)
