"""Registry of a server's limits, from which `docs/limits.md` is generated."""

from dataclasses import dataclass
from typing import TypeVar

_N = TypeVar("_N", int, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit, as `docs/limits.md` shows it."""

    name: str
    value: float
    #: What the value counts: `bytes`, `seconds`, `entries`, ...
    unit: str
    #: What is bounded: "the body of one request".
    bounds: str
    #: What happens past it: "413 in the family's shape".
    past: str
    #: How a user changes it, such as an option's name; `fixed` when they can't.
    change: str


_LIMITS: dict[str, Limit] = {}


def limit(name: str, value: _N, *, unit: str, bounds: str, past: str, change: str = "fixed") -> _N:
    """Declare a limit of the server, and return its value for a constant of the caller's.

    Raises `ValueError` when another one of that name was declared; a module may be imported anew.
    """
    declared_now = Limit(name=name, value=value, unit=unit, bounds=bounds, past=past, change=change)
    if _LIMITS.setdefault(name, declared_now) != declared_now:
        raise ValueError(f"there are two limits {name!r}")
    return value


def declared() -> list[Limit]:
    """Every limit that the modules imported so far declare, sorted by name."""
    return sorted(_LIMITS.values(), key=lambda each: each.name)
