"""Objects that a `with` block ends."""

from types import TracebackType
from typing import Self


class Scoped:
    """A context manager that calls its `_ended` at the end of the block."""

    __slots__ = ()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._ended()

    def _ended(self) -> None:
        """What happens at the end of the block."""
        raise NotImplementedError
