"""The tokens of a matrix's requests."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from fakeping.core.names import names


class TokenKind(StrEnum):
    """A kind of token."""

    NONE = "no token"
    GARBAGE = "a token that nobody issued"
    #: With `uma_protection`: what a resource server comes with, on an owner's behalf.
    PAT = "PAT"
    UNSCOPED = "token without uma_protection"
    EXPIRED = "expired PAT"
    ANOTHER_REALM = "PAT of another realm"
    RPT = "RPT"
    #: An RPT that was over before it was first shown.
    EXPIRED_RPT = "expired RPT"
    #: An RPT that was shown while it held, and again when it was over.
    OUTLIVED_RPT = "RPT that has ended since it was shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A token: its kind, its owner, and the scopes of an RPT."""

    kind: TokenKind
    #: Whose it is: an owner's, by name. Of an RPT, whose resource set it is for.
    owner: str | None = None
    #: What an RPT allows of that resource set.
    scopes: tuple[str, ...] = ()
    #: What it allows besides, of another owner's.
    besides: tuple[str, tuple[str, ...]] | None = None

    def __str__(self) -> str:
        """`bob's RPT for view`."""
        said = str(self.kind) if self.owner is None else f"{self.owner}'s {self.kind}"
        if self.kind in {TokenKind.RPT, TokenKind.EXPIRED_RPT, TokenKind.OUTLIVED_RPT}:
            said += f" for {_listed(self.scopes)}"
        if self.besides is not None:
            said += f" and for {_listed(self.besides[1])} of {self.besides[0]}'s"
        return said


def _listed(scopes: tuple[str, ...]) -> str:
    return "+".join(scopes) or "nothing"


def subsets(scopes: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Every subset of the scopes."""
    every = tuple(dict.fromkeys(scopes))
    for size in range(len(every) + 1):
        yield from combinations(every, size)


def distinct(said: Iterable[str], what: str) -> tuple[str, ...]:
    """The names, checked. Raises `ValueError` for none, or for one given twice."""
    found = tuple(names(said, what))
    if not found or len(set(found)) != len(found):
        raise ValueError(f"{what} must be there, and each of them once: {found}")
    return found
