"""Entities by key, the oldest first, with what a store asks of them.

An entity can be found by other values (`holder`, `index`), expires if its kind does, and is
encoded when it is first read: the bytes are reused until it changes. Links are absolute, so bytes
are cached for each representation (`form`) and base URL.
"""

from collections.abc import Callable, Hashable, ItemsView, Iterator, Mapping
from operator import attrgetter
from typing import Generic, TypeVar

from fakeping.core.change import Change, Changed, no_listener
from fakeping.core.counted import Counted
from fakeping.core.exchange import JSON, encoded
from fakeping.core.expiry import Sweep
from fakeping.core.index import Index

K = TypeVar("K")
E = TypeVar("E")

#: Base URLs come from `Host` headers: beyond this number the cache is cleared.
_MAX_FORMS = 16

_id = attrgetter("id")


class Table(Generic[K, E]):
    """Frozen entities by key, which reports each change of them.

    `unique` is a value that no two entities share, or `None`. The table does not check that:
    callers ask `holder` before they write. `id_of` is how a change names an entity, by default its
    `id`. With `ends`, an entity's expiry, those that expired are dropped: see `core.expiry`.
    """

    __slots__ = (
        "_by_key", "_changed", "_forms", "_holders", "_id_of", "_indexes", "_joined", "_kind",
        "_snapshot", "_sweep",
    )  # fmt: skip

    def __init__(
        self,
        kind: str = "entity",
        changed: Changed = no_listener,
        *,
        id_of: Callable[[E], str] = _id,
        unique: Callable[[E], Hashable] | None = None,
        ends: Callable[[E], float] | None = None,
        now: Callable[[], float] | None = None,
    ) -> None:
        self._kind = kind
        self._changed = changed
        self._id_of = id_of
        self._by_key: Counted[K, E] = Counted(changed.grew)
        self._indexes: list[Index[K, E]] = []
        self._holders = self.index(unique) if unique else None
        self._sweep = None if ends is None or now is None else Sweep(now=now, ends=ends)
        if self._sweep is not None:
            changed.expires(self.drop_expired)
        self._forms: dict[tuple[str, str], dict[K, bytes]] = {}
        self._joined: dict[tuple[str, str], tuple[bytes, tuple[bytes, ...]]] = {}
        #: The latest snapshot taken or restored, unless something changed since.
        self._snapshot: Mapping[K, E] | None = None

    def __len__(self) -> int:
        """Count the entities."""
        return len(self._by_key)

    @property
    def size(self) -> int:
        """Approximate bytes of all entities."""
        return self._by_key.size

    def __iter__(self) -> Iterator[E]:
        """Iterate from the oldest to the newest."""
        return iter(self._by_key.values())

    def items(self) -> ItemsView[K, E]:
        """The entities with their keys, from the oldest to the newest."""
        return self._by_key.items()

    def has(self, key: K) -> bool:
        """Whether there is an entity with that key."""
        return key in self._by_key

    def get(self, key: K) -> E | None:
        """The entity with that key, or `None`."""
        return self._by_key.get(key)

    def holder(self, value: Hashable) -> K | None:
        """The key of the entity with this unique value, or `None`."""
        return next(iter(self._holders.keys(value)), None) if self._holders else None

    def index(self, value_of: Callable[[E], Hashable]) -> Index[K, E]:
        """The keys by a value of the entities, kept up with the table."""
        index = Index(self._by_key, value_of)
        self._indexes.append(index)
        return index

    def put(self, key: K, entity: E) -> E:
        """Append an entity, or replace the one with that key in place; report the change."""
        before = self._by_key.get(key)
        size = self._keep(key, before, entity)
        self._changed(Change(self._kind, self._id_of(entity), before, entity, size=size))
        return entity

    def load(self, key: K, entity: E) -> E:
        """Append an entity, and report the change. Raises `ValueError` if its key is taken."""
        if key in self._by_key:
            raise ValueError(f"the id {self._id_of(entity)!r} is taken")
        return self.put(key, entity)

    def keep(self, key: K, entity: E) -> E:
        """Append or replace an entity without reporting a change: a built-in one, say."""
        self._keep(key, self._by_key.get(key), entity)
        return entity

    def remove(self, key: K) -> E | None:
        """Remove and return the entity with that key, if any, and report the change."""
        before = self._by_key.get(key)
        if before is not None:
            size = self._drop(key, before)
            self._changed(Change(self._kind, self._id_of(before), before, None, size=size))
        return before

    def drop(self, key: K) -> E | None:
        """Remove and return the entity with that key, if any, without reporting a change."""
        before = self._by_key.get(key)
        if before is not None:
            self._drop(key, before)
        return before

    def drop_expired(self) -> None:
        """Remove the entities that have expired, without reporting changes."""
        if self._sweep is not None:
            self._sweep.drop_expired(self._by_key)
            self._changing_all()

    def capture(self) -> Mapping[K, E]:
        """Take a snapshot."""
        if self._snapshot is None:
            self._snapshot = self._by_key.copy()
        return self._snapshot

    def restore(self, snapshot: Mapping[K, E]) -> None:
        """Restore a snapshot, without reporting changes."""
        if snapshot is self._snapshot:
            return  # and the bytes are good still
        self._by_key.hold(snapshot)
        self._changing_all()
        self._snapshot = snapshot

    def restore_keeping_new(self, snapshot: Mapping[K, E]) -> None:
        """Restore a snapshot, but keep the entities since, without reporting changes."""
        self.restore({**snapshot, **self._by_key})

    def clear(self) -> None:
        """Remove every entity without reporting changes."""
        self._by_key.clear()
        self._changing_all()

    def _keep(self, key: K, before: E | None, entity: E) -> int:
        if self._sweep is not None and self._sweep(self._by_key):
            self._changing_all()
        self._changing(key, before, entity)
        return self._by_key.hold_one(key, entity)

    def _drop(self, key: K, before: E) -> int:
        self._changing(key, before, None)
        return self._by_key.drop(key)

    def _changing(self, key: K, before: E | None, after: E | None) -> None:
        self._snapshot = None
        self._joined.clear()
        if before is not None:
            for kept in self._forms.values():
                kept.pop(key, None)
        for index in self._indexes:
            index.changed(key, before, after)

    def _changing_all(self) -> None:
        self._snapshot = None
        self._forget()
        for index in self._indexes:
            index.forget()

    def encoded(self, key: K, *, form: str, base_url: str, render: Callable[[E], JSON]) -> bytes:
        """The encoded form of the entity with that key, from the cache if possible."""
        kept = self._form(form, base_url)
        body = kept.get(key)
        if body is None:
            body = kept[key] = encoded(render(self._by_key[key]))
            self._changed.keeps(len(body), self._forget)
        return body

    def joined(self, *, form: str, base_url: str, render: Callable[[E], JSON]) -> bytes:
        """The encoded forms of all entities, joined with commas."""
        joined = self._joined.get((form, base_url))
        if joined is None:
            kept = self._form(form, base_url)
            for key in self._by_key.keys() - kept.keys():
                kept[key] = encoded(render(self._by_key[key]))
            parts = tuple([kept[key] for key in self._by_key])
            joined = self._joined[form, base_url] = b",".join(parts), parts
            self._changed.keeps(2 * len(joined[0]), self._forget)
        return joined[0]

    def parts(self, *, form: str, base_url: str) -> tuple[bytes, ...]:
        """The encoded form of each entity, if `joined` has cached them; else empty."""
        return self._joined.get((form, base_url), (b"", ()))[1]

    def _form(self, form: str, base_url: str) -> dict[K, bytes]:
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
