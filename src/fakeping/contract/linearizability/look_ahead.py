"""Look ahead: facts about a whole history, with which a search prunes states."""

from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from fakeping.contract.linearizability.entities import Entities, id_of
from fakeping.contract.linearizability.history import Act

_OK, _CREATED, _DELETED, _REFUSED, _MISSING = 200, 201, 204, 400, 404

#: What an act may do: `("takes", name)`, `("makes", id)`, `("writes", id)`, `("ends", id)`, and
#: `("writes", id, value)`.
Effect = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead:
    """The acts that may have each effect."""

    by_effect: dict[Effect, list[Act]] = field(default_factory=dict)

    def comes(self, act: Act, placed: Container[int], *effect: Hashable) -> bool:
        """Whether an act with the effect may yet be placed before this one."""
        return any(
            each.number not in placed and each.began <= act.ended and each is not act
            for each in self.by_effect.get(effect, ())
        )

    def lasts(self, id_: str, act: Act, placed: Container[int]) -> bool:
        """Whether an entity can't change before an act."""
        return not (self.comes(act, placed, "ends", id_) or self.comes(act, placed, "writes", id_))

    def misplaced(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether an act fails on an entity that stays, or succeeds on a deleted one."""
        id_ = act.arguments["id"]
        if act.status == _MISSING:
            return id_ in state.by_id and not self.comes(act, placed, "ends", id_)
        return id_ in state.gone

    def never_listed(self, state: Entities, act: Act, placed: Container[int]) -> bool:
        """Whether a list has a deleted entity, or lacks one that stays."""
        shown: frozenset[str] = act.value
        missed = (each for each in state.by_id if each not in shown and not each.startswith("?"))
        if any(not self.comes(act, placed, "ends", each) for each in missed):
            return True
        return not shown.isdisjoint(state.gone)

    def never_free(self, holders: Iterable[str], act: Act, placed: Container[int]) -> bool:
        """Whether a holder of a name keeps it until an act."""
        return any(self.lasts(each, act, placed) for each in holders if not each.startswith("?"))


def look_ahead(acts: Sequence[Act], written: Callable[[Act], Hashable]) -> LookAhead:
    """Index a history. `written` is the value that a write stores."""
    found: dict[Effect, list[Act]] = {}
    for act in acts:
        for each in _effects(act, written):
            found.setdefault(each, []).append(act)
    return LookAhead(by_effect=found)


def _effects(act: Act, written: Callable[[Act], Hashable]) -> Iterable[Effect]:
    happens = act.status in {_OK, _CREATED, _DELETED} or not act.known
    if not happens or act.operation in {"read", "list"}:
        return
    if act.operation == "delete":
        yield "ends", act.arguments["id"]
        return
    yield "takes", act.arguments.get("name")
    for each in id_of(act):
        yield ("writes" if act.operation == "update" else "makes"), each
        yield "writes", each, written(act)
