"""Entities by id, as the models' state; and what a history tells of them beforehand."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.model import Key

_OK, _CREATED, _DELETED, _MISSING = 200, 201, 204, 404


class Entities:
    """A state of entities by id, which remembers what will never be again."""

    __slots__ = ("_hash", "by_id", "gone")

    def __init__(
        self, by_id: Mapping[str, Any] | None = None, gone: frozenset[Hashable] = frozenset()
    ) -> None:
        self.by_id: dict[str, Any] = dict(by_id or {})
        #: Ids that were deleted, and (id, value) pairs that were replaced.
        self.gone = gone
        self._hash: int | None = None

    def put(self, id_: str, value: Any) -> "Entities":
        """These and one more, or one that is different now."""
        before = self.by_id.get(id_)
        if before == value:
            return self
        gone = self.gone if before is None else self.gone | {(id_, before)}
        return Entities({**self.by_id, id_: value}, gone)

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


def nobody_knows(act: Act) -> str:
    """The id of what an act made, when its answer never came."""
    return f"?{act.number}"


def lists(state: Entities, shown: frozenset[str]) -> bool:
    """Whether a list of ids is the state's; an id that nobody knows may be any."""
    known = {each for each in state.by_id if not each.startswith("?")}
    return known <= shown and len(shown) == len(state.by_id)


def told(state: Entities) -> str:
    """A state of entities, for people."""
    lines = [f"{id_}: {value!r}" for id_, value in state.by_id.items()]
    return "\n".join(lines) or "nothing"


def id_of(act: Act) -> frozenset[Key]:
    """The id that an act is about: the one that it asks for, or that it is answered."""
    if "id" in act.arguments:
        return frozenset({act.arguments["id"]})
    if act.status != _CREATED:
        return frozenset()
    return frozenset({act.value[0] if isinstance(act.value, tuple) else act.value})


def listed_within(act: Act, keys: frozenset[Key]) -> Act:
    """A list, reduced to the ids among these keys."""
    if not act.known:
        return act
    shown = act.value
    return replace(act, result=(act.status, shown & keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a whole history tells, so that a search need not try it. Ids are given but once."""

    #: Ids that are deleted, or may have been: others stay for good.
    ended: frozenset[Key] = frozenset()
    #: (id, value) pairs that one act alone has written: once replaced, they never come back.
    once: frozenset[tuple[Key, Hashable]] = frozenset()

    def rule_out(self, state: Entities, act: Act) -> bool:
        """Whether an act shows what is over already, or misses what stays for good."""
        if not act.known:
            return False
        if act.operation == "list":
            return self._never_listed(state, act.value)
        id_ = act.arguments.get("id")
        if id_ is None:
            return False
        if act.status == _MISSING:
            return id_ in state.by_id and id_ not in self.ended
        if id_ in state.gone:
            return True
        shown = (id_, act.value)
        return act.operation == "read" and shown in state.gone and shown in self.once

    def _never_listed(self, state: Entities, shown: frozenset[str]) -> bool:
        missed = (each for each in state.by_id if each not in shown and not each.startswith("?"))
        return any(each not in self.ended for each in missed) or not shown.isdisjoint(state.gone)


def foreseen(acts: Sequence[Act], described: Callable[[Act], Hashable]) -> Foreseen:
    """Look through a history. `described` is the value that a write leaves behind."""
    ended = frozenset(
        act.arguments["id"]
        for act in acts
        if act.operation == "delete" and (not act.known or act.status == _DELETED)
    )
    unsure = {act.arguments.get("id") for act in acts if not act.known}
    written = Counter[tuple[Key, Hashable]](
        (id_, described(act))
        for act in acts
        if act.operation in {"create", "register", "update"} and act.status in {_OK, _CREATED}
        for id_ in id_of(act) - unsure
    )
    return Foreseen(
        ended=ended,
        once=frozenset(each for each, times in written.items() if times == 1),
    )
