"""PingAM's resource sets of one owner, as one client sees them: tags decide who may write."""

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
from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.lives import Life, lives, overwritten, undisturbed
from fakeping.contract.linearizability.model import Key
from fakeping.contract.linearizability.precedence import Constraint
from fakeping.contract.linearizability.views import about, by_name

_OK, _CREATED, _DELETED, _REFUSED, _MISSING, _STALE = 200, 201, 204, 400, 404, 412

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
    _foresight: Foresight = field(default_factory=Foresight, repr=False)

    def study(self, acts: Sequence[Act]) -> "ResourceSets":
        """Learn what is still to come at any time."""
        return replace(self, _foresight=foresee(acts, _written))

    def start(self) -> Entities:
        """No resource sets."""
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
        if act.operation == "register":
            return self._never_registered(state, act, placed)
        return self._foresight.misplaced(state, act, placed) or self._outdated(state, act, placed)

    def _never_registered(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        name = act.arguments.get("name")
        holders = [id_ for id_, value in state.by_id.items() if value[0] == name]
        if act.status == _REFUSED:
            return not holders and not self._foresight.comes(act, placed, "takes", name)
        return self.unique_names and self._foresight.never_free(holders, act, placed)

    def _outdated(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether what is there is not what an act met, and is not written any more."""
        id_ = act.arguments["id"]
        there = state.by_id.get(id_)
        if there is None or act.status == _MISSING:
            return False
        if self._foresight.lasts(id_, act, placed):
            return self.after(state, act) is None
        if act.operation != "read" or there[:2] == act.value[:2]:
            return False
        possible = (act.value, (*act.value[:2], None))  # as an update that nobody had answered
        return not any(self._foresight.comes(act, placed, "writes", id_, each) for each in possible)

    def keys(self, act: Act) -> frozenset[Key] | None:
        """Its id, and the name that must be unique; a list is about all."""
        if act.operation == "list":
            return None
        found = frozenset[Key](id_of(act))
        if self.unique_names and act.arguments.get("name") is not None:
            found |= {("name", act.arguments["name"])}
        return found

    def views(self, acts: Sequence[Act]) -> Iterable[frozenset[Key]]:
        """Those that have had one name."""
        return by_name(acts, str) if self.unique_names else ()

    def about(self, acts: Sequence[Act], keys: frozenset[Key]) -> Iterable[Act]:
        """What is about these ids."""
        return about(acts, keys)

    def constraints(self, acts: Sequence[Act], unsure: frozenset[int]) -> Iterable[Constraint]:
        """What becomes of each resource set, of each name and of each tag."""

        def name(act: Act) -> Key:
            return act.arguments.get("name") if self.unique_names else None

        return lives(acts, unsure, name=name, looks=_registers, tells=_met).constraints()

    def told(self, state: Entities) -> str:
        """The resource sets by id."""
        return told(state)

    def _register(self, state: Entities, act: Act) -> Entities | None:
        name = act.arguments.get("name")
        looks = self.unique_names and name is not None
        taken = looks and any(value[0] == name for value in state.by_id.values())
        if not act.known:
            return state if taken else state.put(nobody_knows(act), _described(act, None))
        if act.status == _CREATED and not taken:
            id_, tag = act.value
            return None if state.knew(id_) else state.put(id_, _described(act, tag))
        return state if act.status == _REFUSED and taken else None

    def _read(self, state: Entities, act: Act) -> Entities | None:
        id_ = act.arguments["id"]
        if not act.known:
            return state
        if id_ not in state.by_id:
            return state if act.status == _MISSING else None
        name, description, tag = state.by_id[id_]
        if act.status != _OK or act.value[:2] != (name, description):
            return None
        if tag is None:  # of an update that nobody had an answer to: now it is known
            return state.put(id_, act.value)
        return state if act.value[2] == tag else None

    def _update(self, state: Entities, act: Act) -> Entities | None:
        expected = self._may_write(state, act, done=_OK)
        if act.known and act.status != expected:
            return None
        tag = act.value if act.known else None
        return state.put(act.arguments["id"], _described(act, tag)) if expected == _OK else state

    def _delete(self, state: Entities, act: Act) -> Entities | None:
        expected = self._may_write(state, act, done=_DELETED)
        if act.known and act.status != expected:
            return None
        return state.drop(act.arguments["id"]) if expected == _DELETED else state

    def _may_write(self, state: Entities, act: Act, *, done: int) -> int:
        """The status that a write meets, `done` where nothing stands in its way."""
        id_, wanted = act.arguments["id"], act.arguments.get("if_match")
        if id_ not in state.by_id:
            return _MISSING
        return done if wanted in {None, state.by_id[id_][2]} else _STALE

    def _list(self, state: Entities, act: Act) -> Entities | None:
        return state if not act.known or lists(state, act.value) else None


def _described(act: Act, tag: str | None) -> Described:
    return act.arguments.get("name"), act.arguments.get("description"), tag


def _written(act: Act) -> Described:
    return _described(act, act.value[1] if isinstance(act.value, tuple) else act.value)


def _registers(act: Act) -> bool:
    return act.operation == "register"


def _met(act: Act, life: Life) -> Iterable[Constraint]:
    if act.operation == "read":
        return undisturbed(act, life, [each for each in life.writes if _written(each) == act.value])
    wanted = act.arguments.get("if_match")
    if wanted is None:
        return ()
    tagged = [each for each in life.writes if _written(each)[2] == wanted and each is not act]
    return (overwritten if act.status == _STALE else undisturbed)(act, life, tagged)
