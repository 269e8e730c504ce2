"""The model of PingAM's resource sets of one owner, through one client: tags guard writes."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from fakeping.contract.linearizability.entities import id_of, lists, looks, nobody_knows, text_of
from fakeping.contract.linearizability.history import Act, Result
from fakeping.contract.linearizability.look_ahead import LookAhead, look_ahead
from fakeping.contract.linearizability.model import Key
from fakeping.contract.linearizability.views import about, by_id, by_name
from fakeping.contract.pingam.model import ExpectedAnswer
from fakeping.contract.pingam.model import ModelCall as Asked
from fakeping.contract.pingam.model import ResourceSetModel as OneByOne
from fakeping.contract.states import NEW, Entities
from fakeping.families.pingam.edition import switched

_CREATED, _REFUSED, _MISSING = 201, 400, 404

#: A resource set: its name, its description and its tag, `None` where nobody has seen it.
Described = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, kw_only=True)
class ResourceSets:
    """The model of `pingam.resource_set.*` for one owner and client.

    | act | arguments | results |
    |---|---|---|
    | `register` | `name`, `description` | `(201, (id, etag))`, `(400, None)` for a taken name |
    | `read` | `id` | `(200, (name, description, etag))`, `(404, None)` |
    | `update` | `id`, `name`, `description`, `if_match` | `(200, etag)`, 404 and 412 with `None` |
    | `delete` | `id`, `if_match` | `(204, None)`, 404 and 412 with `None` |
    | `list` | | `(200, frozenset(ids))`, of those that the history made |

    An id is known from the answer that gave it: what was made without one is not asked for.

    `if_match` is a tag, or nothing where the edition does not demand one.
    """

    #: Whether a name may be registered but once. An update does not look.
    unique_names: bool = True
    _look_ahead: LookAhead = field(default_factory=LookAhead, repr=False)

    @cached_property
    def _model(self) -> OneByOne:
        return OneByOne(behaviour=switched("8.1", {"unique_names": self.unique_names}))

    def study(self, acts: Sequence[Act]) -> "ResourceSets":
        """A copy that has indexed the whole history."""
        return replace(self, _look_ahead=look_ahead(acts, _written))

    def start(self) -> Entities:
        """No resource sets."""
        return self._model.start()

    def step(self, state: Entities, act: Act) -> tuple[Entities, Result]:
        """The state after an act, and the result that it must have."""
        id_ = act.arguments.get("id", nobody_knows(act))
        if act.operation == "register" and act.status == _CREATED:
            id_ = act.value[0]
        asked = Asked(
            operation=act.operation,
            id=id_,
            said=_said(act),
            if_match=act.arguments.get("if_match"),
            reference={"_id": id_},
            etag=_written(act)[2] if act.operation != "read" else (act.value or (None,))[-1],
        )
        become, answer = self._model.step(state, asked)
        return become, (answer.status, self._value(become, act, answer))

    def _value(self, state: Entities, act: Act, answer: ExpectedAnswer) -> Any:
        """The rest of an act's result."""
        if act.operation == "list":
            return act.value if act.known and lists(state, act.value) else frozenset(state)
        if answer.error is not None or act.operation == "delete":
            return None
        if act.operation == "read":
            return _shown(state, act.arguments["id"])
        return NEW if answer.document["_id"] is NEW else act.value  # the tag is the server's

    def looks(self, act: Act) -> bool:
        """Whether it is a read, a list, or refused."""
        return looks(act)

    def can_prune(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether no later state can explain the act's result."""
        if not act.known:
            return False
        if act.operation == "list":
            return self._look_ahead.never_listed(state, act, placed)
        if act.operation == "register":
            return self._never_registered(state, act, placed)
        return self._look_ahead.misplaced(state, act, placed) or self._outdated(state, act, placed)

    def _never_registered(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        name = act.arguments.get("name")
        if name is None:  # any number may be without one
            return False
        holders = [id_ for id_, each in state.by_id.items() if each.document.get("name") == name]
        if act.status == _REFUSED:
            return not holders and not self._look_ahead.comes(act, placed, "takes", name)
        return self.unique_names and self._look_ahead.never_free(holders, act, placed)

    def _outdated(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether the value that an act saw is gone, and no later act writes it."""
        id_ = act.arguments["id"]
        there = _shown(state, id_)
        if there is None or act.status == _MISSING:
            return False
        if self._look_ahead.lasts(id_, act, placed):
            return self.step(state, act)[1] != act.result
        if act.operation != "read" or there[:2] == act.value[:2]:
            return False
        possible = (act.value, (*act.value[:2], None))  # as an update that nobody had answered
        return not any(
            self._look_ahead.comes(act, placed, "writes", id_, each) for each in possible
        )

    def keys(self, act: Act) -> frozenset[Key] | None:
        """Its id and its unique name; `None` for a list."""
        if act.operation == "list":
            return None
        found = frozenset[Key](id_of(act))
        if self.unique_names and act.arguments.get("name") is not None:
            found |= {("name", act.arguments["name"])}
        return found

    def views(self, acts: Sequence[Act]) -> Iterable[frozenset[Key]]:
        """Each entity, and those that have shared a name."""
        yield from by_id(acts)
        if self.unique_names:
            yield from by_name(acts, str)

    def about(self, acts: Sequence[Act], keys: frozenset[Key]) -> Iterable[Act]:
        """The acts that concern these ids."""
        return about(acts, keys)

    def text(self, state: Entities) -> str:
        """The resource sets by id."""
        return text_of({id_: _shown(state, id_) for id_ in state})


def _described(act: Act, tag: str | None) -> Described:
    return act.arguments.get("name"), act.arguments.get("description"), tag


def _written(act: Act) -> Described:
    return _described(act, act.value[1] if isinstance(act.value, tuple) else act.value)


def _said(act: Act) -> dict[str, Any]:
    return {name: act.arguments.get(name) for name in ("name", "description")}


def _shown(state: Entities, id_: str) -> Described | None:
    """What a read answers; `None` if it does not exist."""
    if id_ not in state:
        return None
    entry = state[id_]
    return entry.document.get("name"), entry.document.get("description"), entry.etag
