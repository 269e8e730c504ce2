"""PingOne's resources, as one client sees them: unique names, and nothing by halves."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fakeping.contract.linearizability.entities import (
    Entities,
    Foreseen,
    foreseen,
    id_of,
    listed_within,
    lists,
    nobody_knows,
    told,
)
from fakeping.contract.linearizability.history import UNKNOWN, Act
from fakeping.contract.linearizability.model import Key

_OK, _CREATED, _DELETED, _REFUSED, _MISSING = 200, 201, 204, 400, 404


@dataclass(frozen=True, kw_only=True)
class Resources:
    """The model of `pingone.resource.*`, and of whatever else has unique names.

    | act | arguments | results |
    |---|---|---|
    | `create` | `name`, `description` | `(201, id)`, `(400, None)` when the name is taken |
    | `read` | `id` | `(200, (name, description))`, `(404, None)` |
    | `update` | `id`, `name`, `description` | `(200, None)`, `(400, None)`, `(404, None)` |
    | `delete` | `id` | `(204, None)`, `(404, None)` |
    | `list` | | `(200, frozenset(ids))`, of those that the history made |
    """

    #: Whether names that differ in letter case alone clash.
    names_fold_case: bool = False
    _foreseen: Foreseen = field(default_factory=Foreseen, repr=False)

    def study(self, acts: Sequence[Act]) -> "Resources":
        """Learn what is ever deleted, and what is written but once."""
        return replace(self, _foreseen=foreseen(acts, _described))

    def start(self) -> Entities:
        """No resources."""
        return Entities()

    def after(self, state: Entities, act: Act) -> Entities | None:
        """The state after an act; `None` when it can't have had its result."""
        become: Entities | None = getattr(self, f"_{act.operation}")(state, act)
        return become

    def hopeless(self, state: Entities, act: Act) -> bool:
        """Whether no later state can give the act its result."""
        return self._foreseen.rule_out(state, act)

    def keys(self, act: Act) -> frozenset[Key] | None:
        """Its name and its id; a list is about all."""
        if act.operation == "list":
            return None
        found = frozenset[Key](id_of(act))
        if "name" in act.arguments:
            found |= {("name", self._name(act.arguments["name"]))}
        return found

    def within(self, act: Act, keys: frozenset[Key]) -> Act:
        """A list of these alone."""
        return listed_within(act, keys)

    def told(self, state: Entities) -> str:
        """The resources by id."""
        return told(state)

    def _create(self, state: Entities, act: Act) -> Entities | None:
        taken = self._holder(state, act.arguments["name"]) is not None
        if not act.known:
            return state if taken else state.put(nobody_knows(act), _described(act))
        if act.status == _CREATED and not taken and act.value not in state.by_id:
            return state.put(act.value, _described(act))
        return state if act.status == _REFUSED and taken else None

    def _read(self, state: Entities, act: Act) -> Entities | None:
        there = state.by_id.get(act.arguments["id"])
        expected = (_MISSING, None) if there is None else (_OK, there)
        return state if act.result in (UNKNOWN, expected) else None

    def _update(self, state: Entities, act: Act) -> Entities | None:
        id_, name = act.arguments["id"], act.arguments["name"]
        if id_ not in state.by_id:
            expected = _MISSING
        else:
            expected = _OK if self._holder(state, name) in {None, id_} else _REFUSED
        if act.known and act.status != expected:
            return None
        return state.put(id_, _described(act)) if expected == _OK else state

    def _delete(self, state: Entities, act: Act) -> Entities | None:
        id_ = act.arguments["id"]
        expected = _DELETED if id_ in state.by_id else _MISSING
        if act.known and act.status != expected:
            return None
        return state.drop(id_) if expected == _DELETED else state

    def _list(self, state: Entities, act: Act) -> Entities | None:
        return state if not act.known or lists(state, act.value) else None

    def _holder(self, state: Entities, name: str) -> str | None:
        """Whose name it is. An update may take the name of an entity that it is itself."""
        wanted = self._name(name)
        for id_, value in state.by_id.items():
            if self._name(value[0]) == wanted:
                return id_
        return None

    def _name(self, name: str) -> str:
        return name.casefold() if self.names_fold_case else name


def _described(act: Act) -> tuple[str, str | None]:
    return act.arguments["name"], act.arguments.get("description")
