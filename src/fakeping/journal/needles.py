"""Search for expected texts in an undecoded body: a fast way to rule out a match."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

# Characters that JSON may escape, and surrogates.
_ESCAPED = re.compile('[\x00-\x1f"\\\\\ud800-\udfff]')

# The beginning of a fingerprint.
_HIDDEN = b"sha256:"

# Most texts to search for.
_MOST_NEEDLES = 4

# Most values of an expected document that are looked at.
_LOOKED_AT = 1_000

_OVER: Any = object()


def needles_of(expected: Any) -> tuple[bytes, ...]:
    """The longest texts that any matching body contains."""
    found = {f'"{each}"'.encode() for each in _texts_in(expected) if _is_written_as_it_is(each)}
    return tuple(sorted(found, key=len, reverse=True)[:_MOST_NEEDLES])


def _texts_in(expected: Any) -> Iterator[str]:
    """The strings that any matching document contains."""
    rest: list[Iterator[Any]] = [iter((expected,))]
    for _ in range(_LOOKED_AT):
        value = next(rest[-1], _OVER)
        if value is _OVER:
            rest.pop()
            if not rest:
                return
            continue
        kind = type(value)  # another class may have an `==` of its own
        if kind is str:
            yield value
        elif kind is dict:
            rest.append(chain.from_iterable(value.items()))
        elif kind is list:
            rest.append(iter(value))


def _is_written_as_it_is(text: str) -> bool:
    return _ESCAPED.search(text) is None


def may_hold(body: bytes, needles: tuple[bytes, ...]) -> bool:
    """Whether a body may hold these texts, taking escapes and fingerprints into account."""
    for each in needles:  # `all` costs twice as much
        if each not in body:
            return _hides(body)
    return True


class _Hides:
    """Whether a body has escapes or fingerprints; caches the last result, as `_Reader` does."""

    def __init__(self) -> None:
        self._last: tuple[bytes, bool] = (b"", False)

    def __call__(self, body: bytes) -> bool:
        last, hides = self._last
        if last is not body:
            hides = b"\\" in body or _HIDDEN in body
            self._last = (body, hides)
        return hides


_hides = _Hides()
