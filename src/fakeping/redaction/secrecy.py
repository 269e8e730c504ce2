"""Redaction of JSON documents: members outside the schema become fingerprints.

An allow-list, because a list of secrets' names is never complete: a document may have members of
any name, by mistake or because PingAM stores every member of a resource set's description.
"""

import json
import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import cache
from typing import Any

from fakeping.core import schemas
from fakeping.core.limits import limit
from fakeping.redaction.redact import fingerprint
from fakeping.redaction.shape import UNKNOWN, Shape, shape_of

# Looking for a known member of nearly the same name takes a fraction of a millisecond.
_MISSPELT = limit(
    "journal.misspelt",
    20,
    unit="names",
    bounds="the unknown members of a body that the journal may show, as near to a known one",
    past="their names are fingerprints",
)

# What a misspelt member looks like, and how alike it is to the member that was meant.
_WORD = re.compile(r"[A-Za-z_]{3,40}")
_ALIKE = 0.8

# What programs call members: words that can be spoken, joined by capitals or `_`. What makes a
# secret hard to guess is not in it: digits, other signs, capitals anywhere, consonants in a row.
_WORDS = re.compile(
    r"(?=.{3,40}\Z)(?!.*[b-df-hj-np-tv-xz]{6})[a-z]{1,20}(?:[A-Z][a-z]{1,19}|_[a-z]{1,20}){0,5}"
)

#: Redacts a client's text in a known member.
Show = Callable[[str], str]


class Redactor:
    """Redacts documents, and collects what was hidden."""

    def __init__(self, show: Show) -> None:
        self._show = show
        #: Each text, and each member's name, that was replaced by a fingerprint.
        self.hidden: list[str] = []
        #: Whether anything was replaced.
        self.changed = False
        # How many names were compared with known ones.
        self._compared = 0

    def document(self, document: Any, shape: Shape) -> Any:
        """Redact a document of that shape."""
        if isinstance(document, dict | list) or shape.plain or document is None:
            return self._known(document, shape)
        return self._unknown(document)

    def _known(self, value: Any, shape: Shape) -> Any:
        if isinstance(value, str):
            shown = self._show(value)
            self.changed = self.changed or shown != value
            return shown
        if isinstance(value, dict):
            return {
                name if name in shape.members else self._name(name, shape): (
                    self._known(each, shape.members[name])
                    if name in shape.members
                    else self._unknown(each)
                )
                for name, each in value.items()
            }
        if isinstance(value, list):
            return [self._element(each, shape) for each in value]
        return value

    def _element(self, value: Any, shape: Shape) -> Any:
        """Redact an element of a list; without `items`, a plain one as the list's shape says."""
        if shape.items is not None:
            return self._known(value, shape.items)
        return self._known(value, UNKNOWN) if shape.plain else self._unknown(value)

    def _unknown(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._name(name, UNKNOWN): self._unknown(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._unknown(each) for each in value]
        if value is None or isinstance(value, bool):
            return value
        return self._fingerprint(value if isinstance(value, str) else json.dumps(value))

    def _name(self, name: str, shape: Shape) -> str:
        if name in names() or self._is_worded(name, shape) or self._is_misspelt(name, shape):
            return name
        return self._fingerprint(name)

    def _is_worded(self, name: str, shape: Shape) -> bool:
        """Whether an unknown member's name is made of words, and is no secret that is known."""
        if not shape.members or _WORDS.fullmatch(name) is None:
            return False
        return self._show(name) == name

    def _is_misspelt(self, name: str, shape: Shape) -> bool:
        """Whether a name is nearly that of a member: a mistake to be told, and no secret."""
        if not shape.members or self._compared >= _MISSPELT or not _WORD.fullmatch(name):
            return False
        self._compared += 1
        return bool(get_close_matches(name, shape.members, n=1, cutoff=_ALIKE))

    def _fingerprint(self, text: str) -> str:
        shown = fingerprint(text)
        if shown != text:
            self.hidden.append(text)
            self.changed = True
        return shown


def is_known(document: Any, shape: Shape) -> bool:
    """Whether a document has no unknown member; a fast check, for most have none."""
    if type(document) is dict:
        members = shape.members
        if not document.keys() <= members.keys():
            return False
        for name, each in document.items():
            if type(each) in _CONTAINERS and not is_known(each, members[name]):
                return False
        return True
    if type(document) is not list:
        return False
    if shape.items is None:
        return shape.plain and not any(type(each) in _CONTAINERS for each in document)
    return all(is_known(each, shape.items) for each in document if type(each) in _CONTAINERS)


_CONTAINERS = frozenset({dict, list})


@cache
def names() -> frozenset[str]:
    """Every member's name in the families' schemas, which may be shown."""
    return (
        frozenset(
            name
            for each in schemas.names()
            if not each.startswith("control/")
            for name in _members(shape_of(each), set())
        )
        | _SECRETS
    )


# Common names of secrets: the journal shows that one was sent.
_SECRETS = frozenset(
    {"credentials", "jwt", "otp", "pass", "passcode", "passphrase", "passwd", "password", "pwd",
     "apiKey", "api_key", "sessionId", "session_id", "clientSecret", "client_assertion"}
)  # fmt: skip


def _members(shape: Shape, seen: set[int]) -> set[str]:
    if id(shape) in seen:
        return set()
    seen.add(id(shape))
    inside = [*shape.members.values(), *([shape.items] if shape.items else [])]
    return set(shape.members).union(*(_members(each, seen) for each in inside))
