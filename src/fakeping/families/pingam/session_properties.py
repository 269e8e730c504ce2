"""The names of the properties that each realm's sessions may have."""

from fakeping.core.change import Changed
from fakeping.core.part import Part
from fakeping.core.table import Table
from fakeping.families.pingam.model import SessionProperty


class SessionProperties(Part[tuple[str, str], SessionProperty]):
    """What AM's Session Property Whitelist Service is configured with, by realm."""

    def __init__(self, *, changed: Changed) -> None:
        super().__init__(Table("session_property", changed, id_of=lambda each: each.name))

    def add(self, name: str, *, realm: str) -> SessionProperty:
        """Let a realm's sessions have a property."""
        return self.table.put((realm, name), SessionProperty(name=name, realm=realm))

    def of(self, realm: str) -> list[str]:
        """The names of a realm's session properties, the oldest first."""
        return [each.name for each in self.table if each.realm == realm]
