"""A clock that a test has moved, until the end of a block."""

from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar


class Movable(Protocol):
    """A clock whose state can be kept and put back."""

    def capture(self) -> Any:
        """Take a snapshot."""

    def restore(self, snapshot: Any, /) -> None:
        """Go back to a snapshot."""


C = TypeVar("C", bound=Movable)


class Moved(Generic[C]):
    """A clock that is about to be moved.

    As a context manager: at the end of the block, the clock is as before.
    """

    def __init__(self, clock: C) -> None:
        self._clock = clock
        self._before = clock.capture()

    def __enter__(self) -> C:
        """Return the clock."""
        return self._clock

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Set it as it was."""
        self._clock.restore(self._before)
