"""Checks of names that a test gives, which no request has checked."""

from collections.abc import Iterable
from dataclasses import is_dataclass
from typing import TypeVar

from fakeping.core.plain import value_of
from fakeping.core.problem import Refused

_Names = TypeVar("_Names", bound=Iterable[object] | None)


def names(said: _Names, what: str) -> _Names:
    """Return the names of a list, which may hold entities as well.

    Raises `ValueError` for a single `str`, which would be iterated by letters, for what is neither
    a name nor an entity, and for a name that UTF-8 can't encode.
    """
    if isinstance(said, str):
        raise Refused(f"{what} is a list, such as [{said!r}], not {said!r}")
    if said is None:
        return said
    if not isinstance(said, Iterable):
        raise Refused(f"{what} is a list of names, not {value_of(said)}")
    listed = said if isinstance(said, list | tuple | set | frozenset) else tuple(said)
    for each in listed:
        if isinstance(each, str):
            _require_utf8(each, what)
        elif not is_dataclass(each):
            raise Refused(f"{what} is a list of names, and {value_of(each)} is none")
    return listed  # type: ignore[return-value]  # an iterator may be read once


def name(said: object, what: str) -> str:
    """Return a name. Raises `ValueError` for one that is empty, or that UTF-8 can't encode."""
    if not isinstance(said, str) or not said:
        raise Refused(f"{what} is a name, not {value_of(said)}")
    _require_utf8(said, what)
    return said


def _require_utf8(said: str, what: str) -> None:
    if not said.isascii():
        try:
            said.encode()
        except UnicodeEncodeError:
            raise Refused(f"{what} has half of a surrogate pair: {said!r:.100}") from None
