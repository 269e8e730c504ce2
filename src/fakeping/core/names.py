"""Names that come as a list: one alone would be taken letter by letter."""

from collections.abc import Iterable
from typing import TypeVar

_Names = TypeVar("_Names", bound=Iterable[object] | None)


def names(said: _Names, what: str) -> _Names:
    """The names, as they were said. Raises `ValueError` for a text alone."""
    if isinstance(said, str):
        raise ValueError(f"{what} is a list, such as [{said!r}], not {said!r}")  # noqa: TRY004 - as other mistakes
    return said
