"""Records of PingOne's kinds; one is a document that its entity keeps."""

from collections.abc import Callable
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.families.record import Kept, Member, Record, Said, member, texts

__all__ = ["DocumentRecord", "Kept", "Member", "Record", "Said", "member", "texts"]


class DocumentRecord(Record):
    """The members of an entity that keeps them as one document, `said`, with the wire's names."""

    __slots__ = ()

    def read(self, body: JSON, edition: Any = None) -> dict[str, Any]:
        """The document that a validated body asks for; members that are unset are absent."""
        said: dict[str, JSON] = {}
        for each in self._settable:
            if each.only(edition):
                value = each.value(body, said)
                if value is not None:
                    said[each.name] = value
        return {"said": said}

    def write(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of an entity in an answer."""
        del edition
        known: dict[str, JSON] = entity.said
        return {each.name: known[each.name] for each in self._members if each.name in known}

    def dump(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of a request that would create the same entity."""
        return self.write(entity, edition)

    def getters(self, *names: str) -> dict[str, Callable[[Any], Any]]:
        """How to get the value of the members of these names from an entity."""
        return {name: _said(name) for name in names}


def _said(name: str) -> Callable[[Any], Any]:
    return lambda entity: entity.said.get(name)
