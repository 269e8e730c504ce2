"""Check a history: a serial order as proof, or the fewest contradicting calls."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fakeping.contract.linearizability.history import Act, History
from fakeping.contract.linearizability.model import Key, Model
from fakeping.contract.linearizability.parts import parts
from fakeping.contract.linearizability.search import Found, GaveUp, Search
from fakeping.contract.linearizability.timeline import drawn

T = TypeVar("T")

# How many calls are shown that are no part of the contradiction.
_BESIDE = 8

# Steps for each call in which an order is found, as a rule.
_SOON = 20

# Steps in which it shows that a call does not matter; it is kept where that takes more.
_PATIENCE = 5_000

# How often something is left out to see whether it matters.
_TRIES = 200


class NotLinearizable(AssertionError):
    """Raised if no serial order explains a history; `window` has the fewest calls that show it."""

    def __init__(self, window: tuple[Act, ...], text: str) -> None:
        super().__init__(text)
        self.window = window


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Acts to explain; `optional` ones may have happened or not."""

    model: Model[Any]
    acts: tuple[Act, ...]
    optional: frozenset[int] = frozenset()

    def search(self, *, steps: float, look_ahead: bool = True) -> Search[Any]:
        return Search(
            self.acts,
            self.model.study(self.acts),
            optional=self.optional,
            steps=steps,
            look_ahead=look_ahead,
        )

    def searched(self, *, steps: float) -> tuple[Act, ...] | None:
        """A serial order, or `None` if there is none. Raises `GaveUp`."""
        found = self.search(steps=steps).run()
        return found.order if found.whole else None

    def longest(self) -> Found[Any]:
        """The longest prefix that can be ordered, within a few steps."""
        search = self.search(steps=_PATIENCE, look_ahead=False)
        with suppress(GaveUp):
            return search.run()
        return search.furthest

    def about(self, keys: Iterable[Key]) -> "_Case":
        """The acts that concern these keys."""
        return replace(self, acts=tuple(self.model.about(self.acts, frozenset(keys))))

    def contradicts(self, *, steps: float = _PATIENCE) -> bool:
        """Whether there is no serial order, as far as a few steps show."""
        with suppress(GaveUp):
            return self.searched(steps=steps) is None
        return False


class Undecided(RuntimeError):
    """Raised after too many steps: whether there is an order is unknown."""


def check(
    history: History | Iterable[Act], model: Model[Any], *, steps: int = 1_000_000
) -> tuple[Act, ...]:
    """Find a serial order of a history that the model agrees with.

    Raises `NotLinearizable` when there is none, and `Undecided` when that does not show in so
    many steps. What never meets is ordered by itself, one part after the other.
    """
    acts = sorted(history.acts if isinstance(history, History) else history, key=_began)
    order: list[Act] = []
    for each in _together(acts, model):
        order += _ordered(_Case(model=model, acts=tuple(each)), steps=steps)
    return tuple(order)


def _ordered(case: _Case, *, steps: int) -> tuple[Act, ...]:
    """Search the whole; if that takes too long, search each view for a contradiction."""
    with suppress(GaveUp):
        return _proof(case, case.searched(steps=min(steps, _SOON * len(case.acts))))
    if (part := _contradiction(case)) is not None:
        raise _explained(part, case.acts)
    with suppress(GaveUp):
        return _proof(case, case.searched(steps=steps))
    raise Undecided(f"{len(case.acts)} acts, {steps} steps, and no answer")


def _proof(case: _Case, order: tuple[Act, ...] | None) -> tuple[Act, ...]:
    if order is None:
        raise _explained(_contradiction(case) or case, case.acts)
    return order


def _contradiction(case: _Case) -> _Case | None:
    """A small part without a serial order, if one is found."""
    parts = map(case.about, case.model.views(case.acts))
    return next((each for each in parts if each.contradicts()), None)


def _began(act: Act) -> float:
    return act.began


def _together(acts: Sequence[Act], model: Model[Any]) -> list[Sequence[Act]]:
    """The parts to order: a single one if an act concerns everything."""
    if any(model.keys(each) is None for each in acts):
        return [acts]
    return list(parts(acts, model))


def _explained(case: _Case, all_: Sequence[Act] = ()) -> NotLinearizable:
    recorded = {each.number: each for each in all_ or case.acts}

    def shown(acts: Sequence[Act]) -> list[Act]:
        """The acts as recorded; lists are cut to what matters."""
        return [each if each.operation == "list" else recorded[each.number] for each in acts]

    case = _fewest_acts(_first_contradiction(_fewest_keys(case)))
    window = tuple(each for each in case.acts if each.number not in case.optional)
    found = case.longest()
    placed = {each.number for each in found.order}
    stuck = next(each for each in window if each.number not in placed)
    beside = _beside(window, case)
    text = [
        "No client alone could have seen what is marked, whatever the order and all the rest:",
        "",
        drawn(shown([*window, *beside]), marked=shown(window)),
        "",
        "One order leaves",
        *(f"  {line}" for line in case.model.text(found.state).splitlines()),
        f"where {shown([stuck])[0]} can't be.",
    ]
    return NotLinearizable(tuple(recorded[each.number] for each in window), "\n".join(text))


def _beside(window: Sequence[Act], case: _Case) -> list[Act]:
    """The latest related acts, as context; not part of the proof."""
    about = frozenset[Key]().union(*(case.model.keys(each) or () for each in window))
    rest = [each for each in case.acts if each not in window]
    return [each for each in rest if about & (case.model.keys(each) or frozenset())][-_BESIDE:]


def _first_contradiction(case: _Case) -> _Case:
    """The shortest prefix without a serial order; pending acts are optional."""
    ends = sorted(each.ended for each in case.acts if each.ended != float("inf"))
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        if _until(case, ends[middle]).contradicts():
            high = middle
        else:
            low = middle + 1
    return _until(case, ends[low])


def _until(case: _Case, end: float) -> _Case:
    begun = tuple(each for each in case.acts if each.began <= end)
    late = frozenset(each.number for each in begun if each.ended > end)
    return replace(case, acts=begun, optional=late)


def _fewest_keys(case: _Case) -> _Case:
    """Remove acts on unrelated keys while the contradiction remains."""
    keys = sorted({each for act in case.acts for each in case.model.keys(act) or ()}, key=repr)

    def contradicted(kept: Sequence[Key]) -> bool:
        return case.about(kept).contradicts()

    if not contradicted(keys):  # it is about what nobody is known to have made
        return case
    return case.about(_needed(keys, contradicted))


def _fewest_acts(case: _Case) -> _Case:
    """Make acts optional while the contradiction remains."""

    def only(kept: Sequence[Act]) -> _Case:
        numbers = {each.number for each in kept}
        return replace(
            case,
            optional=frozenset(each.number for each in case.acts if each.number not in numbers),
        )

    required = [each for each in case.acts if each.number not in case.optional]
    return only(_needed(required, lambda kept: only(kept).contradicts()))


def _needed(items: Sequence[T], holds: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """A minimal subset of the items for which a property still holds."""
    size, tries = len(items), _TRIES
    while size := size // 2:
        start = 0
        while start < len(items) and tries:
            tries -= 1
            fewer = [*items[:start], *items[start + size :]]
            if holds(fewer):
                items = fewer
            else:
                start += size
    return items
