"""Entities by id, as the models' state; and what a history tells of them beforehand."""

from collections.abc import Mapping
from typing import Any

from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.model import Key

_OK, _CREATED, _DELETED = 200, 201, 204


class Entities:
    """A state of entities by id, which remembers what will never be again."""

    __slots__ = ("_hash", "by_id", "gone")

    def __init__(
        self, by_id: Mapping[str, Any] | None = None, gone: frozenset[str] = frozenset()
    ) -> None:
        self.by_id: dict[str, Any] = dict(by_id or {})
        #: Ids that were deleted: they are not given again.
        self.gone = gone
        self._hash: int | None = None

    def knew(self, id_: str) -> bool:
        """Whether there is one with the id, or was."""
        return id_ in self.by_id or id_ in self.gone

    def put(self, id_: str, value: Any) -> "Entities":
        """These and one more, or one that is different now."""
        if self.by_id.get(id_) == value:
            return self
        return Entities({**self.by_id, id_: value}, self.gone)

    def drop(self, id_: str) -> "Entities":
        """These without one."""
        rest = {each: value for each, value in self.by_id.items() if each != id_}
        return Entities(rest, self.gone | {id_})

    def __eq__(self, other: object) -> bool:
        """Whether the same entities are there; what is gone follows from how it came about."""
        return isinstance(other, Entities) and self.by_id == other.by_id

    def __hash__(self) -> int:
        """Hash what is there, once."""
        if self._hash is None:
            self._hash = hash(frozenset(self.by_id.items()))
        return self._hash


def looks(act: Act) -> bool:
    """Whether an act was to change nothing, or was refused."""
    refused = act.known and act.status not in {_OK, _CREATED, _DELETED}
    return refused or act.operation in {"read", "list"}


def nobody_knows(act: Act) -> str:
    """The id of what an act made, when its answer never came."""
    return f"?{act.number}"


def lists(state: Entities, shown: frozenset[str]) -> bool:
    """Whether a list of ids is the state's; an id that nobody knows may be any."""
    known = {each for each in state.by_id if not each.startswith("?")}
    return known <= shown and len(shown) == len(state.by_id)


def told(state: Entities) -> str:
    """A state of entities, for people."""
    return "\n".join(f"{id_}: {value!r}" for id_, value in state.by_id.items()) or "nothing"


def id_of(act: Act) -> frozenset[Key]:
    """The id that an act is about: the one that it asks for, or that it is answered."""
    if "id" in act.arguments:
        return frozenset({act.arguments["id"]})
    if act.status != _CREATED:
        return frozenset()
    return frozenset({act.value[0] if isinstance(act.value, tuple) else act.value})
