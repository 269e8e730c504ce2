"""Entities by id, in order of creation, with a cache of their encoded form.

An entity is encoded when it is first read, and the bytes are reused until it changes. Links are
absolute, so bytes are cached for each representation (`form`) and base URL.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.change import Change, Changed, no_listener
from fakeping.core.counted import Counted
from fakeping.core.exchange import JSON, encoded


class Identified(Protocol):
    """An entity with an id."""

    @property
    def id(self) -> str:
        """Its id."""


E = TypeVar("E", bound=Identified)

#: Base URLs come from `Host` headers: beyond this number the cache is cleared.
_MAX_FORMS = 16


class Table(Generic[E]):
    """Entities by id, with an index by a unique key; entities whose key is `None` are not indexed.

    It does not check uniqueness: callers ask `holder` before they write.
    """

    __slots__ = (
        "_by_id", "_changed", "_forms", "_holders", "_joined", "_key", "_kind", "_snapshot",
    )  # fmt: skip

    def __init__(
        self, key: Callable[[E], Hashable], *, kind: str = "entity", changed: Changed = no_listener
    ) -> None:
        self._key = key
        self._kind = kind
        self._changed = changed
        self._by_id: Counted[str, E] = Counted(changed.grew)
        self._holders: dict[Hashable, str] = {}
        self._forms: dict[tuple[str, str], dict[str, bytes]] = {}
        self._joined: dict[tuple[str, str], tuple[bytes, tuple[bytes, ...]]] = {}
        #: The latest snapshot taken or restored, unless something changed since.
        self._snapshot: Any = None

    def __len__(self) -> int:
        """Count the entities."""
        return len(self._by_id)

    @property
    def size(self) -> int:
        """Approximate bytes of all entities."""
        return self._by_id.size

    def __iter__(self) -> Iterator[E]:
        """Iterate from the oldest to the newest."""
        return iter(self._by_id.values())

    def get(self, id_: str) -> E | None:
        """The entity with that id, or `None`."""
        return self._by_id.get(id_)

    def holder(self, key: Hashable) -> str | None:
        """The id of the entity with this key, or `None`."""
        return self._holders.get(key)

    def put(self, id_: str, entity: E) -> None:
        """Append an entity, or replace the one with that id in place; report the change."""
        before = self._release(id_)
        size = self._keep(id_, entity)
        self._changed(Change(self._kind, id_, before, entity, size=size))

    def add_builtin(self, id_: str, entity: E) -> None:
        """Add a built-in entity without reporting a change."""
        self._keep(id_, entity)

    def remove(self, id_: str) -> None:
        """Remove the entity with that id, and report the change. Raises `KeyError`."""
        before = self._release(id_)
        self._changing()
        size = self._by_id.drop(id_)
        self._changed(Change(self._kind, id_, before, None, size=size))

    def remove_all(self) -> None:
        """Remove every entity, the oldest first, and report each change."""
        for id_ in list(self._by_id):
            self.remove(id_)

    def capture(self) -> Any:
        """Take a snapshot."""
        if self._snapshot is None:
            self._snapshot = self._by_id.copy(), dict(self._holders)
        return self._snapshot

    def restore(self, snapshot: Any) -> None:
        """Restore a snapshot, without reporting changes."""
        if snapshot is self._snapshot:
            return  # and the bytes are good still
        by_id, holders = snapshot
        self._by_id.hold(by_id)
        self._holders = dict(holders)
        self._snapshot = snapshot
        self._forget()

    def clear(self) -> None:
        """Remove every entity without reporting changes."""
        self._changing()
        self._by_id.clear()
        self._holders.clear()
        self._forget()

    def _keep(self, id_: str, entity: E) -> int:
        self._changing()
        size = self._by_id.hold_one(id_, entity)
        key = self._key(entity)
        if key is not None:
            self._holders[key] = id_
        return size

    def encoded(self, entity: E, *, form: str, base_url: str, render: Callable[[E], JSON]) -> bytes:
        """The encoded form of one of its entities, from the cache if possible."""
        kept = self._form(form, base_url)
        body = kept.get(entity.id)
        if body is None:
            body = kept[entity.id] = encoded(render(entity))
            self._changed.keeps(len(body), self._forget)
        return body

    def joined(self, *, form: str, base_url: str, render: Callable[[E], JSON]) -> bytes:
        """The encoded forms of all entities, joined with commas."""
        joined = self._joined.get((form, base_url))
        if joined is None:
            kept = self._form(form, base_url)
            for id_ in self._by_id.keys() - kept.keys():
                kept[id_] = encoded(render(self._by_id[id_]))
            parts = tuple([kept[id_] for id_ in self._by_id])
            joined = self._joined[form, base_url] = b",".join(parts), parts
            self._changed.keeps(2 * len(joined[0]), self._forget)
        return joined[0]

    def parts(self, *, form: str, base_url: str) -> tuple[bytes, ...]:
        """The encoded form of each entity, if `joined` has cached them; else empty."""
        return self._joined.get((form, base_url), (b"", ()))[1]

    def _form(self, form: str, base_url: str) -> dict[str, bytes]:
        kept = self._forms.get((form, base_url))
        if kept is None:
            if len(self._forms) >= _MAX_FORMS:
                self._forget()
            kept = self._forms[form, base_url] = {}
        return kept

    def _forget(self) -> None:
        """Clear the cache."""
        self._forms.clear()
        self._joined.clear()

    def _changing(self) -> None:
        self._joined.clear()
        self._snapshot = None

    def _release(self, id_: str) -> E | None:
        current = self._by_id.get(id_)
        if current is None:
            return None
        key = self._key(current)
        if key is not None:
            del self._holders[key]
        for kept in self._forms.values():
            kept.pop(id_, None)
        return current
