"""The interface of models: what a single client would observe."""

from collections.abc import Container, Hashable, Iterable, Sequence
from typing import Protocol, Self, TypeVar

from fakeping.contract.linearizability.history import Act, Result

S = TypeVar("S")

Key = Hashable


class Model(Protocol[S]):
    """A state machine: the state after each act, and its result.

    States are values: hashable, and never changed. An act that changes nothing returns the very
    state that it was given.
    """

    def study(self, acts: Sequence[Act]) -> Self:
        """A copy with knowledge of the whole history, with which `can_prune` finds more."""

    def start(self) -> S:
        """The initial state."""

    def step(self, state: S, act: Act) -> tuple[S, Result]:
        """The state after an act, and the result that the act must have here.

        What the server chose, such as an id, is taken from the act's own result.
        """

    def looks(self, act: Act) -> bool:
        """Whether an act, given its result, changes no state.

        The search goes straight on then. `False` when in doubt.
        """

    def can_prune(self, state: S, act: Act, placed: Container[int]) -> bool:
        """Whether no later state can explain the act's result. `False` when in doubt.

        `placed` has the numbers of the acts that the state comes from: others are to come.
        """

    def keys(self, act: Act) -> frozenset[Key] | None:
        """The keys that an act concerns; `None` for all. Acts without a shared key can swap."""

    def views(self, acts: Sequence[Act]) -> Iterable[frozenset[Key]]:
        """Sets of keys that a contradiction may be confined to; may be empty."""

    def about(self, acts: Sequence[Act], keys: frozenset[Key]) -> Iterable[Act]:
        """The acts that concern these keys, and perhaps others.

        Every order of it all is an order of this: where it has none, that shows why.
        """

    def text(self, state: S) -> str:
        """A state as text."""


def after(model: Model[S], state: S, act: Act) -> S | None:
    """The state after an act; `None` if the act can't have had its result here."""
    become, result = model.step(state, act)
    return become if result == act.result or not act.known else None
