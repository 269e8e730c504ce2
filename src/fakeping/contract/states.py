"""Immutable states of a family's model: entities by id."""

from collections.abc import Iterator, Mapping
from typing import Any, Final


class _New:
    def __repr__(self) -> str:
        return "an id that nothing had before"


#: What is expected of an id that was given already: nothing is the same.
NEW: Final = _New()


class Entities:
    """Entities by id, the oldest first; remembers the ids of deleted ones."""

    __slots__ = ("_hash", "by_id", "gone")

    def __init__(self, by_id: Mapping[str, Any] | None = None, gone: tuple[str, ...] = ()) -> None:
        self.by_id: dict[str, Any] = dict(by_id or {})
        #: Ids that were deleted: they are not given again.
        self.gone = gone
        self._hash: int | None = None

    def __contains__(self, id_: object) -> bool:
        return id_ in self.by_id

    def __getitem__(self, id_: str) -> Any:
        return self.by_id[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def __len__(self) -> int:
        return len(self.by_id)

    def knew(self, id_: str) -> bool:
        """Whether an entity with the id exists or has existed."""
        return id_ in self.by_id or id_ in self.gone

    def put(self, id_: str, value: Any) -> "Entities":
        """A copy with an entity added or replaced."""
        if self.by_id.get(id_) == value:
            return self
        return Entities({**self.by_id, id_: value}, self.gone)

    def drop(self, id_: str) -> "Entities":
        """A copy without an entity."""
        rest = {each: value for each, value in self.by_id.items() if each != id_}
        return Entities(rest, (*self.gone, id_))

    def __eq__(self, other: object) -> bool:
        """Whether the same entities exist; deleted ones are ignored."""
        return isinstance(other, Entities) and self.by_id == other.by_id

    def __hash__(self) -> int:
        """Hash the entities, once."""
        if self._hash is None:
            self._hash = hash(frozenset(self.by_id.items()))
        return self._hash
