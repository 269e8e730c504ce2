"""A measured figure, what it is compared with, and the goal that it is held to."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

#: Paired rounds in one run: enough for the median to shrug off a busy neighbour.
ROUNDS = 9

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A limit that must hold; `aim` is what would please, and is not judged."""

    limit: float
    least: bool = False
    aim: float | None = None

    def met(self, value: float) -> bool:
        """Whether a value keeps the limit."""
        return value >= self.limit if self.least else value <= self.limit

    def __str__(self) -> str:
        """`>= 0.8, aim 1`."""
        text = f"{'>=' if self.least else '<='} {self.limit:g}"
        return text if self.aim is None else f"{text}, aim {self.aim:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. The goal is about the ratio, or about the figure if it has none."""

    name: str
    unit: str
    measured: float
    reference: float | None = None
    ratio: float | None = None
    goal: Goal | None = None

    @property
    def ok(self) -> bool | None:
        """Whether the goal is met; `None` when there is none."""
        if self.goal is None:
            return None
        return self.goal.met(self.measured if self.ratio is None else self.ratio)

    def document(self) -> dict[str, Any]:
        """The row for a JSON file."""
        return {**asdict(self), "ok": self.ok}

    def __str__(self) -> str:
        """The row as the table shows it."""
        marker = {True: "pass", False: "FAIL", None: "info"}[self.ok]
        return (
            f"  {marker}  {self.name:44} {_figure(self.measured):>10} "
            f"{_figure(self.reference):>10} {self.unit:5} {_figure(self.ratio):>7}  "
            f"{self.goal or ''}"
        ).rstrip()


HEADER = f"        {'':44} {'measured':>10} {'reference':>10} {'unit':5} {'ratio':>7}  goal"


def paired(
    ours: Callable[[], float], theirs: Callable[[], float], *, rounds: int = ROUNDS
) -> list[Pair]:
    """Measure both in turn, each going first in every other round."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            reference = theirs()
            pairs.append((ours(), reference))
        else:
            pairs.append((ours(), theirs()))
    return pairs


def compared(name: str, unit: str, pairs: Iterable[Pair], goal: Goal | None = None) -> Row:
    """Compare what was measured in pairs: the ratio is the median of the rounds' own ratios."""
    pairs = list(pairs)
    return Row(
        name=name,
        unit=unit,
        measured=median(ours for ours, _ in pairs),
        reference=median(theirs for _, theirs in pairs),
        ratio=median(ours / theirs for ours, theirs in pairs),
        goal=goal,
    )


def alone(name: str, unit: str, values: Iterable[float], goal: Goal | None = None) -> Row:
    """Report the median of what has nothing to be compared with."""
    return Row(name=name, unit=unit, measured=median(values), goal=goal)


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
