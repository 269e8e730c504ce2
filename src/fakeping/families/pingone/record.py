"""Records of PingOne's kinds; one is a document that its entity keeps."""

from collections.abc import Callable
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.families.record import Kept, Member, Record, Said, member, texts

__all__ = ["DocumentRecord", "Kept", "Member", "Record", "Said", "member", "texts"]


class DocumentRecord(Record):
    """The members of an entity that keeps them as one document, `said`, with the wire's names."""

    __slots__ = ("_places",)

    def __init__(self, *members: Member) -> None:
        super().__init__(*members)
        self._places = {each.name: place for place, each in enumerate(members)}

    def read(self, body: JSON, edition: Any = None) -> dict[str, Any]:
        """The document that a validated body asks for; members that are unset are absent."""
        said: dict[str, JSON] = {}
        for name, _, read, default, follows in self._chosen(edition).read:
            value = body.get(name)
            if value is not None:
                said[name] = value if read is None else read(value)
            elif default is not None:
                value = default(said) if follows else default
                if value is not None:
                    said[name] = value
        return {"said": said}

    def write(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of an entity in an answer."""
        del edition
        known: dict[str, JSON] = entity.said
        places = self._places  # most members are unset
        there = sorted(known.keys() & places.keys(), key=places.__getitem__)
        return {name: known[name] for name in there}

    def dump(self, entity: Any, edition: Any = None) -> dict[str, JSON]:
        """The members of a request that would create the same entity."""
        return self.write(entity, edition)

    def getters(self, *names: str) -> dict[str, Callable[[Any], Any]]:
        """How to get the value of the members of these names from an entity."""
        return {name: _said(name) for name in names}


def _said(name: str) -> Callable[[Any], Any]:
    return lambda entity: entity.said.get(name)
