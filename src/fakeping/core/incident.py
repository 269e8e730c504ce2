"""A family's part in an incident that has a name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from fakeping.core.problem import Problem


class Incoming(Protocol):
    """A request that an incident may refuse, as its family looks at it."""

    @property
    def store(self) -> Any:
        """The family's state."""

    @property
    def address(self) -> str:
        """The tenant's address in the family's URLs that it names."""

    @property
    def caller(self) -> object | None:
        """Who calls; `None` for whom the operation would turn away."""

    @property
    def bearer(self) -> str | None:
        """The bearer token that came along, whoever issued it."""


def _nothing(store: Any) -> None:
    """Most incidents leave the state alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What an incident is to one family: which requests it befalls, and how they are refused."""

    name: str
    operations: frozenset[str]
    #: The refusal of a request, some seconds into it; `None` spares the request.
    refuse: Callable[[Incoming, float], Problem | None]
    #: What it does to the family's store when it begins.
    begin: Callable[[Any], None] = _nothing
    #: What it takes back when it ends.
    end: Callable[[Any], None] = _nothing
