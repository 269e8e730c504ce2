"""The syntax tree of a filter, and the error of a text that is none."""

from dataclasses import dataclass, field

#: A literal in a filter.
Literal = str | bool | int | float | None

#: The names on the way to a member: `("name", "given")`.
Path = tuple[str, ...]


class FilterError(ValueError):
    """A text that is not a filter. `at` is the index of the character that is wrong."""

    def __init__(self, message: str, *, at: int) -> None:
        super().__init__(f"{message} at position {at}")
        self.at = at


@dataclass(frozen=True, slots=True)
class Constant:
    """`true` or `false`, in the place of a comparison."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """`member pr`: whether the member has a value."""

    path: Path
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`member operator literal`. Known operators are in lower case."""

    path: Path
    operator: str
    literal: Literal
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Element:
    """`member[filter]`: whether one of the member's elements matches the filter."""

    path: Path
    of: "Node"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negation:
    """`not (filter)`, or `! (filter)`."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Conjunction:
    """Two or more filters joined by `and`."""

    of: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Disjunction:
    """Two or more filters joined by `or`."""

    of: "tuple[Node, ...]"


Node = Constant | Presence | Comparison | Element | Negation | Conjunction | Disjunction
