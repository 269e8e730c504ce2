"""PingOne's resources, as one client sees them: unique names, and nothing by halves."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace

from fakeping.contract.linearizability.entities import (
    Entities,
    id_of,
    lists,
    looks,
    nobody_knows,
    told,
)
from fakeping.contract.linearizability.foresight import Foresight, foresee
from fakeping.contract.linearizability.history import UNKNOWN, Act
from fakeping.contract.linearizability.lives import Life, lives, undisturbed
from fakeping.contract.linearizability.model import Key
from fakeping.contract.linearizability.precedence import Constraint
from fakeping.contract.linearizability.views import about, by_name

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

    An id is known from the answer that gave it: what was made without one is not asked for.
    """

    #: Whether names that differ in letter case alone clash.
    names_fold_case: bool = False
    _foresight: Foresight = field(default_factory=Foresight, repr=False)

    def study(self, acts: Sequence[Act]) -> "Resources":
        """Learn what is still to come at any time."""
        return replace(self, _foresight=foresee(acts, _described))

    def start(self) -> Entities:
        """No resources."""
        return Entities()

    def after(self, state: Entities, act: Act) -> Entities | None:
        """The state after an act; `None` when it can't have had its result."""
        become: Entities | None = getattr(self, f"_{act.operation}")(state, act)
        return become

    def looks(self, act: Act) -> bool:
        """Whether it reads or lists, or was refused."""
        return looks(act)

    def hopeless(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether no later state can give the act its result."""
        if not act.known:
            return False
        if act.operation == "list":
            return self._foresight.never_listed(state, act, placed)
        if "id" in act.arguments and self._foresight.misplaced(state, act, placed):
            return True
        if act.operation == "read":
            return self._outdated(state, act, placed)
        return "name" in act.arguments and self._never_named(state, act, placed)

    def _outdated(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether a read shows what is not there, and is not written any more."""
        id_ = act.arguments["id"]
        shown = act.value in {None, state.by_id.get(id_)}
        return not shown and not self._foresight.comes(act, placed, "writes", id_, act.value)

    def _never_named(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether a name that is refused is never taken, or one that is taken never free."""
        holder = self._holder(state, act.arguments["name"])
        free = holder is None or holder == act.arguments.get("id")
        if act.status == _REFUSED:
            return free and not self._taken_yet(act, placed)
        if act.status == _MISSING or free:
            return False
        return self._foresight.never_free([str(holder)], act, placed)

    def _taken_yet(self, act: Act, placed: Container[int]) -> bool:
        if self.names_fold_case:  # names are remembered as they were written
            return True
        return self._foresight.comes(act, placed, "takes", act.arguments["name"])

    def keys(self, act: Act) -> frozenset[Key] | None:
        """Its name and its id; a list is about all."""
        if act.operation == "list":
            return None
        found = frozenset[Key](id_of(act))
        if "name" in act.arguments:
            found |= {("name", self._name(act.arguments["name"]))}
        return found

    def views(self, acts: Sequence[Act]) -> Iterable[frozenset[Key]]:
        """Those that have had one name."""
        return by_name(acts, self._name)

    def about(self, acts: Sequence[Act], keys: frozenset[Key]) -> Iterable[Act]:
        """What is about these ids."""
        return about(acts, keys, self._name)

    def constraints(self, acts: Sequence[Act], unsure: frozenset[int]) -> Iterable[Constraint]:
        """What becomes of each resource, and of each name."""

        def name(act: Act) -> Key:
            return self._name(act.arguments["name"])

        return lives(acts, unsure, name=name, looks=_always, tells=_met).constraints()

    def told(self, state: Entities) -> str:
        """The resources by id."""
        return told(state)

    def _create(self, state: Entities, act: Act) -> Entities | None:
        taken = self._holder(state, act.arguments["name"]) is not None
        if not act.known:
            return state if taken else state.put(nobody_knows(act), _described(act))
        if act.status == _CREATED and not taken and not state.knew(act.value):
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


def _always(_act: Act) -> bool:
    return True


def _met(act: Act, life: Life) -> Iterable[Constraint]:
    if act.operation != "read":
        return ()
    return undisturbed(act, life, [each for each in life.writes if _described(each) == act.value])
