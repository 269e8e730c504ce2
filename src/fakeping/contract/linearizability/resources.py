"""The model of PingOne's kinds with unique names, such as resources: atomic updates."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from fakeping.contract.check import ABSENT
from fakeping.contract.linearizability.entities import (
    NAMED,
    id_of,
    lists,
    looks,
    nobody_knows,
    text_of,
)
from fakeping.contract.linearizability.history import Act, Result
from fakeping.contract.linearizability.look_ahead import LookAhead, look_ahead
from fakeping.contract.linearizability.model import Key
from fakeping.contract.linearizability.views import about, by_id, by_name
from fakeping.contract.pingone.model import EnvironmentModel as OneByOne
from fakeping.contract.pingone.model import ExpectedAnswer
from fakeping.contract.pingone.model import ModelCall as Asked
from fakeping.contract.states import NEW, Entities
from fakeping.families.pingone.edition import chosen

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

    #: `resource`, `sign_on_policy` or `user`. A user's name and description are its `username`
    #: and `title`.
    kind: str = "resource"
    #: Whether names that differ in letter case alone clash.
    names_fold_case: bool = False
    _look_ahead: LookAhead = field(default_factory=LookAhead, repr=False)

    @cached_property
    def _model(self) -> OneByOne:
        name = "p14c" if self.kind == "resource" else "current"
        return OneByOne(edition=chosen(name, {"names_fold_case": self.names_fold_case}))

    @cached_property
    def _members(self) -> Mapping[str, str]:
        """The wire's names of what acts say."""
        _, name, description = NAMED[self.kind]
        return {"name": name, "description": description}

    def study(self, acts: Sequence[Act]) -> "Resources":
        """A copy that has indexed the whole history."""
        return replace(self, _look_ahead=look_ahead(acts, _described))

    def start(self) -> Entities:
        """No resources."""
        return self._model.start()

    def step(self, state: Entities, act: Act) -> tuple[Entities, Result]:
        """The state after an act, and the result that it must have."""
        known = id_of(act)
        id_ = str(next(iter(known))) if known else nobody_knows(act)
        asked = Asked(
            operation=act.operation,
            kind=self.kind,
            id="" if act.operation == "create" else id_,
            said={
                member: act.arguments[said]
                for said, member in self._members.items()
                if said in act.arguments
            },
            chosen={"id": id_},
        )
        become, answer = self._model.step(state, asked)
        return become, (answer.status, self._value(state, act, answer))

    def _value(self, state: Entities, act: Act, answer: ExpectedAnswer) -> Any:
        """The rest of an act's result."""
        if act.operation == "list":
            return act.value if act.known and lists(state, act.value) else frozenset(state)
        if act.operation == "create" and answer.status == _CREATED:
            return NEW if "id" in answer.document else act.value
        return self._shown(state, act.arguments["id"]) if act.operation == "read" else None

    def looks(self, act: Act) -> bool:
        """Whether it is a read, a list, or refused."""
        return looks(act)

    def can_prune(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether no later state can explain the act's result."""
        if not act.known:
            return False
        if act.operation == "list":
            return self._look_ahead.never_listed(state, act, placed)
        if "id" in act.arguments and self._look_ahead.misplaced(state, act, placed):
            return True
        if act.operation == "read":
            return self._outdated(state, act, placed)
        return "name" in act.arguments and self._never_named(state, act, placed)

    def _outdated(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether a read has a value that is gone, and no later act writes it."""
        id_ = act.arguments["id"]
        shown = act.value in {None, self._shown(state, id_)}
        return not shown and not self._look_ahead.comes(act, placed, "writes", id_, act.value)

    def _never_named(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether a conflict has no later holder of the name, or a taken name is never free."""
        holder = self._holder(state, act.arguments["name"])
        free = holder is None or holder == act.arguments.get("id")
        if act.status == _REFUSED:
            return free and not self._taken_yet(act, placed)
        if act.status == _MISSING or free:
            return False
        return self._look_ahead.never_free([str(holder)], act, placed)

    def _taken_yet(self, act: Act, placed: Container[int]) -> bool:
        if self.names_fold_case:  # names are remembered as they were written
            return True
        return self._look_ahead.comes(act, placed, "takes", act.arguments["name"])

    def keys(self, act: Act) -> frozenset[Key] | None:
        """Its name and its id; `None` for a list."""
        if act.operation == "list":
            return None
        found = frozenset[Key](id_of(act))
        if "name" in act.arguments:
            found |= {("name", self._name(act.arguments["name"]))}
        return found

    def views(self, acts: Sequence[Act]) -> Iterable[frozenset[Key]]:
        """Each entity, and those that have shared a name."""
        yield from by_id(acts)
        yield from by_name(acts, self._name)

    def about(self, acts: Sequence[Act], keys: frozenset[Key]) -> Iterable[Act]:
        """The acts that concern these ids."""
        return about(acts, keys, self._name)

    def text(self, state: Entities) -> str:
        """The entities by id."""
        return text_of({id_: self._shown(state, id_) for id_ in state})

    def _holder(self, state: Entities, name: str) -> str | None:
        """The entity with a name, other than the updated one."""
        wanted = self._name(name)
        for id_, value in state.by_id.items():
            if self._name(value.document[self._members["name"]]) == wanted:
                return id_
        return None

    def _shown(self, state: Entities, id_: str) -> tuple[str, str | None] | None:
        """What a read answers; `None` if it does not exist."""
        if id_ not in state:
            return None
        name, described = (state[id_].document[each] for each in self._members.values())
        return name, None if described is ABSENT else described

    def _name(self, name: str) -> str:
        return name.casefold() if self.names_fold_case else name


def _described(act: Act) -> tuple[str, str | None]:
    return act.arguments["name"], act.arguments.get("description")
