"""The search for a serial order: Wing and Gong's, with Lowe's memory of where it was.

Calls and returns stand in one list, by time. Whatever call stands before the first return may
come next; one that is placed leaves the list with its return. Reaching a return means that its
call should have been placed: go back. Two short cuts keep that from being exponential: a call
that only looks is placed as soon as it fits, for waiting can't make it fit better; and an
order is given up as soon as some call under way can never fit again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.model import Model, after

S = TypeVar("S")

_HEAD = 0


class GaveUp(Exception):
    """Raised after too many steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[S]):
    """A search's result: the acts that it could order, and the state after them."""

    whole: bool
    order: tuple[Act, ...]
    state: S


@dataclass(frozen=True, slots=True)
class _Placed(Generic[S]):
    node: int
    before: S
    #: Whether any other choice would do no better.
    forced: bool


class Search(Generic[S]):
    """One search for a serial order; `optional` acts may be left out."""

    def __init__(
        self,
        acts: Sequence[Act],
        model: Model[S],
        *,
        optional: frozenset[int] = frozenset(),
        steps: float = float("inf"),
        look_ahead: bool = True,
    ) -> None:
        self._model = model
        self._left = steps
        self._look_ahead = look_ahead
        self._acts: list[Act | None] = [None]
        self._optional = optional
        self._matching = [0]
        self._lay(acts)
        size = len(self._acts)
        self._next = [*range(1, size), _HEAD]
        self._before = [size - 1, *range(size - 1)]
        self._returns = sum(each > 0 for each in self._matching)
        self._order: list[_Placed[S]] = []
        self._placed: set[int] = set()
        #: How far it came.
        self.furthest = Found(whole=False, order=(), state=model.start())
        self._fewest = self._returns

    def _lay(self, acts: Sequence[Act]) -> None:
        """Sort calls and returns by time; a call comes before a simultaneous return."""
        calls = [(each.began, 0, each) for each in acts]
        returns = [(each.ended, 1, each) for each in acts if not self._may_miss(each)]
        at: dict[int, int] = {}
        for _, kind, act in sorted(calls + returns, key=lambda each: each[:2]):
            if kind == 0:
                at[act.number] = len(self._acts)
                self._acts.append(act)
                self._matching.append(0)
            else:
                self._matching[at[act.number]] = len(self._acts)
                self._acts.append(None)
                self._matching.append(-1)

    def _may_miss(self, act: Act) -> bool:
        return not act.known or act.number in self._optional

    def run(self) -> Found[S]:
        """Search. Raises `GaveUp` after too many steps."""
        state, done, seen = self._model.start(), 0, set[tuple[int, S]]()
        node = self._next[_HEAD]
        while self._returns:
            act = self._acts[node]
            if act is None:  # a return, or the end: what is before it is not the right order
                back = self._step_back()
                if back is None:
                    return self.furthest
                node, state = back.node, back.before
                done = sum(1 << each.node for each in self._order)
                node = self._next[node]
                continue
            become = self._after(state, act)
            looks = self._model.looks(act)
            if become is None or (become is state and not looks and self._may_miss(act)):
                node = self._next[node]
                continue
            forced = become is state and looks
            place = done | (1 << node)
            if not forced and ((place, become) in seen or self._dead_end(become, act, node)):
                node = self._next[node]
                continue
            if not forced:
                seen.add((place, become))
            self._order.append(_Placed(node, state, forced))
            self._placed.add(act.number)
            self._lift(node)
            state, done = become, place
            if self._returns < self._fewest:
                self._fewest, self.furthest = self._returns, self._found(state, whole=False)
            node = self._next[_HEAD]
        return self._found(state, whole=True)

    def _after(self, state: S, act: Act) -> S | None:
        self._left -= 1
        if self._left < 0:
            raise GaveUp
        return after(self._model, state, act)

    def _dead_end(self, after: S, act: Act, node: int) -> bool:
        if not self._look_ahead:
            return False
        self._placed.add(act.number)
        dead = self._is_dead_end(after, excluding=node)
        self._placed.discard(act.number)
        return dead

    def _is_dead_end(self, state: S, *, excluding: int) -> bool:
        """Whether a pending act can never be placed from this state."""
        node = self._next[_HEAD]
        while (act := self._acts[node]) is not None:
            if (
                node != excluding
                and not self._may_miss(act)
                and self._model.can_prune(state, act, self._placed)
            ):
                return True
            node = self._next[node]
        return False

    def _step_back(self) -> _Placed[S] | None:
        """Undo the last choice that had an alternative."""
        while self._order:
            last = self._order.pop()
            self._unlift(last.node)
            self._placed.discard(self._number(last.node))
            if not last.forced:
                return last
        return None

    def _number(self, node: int) -> int:
        act = self._acts[node]
        return act.number if act else 0

    def _lift(self, node: int) -> None:
        self._unlink(node)
        if self._matching[node]:
            self._unlink(self._matching[node])
            self._returns -= 1

    def _unlift(self, node: int) -> None:
        if self._matching[node]:
            self._link(self._matching[node])
            self._returns += 1
        self._link(node)

    def _unlink(self, node: int) -> None:
        self._next[self._before[node]] = self._next[node]
        self._before[self._next[node]] = self._before[node]

    def _link(self, node: int) -> None:
        self._next[self._before[node]] = node
        self._before[self._next[node]] = node

    def _found(self, state: S, *, whole: bool) -> Found[S]:
        acts = (self._acts[each.node] for each in self._order)
        return Found(whole=whole, order=tuple(each for each in acts if each), state=state)
