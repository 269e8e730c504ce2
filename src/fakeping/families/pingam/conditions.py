"""Conditional requests, as a running ancestor was seen to judge them.

Four things part from RFC 9110, and all were measured. Weak tags match strong ones, save in the
`If-None-Match` of a read. A header that holds no tag at all is as good as absent. `If-None-Match:
*` is idle on the read of one resource set, but not on the collection, which has no tag. And both
headers count on every method.

Where `If-Match` is optional, a header without a tag would protect nothing, although its client
thinks that it does: `malformed` tells.
"""

import re
from collections.abc import Mapping
from enum import Enum

_TAG = re.compile(r'(W/)?(?:"([^"]*)"|(\*))')

# RFC 9110, sections 8.8.3 and 13.1.1. Unambiguous, so that no header makes it backtrack.
_ONE = r'(?:W/)?"[^"\x00-\x20\x7f]*"'
_WELL_FORMED = re.compile(rf"[ \t]*\*[ \t]*|[ \t,]*{_ONE}(?:[ \t]*,(?:[ \t]*{_ONE})?)*[ \t]*")

#: A parsed `*` that is not weak.
_ANY = (False, None)


class Precondition(Enum):
    """Result of evaluating a request's preconditions."""

    PASSES = "passes"
    FAILS = "fails"
    #: `If-None-Match` matched: the caller's copy is current.
    HELD = "held"


class Conditions:
    """A request's `If-Match` and `If-None-Match`, parsed once."""

    __slots__ = ("_held", "_must", "_must_not", "are_none", "wanted")

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._must, self._must_not = headers.get("If-Match"), headers.get("If-None-Match")
        self.are_none = self._must is None and self._must_not is None
        self.wanted = tags(self._must) if self._must else []
        self._held = tags(self._must_not) if self._must_not else []

    def malformed(self) -> str | None:
        """The header that is neither `*` nor a list of entity tags; `None` if both are."""
        if self._must is not None and not _WELL_FORMED.fullmatch(self._must):
            return "If-Match"
        if self._must_not is not None and not _WELL_FORMED.fullmatch(self._must_not):
            return "If-None-Match"
        return None

    def judge(self, current: str | None, *, reading: bool) -> Precondition:
        """Evaluate both headers against the current tag, `None` for the collection."""
        if self.wanted and not _is_among(current, self.wanted):
            return Precondition.FAILS
        if self._held and _is_held(current, self._held, reading=reading):
            return Precondition.HELD if reading else Precondition.FAILS
        return Precondition.PASSES


_Tags = list[tuple[bool, str | None]]


def tags(header: str) -> _Tags:
    """The tags of a header: whether each is weak, and its opaque text, `None` for `*`."""
    found = [_TAG.fullmatch(each.strip()) for each in header.split(",")]
    return [(bool(each[1]), each[2]) for each in found if each]


def _is_among(current: str | None, wanted: _Tags) -> bool:
    said = current and current.removeprefix("W/").strip('"')
    return _ANY in wanted or (said is not None and said in {each for _, each in wanted})


def _is_held(current: str | None, held: _Tags, *, reading: bool) -> bool:
    if current is None:
        return held[0] == _ANY
    said = current.removeprefix("W/").strip('"')
    if reading:
        return (True, said) in held
    # unverified: nobody has measured a write with `If-None-Match: *`; RFC 9110 refuses it.
    return _ANY in held or said in {each for _, each in held}
