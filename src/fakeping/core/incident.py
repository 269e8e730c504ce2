"""A family's part in an incident that has a name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fakeping.core.problem import Problem
from fakeping.faults.attempt import Attempt


def _nothing(store: Any) -> None:
    """Most incidents leave the state alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What an incident is to one family: which requests it befalls, and how they are refused."""

    name: str
    operations: frozenset[str]
    #: The refusal of a request, some seconds into it; `None` spares the request.
    refuse: Callable[[Attempt, float], Problem | None]
    #: What it does to the family's store when it begins.
    begin: Callable[[Any], None] = _nothing
    #: What it takes back when it ends.
    end: Callable[[Any], None] = _nothing
