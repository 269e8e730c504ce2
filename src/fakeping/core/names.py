"""A check of arguments that are lists of names: a `str` would be iterated by letters."""

from collections.abc import Iterable
from typing import TypeVar

_Names = TypeVar("_Names", bound=Iterable[object] | None)


def names(said: _Names, what: str) -> _Names:
    """Return the names. Raises `ValueError` for a single `str`."""
    if isinstance(said, str):
        raise ValueError(f"{what} is a list, such as [{said!r}], not {said!r}")  # noqa: TRY004 - as other mistakes
    return said
