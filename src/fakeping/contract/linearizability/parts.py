"""Partition a history into independent parts: acts that share keys, directly or not."""

from collections.abc import Sequence
from typing import Any

from fakeping.contract.linearizability.history import Act
from fakeping.contract.linearizability.model import Key, Model


def parts(acts: Sequence[Act], model: Model[Any]) -> list[tuple[Act, ...]]:
    """The independent parts of a history."""
    keyed = [(each, keys) for each in acts if (keys := model.keys(each)) is not None]
    joined = _Joined()
    for act, keys in keyed:
        # An act about nothing that others know is a part by itself.
        joined.join([*keys] or [("act", act.number)])
    members: dict[Key, list[Act]] = {}
    for act, keys in keyed:
        members.setdefault(joined.top(next(iter(keys), ("act", act.number))), []).append(act)
    return [tuple(each) for each in members.values()]


class _Joined:
    """Connected keys: a union-find forest."""

    def __init__(self) -> None:
        self._above: dict[Key, Key] = {}

    def top(self, key: Key) -> Key:
        """The representative of a key's set."""
        self._above.setdefault(key, key)
        while self._above[key] != key:
            self._above[key] = key = self._above[self._above[key]]
        return key

    def join(self, keys: Sequence[Key]) -> None:
        """Merge the sets of some keys."""
        first = self.top(keys[0])
        for each in keys[1:]:
            self._above[self.top(each)] = first
