"""What a single client would see: the rules that a serial order must keep."""

from collections.abc import Container, Hashable, Iterable, Sequence
from typing import Protocol, Self, TypeVar

from fakeping.contract.linearizability.history import Act, Result

S = TypeVar("S")

Key = Hashable


class Model(Protocol[S]):
    """A state, and what each act makes of it.

    States are values: hashable, and never changed. An act that changes nothing returns the very
    state that it was given.
    """

    def study(self, acts: Sequence[Act]) -> Self:
        """A model that has seen what will happen, which lets `can_prune` say more."""

    def start(self) -> S:
        """The state before anything happened."""

    def step(self, state: S, act: Act) -> tuple[S, Result]:
        """The state after an act, and the result that the act must have had here.

        What the server chose, such as an id, is taken from the act's own result.
        """

    def looks(self, act: Act) -> bool:
        """Whether an act only looks: with its result, there is no state that it changes.

        The search goes straight on then. `False` when in doubt.
        """

    def can_prune(self, state: S, act: Act, placed: Container[int]) -> bool:
        """Whether no later state either can give the act its result. `False` when in doubt.

        `placed` has the numbers of the acts that the state comes from: others are to come.
        """

    def keys(self, act: Act) -> frozenset[Key] | None:
        """What an act is about. Acts without a common key don't meet; `None` is about all."""

    def views(self, acts: Sequence[Act]) -> Iterable[frozenset[Key]]:
        """Keys, each few of which a contradiction may be about; none will do."""

    def about(self, acts: Sequence[Act], keys: frozenset[Key]) -> Iterable[Act]:
        """A history as far as it is about these keys, or somewhat more.

        Every order of it all is an order of this: where it has none, that shows why.
        """

    def text(self, state: S) -> str:
        """A state, for people."""


def after(model: Model[S], state: S, act: Act) -> S | None:
    """The state after an act; `None` when the act can't have had its result here."""
    become, result = model.step(state, act)
    return become if result == act.result or not act.known else None
