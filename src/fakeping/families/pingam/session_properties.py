"""The names of the properties that each realm's sessions may have."""

from typing import Any

from fakeping.core.change import Changed
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import SessionProperty


class SessionProperties:
    """What AM's Session Property Whitelist Service is configured with, by realm."""

    def __init__(self, *, changed: Changed) -> None:
        self._listed: Shelf[tuple[str, str], SessionProperty] = Shelf(
            "session_property", changed, id_of=lambda each: each.name
        )

    def add(self, name: str, *, realm: str) -> SessionProperty:
        """Let a realm's sessions have a property."""
        return self._listed.put((realm, name), SessionProperty(name=name, realm=realm))

    def of(self, realm: str) -> list[str]:
        """The names of a realm's session properties, the oldest first."""
        return [each.name for each in self._listed.values() if each.realm == realm]

    def all(self) -> list[SessionProperty]:
        """Every realm's session properties, the oldest first."""
        return list(self._listed.values())

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._listed.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._listed.restore(snapshot)
