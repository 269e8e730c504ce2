"""Map the recording's ids, ETags and cursors to those of the replay."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fakeping.contract.comparison import UUID, Normal
from fakeping.core.exchange import JSON

# Members that name something, whatever their values look like.
_NAMING = frozenset({"id", "_id", "_rev", "policyId", "ticket", "client_id", "token", "tokenId"})
_NAMING |= {"access_token", "refresh_token", "id_token", "rpt", "pct", "code", "secret"}

# What is shorter may be any word.
_LEAST = 6


class Renaming:
    """New texts by old ones."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._now: dict[str, str] = dict(known or {})
        self._pattern: re.Pattern[str] | None = None

    def __call__(self, text: str) -> str:
        """Replace the old texts in a text."""
        if not self._now:
            return text
        if self._pattern is None:
            old = "|".join(map(re.escape, sorted(self._now, key=len, reverse=True)))
            self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{old})(?![A-Za-z0-9])")
        return self._pattern.sub(lambda found: self._now[found[0]], text)

    def knows(self, text: str) -> bool:
        """Whether every id in a text has a replacement."""
        return all(each in self._now for each in UUID.findall(text))

    def document(self, value: JSON) -> JSON:
        """Replace the old texts in a JSON value."""
        if isinstance(value, dict):
            return {name: self.document(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.document(each) for each in value]
        return self(value) if isinstance(value, str) else value

    def learn(self, old: str, new: str) -> None:
        """Map a text to another; each id stands for one only."""
        if self._now.get(old) != new and not (old in self._now and UUID.fullmatch(old)):
            self._now[old] = new
            self._pattern = None

    def read(self, old: JSON, new: JSON) -> None:
        """Learn replacements from a recorded answer and the new one."""
        for before, now in _named(old, new):
            self.learn(before, now)


def _named(old: Any, new: Any, *, member: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old.keys() & new.keys():
            yield from _named(old[name], new[name], member=name)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for before, now in zip(_ordered(old), _ordered(new), strict=True):
            yield from _named(before, now, member=member)
    elif isinstance(old, str) and isinstance(new, str):
        if member in _NAMING and min(len(old), len(new)) >= _LEAST:
            yield old, new
        elif "://" in old and "://" in new:
            yield from _carried(old, new)
        else:
            yield from _ids(old, new)


def _ids(old: str, new: str) -> Iterator[tuple[str, str]]:
    before, now = UUID.findall(old), UUID.findall(new)
    if len(before) == len(now):
        yield from zip(before, now, strict=True)


def _carried(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Pairs of ids and cursors in the same place of two URLs."""
    before, now = urlsplit(old), urlsplit(new)
    yield from _ids(before.path, now.path)
    asked = dict(parse_qsl(now.query))
    for name, value in parse_qsl(before.query):
        if len(value) >= _LEAST and value != asked.get(name, value):
            yield value, asked[name]


def _ordered(items: list[Any]) -> list[Any]:
    """Sort items without regard to their ids."""
    blank = Normal(blank=True)
    return sorted(items, key=lambda each: json.dumps(blank.document(each), sort_keys=True))
