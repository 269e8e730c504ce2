"""A family's part in a fault preset, such as `throttled`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from fakeping.core.problem import Problem


class Incoming(Protocol):
    """A request that an incident may refuse: what its family may read of it."""

    @property
    def store(self) -> Any:
        """The family's state."""

    @property
    def address(self) -> str:
        """The tenant's address in the request's URL."""

    @property
    def caller(self) -> object | None:
        """The caller; `None` if authentication fails."""

    @property
    def bearer(self) -> str | None:
        """The request's bearer token, whoever issued it."""


def _nothing(store: Any) -> None:
    """Leave the store as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An incident in one family: the operations that it affects, and how it refuses them."""

    name: str
    operations: frozenset[str]
    #: The problem that a request meets so many seconds after the start; `None` if it passes.
    refuse: Callable[[Incoming, float], Problem | None]
    #: Changes the family's store at the start.
    begin: Callable[[Any], None] = _nothing
    #: Undoes that at the end.
    end: Callable[[Any], None] = _nothing
