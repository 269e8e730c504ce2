"""Entities by id, in the order of their creation, with the bytes that they are sent as.

A reply is bytes: an entity is encoded when it is first asked for, and those bytes serve
until it changes. Links are absolute, so there is one set of bytes for each form and base URL.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Any, Generic, Protocol, TypeVar

from fakeping.core.change import Change, Changed, unheard
from fakeping.core.counted import Counted
from fakeping.core.exchange import JSON, encoded


class Identified(Protocol):
    """An entity with an id of its own."""

    @property
    def id(self) -> str:
        """What it is known by."""


E = TypeVar("E", bound=Identified)

#: Base URLs come from `Host` headers: forget them all rather than hold bytes for any number.
_MAX_FORMS = 16


class Table(Generic[E]):
    """Entities by id, at most one for each key. `None` as a key is nobody's and clashes with none.

    Says nothing about meaning: whoever writes asks `holder` first.
    """

    __slots__ = (
        "_by_id", "_changed", "_forms", "_holders", "_joined", "_key", "_kind", "_memento",
    )  # fmt: skip

    def __init__(
        self, key: Callable[[E], Hashable], *, kind: str = "entity", changed: Changed = unheard
    ) -> None:
        self._key = key
        self._kind = kind
        self._changed = changed
        self._by_id: Counted[str, E] = Counted(changed.grew)
        self._holders: dict[Hashable, str] = {}
        self._forms: dict[tuple[str, str], dict[str, bytes]] = {}
        self._joined: dict[tuple[str, str], tuple[bytes, tuple[bytes, ...]]] = {}
        #: What it was captured as, or restored from, and has not changed since.
        self._memento: Any = None

    def __len__(self) -> int:
        """Count the entities."""
        return len(self._by_id)

    @property
    def size(self) -> int:
        """Count the bytes that the entities take, about."""
        return self._by_id.size

    def __iter__(self) -> Iterator[E]:
        """Iterate from the oldest to the newest."""
        return iter(self._by_id.values())

    def get(self, id_: str) -> E | None:
        """The entity with that id, if there is one."""
        return self._by_id.get(id_)

    def holder(self, key: Hashable) -> str | None:
        """The id of the entity that has this key."""
        return self._holders.get(key)

    def put(self, id_: str, entity: E) -> None:
        """Add an entity at the end, or replace the one with that id where it stands."""
        before = self._release(id_)
        size = self._keep(id_, entity)
        self._changed(Change(self._kind, id_, before, entity, size=size))

    def lay(self, id_: str, entity: E) -> None:
        """Add an entity that is there from the start: no change."""
        self._keep(id_, entity)

    def remove(self, id_: str) -> None:
        """Forget the entity with that id."""
        before = self._release(id_)
        self._changing()
        size = self._by_id.drop(id_)
        self._changed(Change(self._kind, id_, before, None, size=size))

    def remove_all(self) -> None:
        """Forget every entity, the oldest first."""
        for id_ in list(self._by_id):
            self.remove(id_)

    def capture(self) -> Any:
        """What it holds now."""
        if self._memento is None:
            self._memento = self._by_id.copy(), dict(self._holders)
        return self._memento

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        if memento is self._memento:
            return  # and the bytes are good still
        by_id, holders = memento
        self._by_id.hold(by_id)
        self._holders = dict(holders)
        self._memento = memento
        self._forget()

    def clear(self) -> None:
        """Hold nothing: no change."""
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
        """The bytes of an entity that is in it, rendered now or before."""
        kept = self._form(form, base_url)
        body = kept.get(entity.id)
        if body is None:
            body = kept[entity.id] = encoded(render(entity))
            self._changed.keeps(len(body), self._forget)
        return body

    def joined(self, *, form: str, base_url: str, render: Callable[[E], JSON]) -> bytes:
        """The bytes of all entities, with commas between them; `parts` has them one by one."""
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
        """The bytes of each entity, where they were joined and are kept; else none."""
        return self._joined.get((form, base_url), (b"", ()))[1]

    def _form(self, form: str, base_url: str) -> dict[str, bytes]:
        kept = self._forms.get((form, base_url))
        if kept is None:
            if len(self._forms) >= _MAX_FORMS:
                self._forget()
            kept = self._forms[form, base_url] = {}
        return kept

    def _forget(self) -> None:
        """Forget all bytes that can be made anew."""
        self._forms.clear()
        self._joined.clear()

    def _changing(self) -> None:
        self._joined.clear()
        self._memento = None

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
