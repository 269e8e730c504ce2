"""What an operation did to the state: one entity, as it was and as it is."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, Self

from fakeping.core.plain import shown
from fakeping.redaction.document import Hide, document_of

# Longer values are cut where a person reads them.
_READABLE = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One entity of a tenant that came, went, or became another.

    `before` and `after` are the store's own frozen values, or `None` where there is nothing.
    People see them as documents alone, for some hold secrets.
    """

    #: What it is, as operations name it: `resource`, `scope`, `resource_set`.
    kind: str
    #: Never a secret: what is known by one has its fingerprint here.
    id: str
    before: object | None = field(repr=False)
    after: object | None = field(repr=False)
    #: How texts in its documents are shown, where a tenant has secrets to hide.
    hide: Hide | None = field(default=None, repr=False, compare=False)
    #: The bytes of what it was about, about; `None` where nobody has counted them.
    size: int | None = field(default=None, repr=False, compare=False)

    @property
    def verb(self) -> str:
        """`created`, `updated` or `deleted`."""
        if self.before is None:
            return "created"
        return "updated" if self.after is not None else "deleted"

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The change that a document tells of; what it was about is a document, too."""
        return cls(document["kind"], document["id"], document["before"], document["after"])

    def document(self) -> dict[str, Any]:
        """The change as a JSON document, without secrets."""
        return {
            "kind": self.kind,
            "id": self._of(self.id),
            "before": self._of(self.before),
            "after": self._of(self.after),
        }

    def members(self) -> dict[str, tuple[Any, Any]]:
        """What an update changed: each member as it was and as it is."""
        before, after = self._of(self.before), self._of(self.after)
        if not isinstance(before, dict) or not isinstance(after, dict):
            return {} if before == after else {self.kind: (before, after)}
        return {
            name: (before.get(name), after.get(name))
            for name in dict.fromkeys((*before, *after))
            if before.get(name) != after.get(name)
        }

    def _of(self, value: object) -> Any:
        return document_of(value, self.hide)

    def __str__(self) -> str:
        """One line: `resource 5c6b... "a" created`, `resource 5c6b... updated: name "a" -> "b"`."""
        if self.verb != "updated":
            said = self._of(self.after or self.before)
            name = said.get("name") if isinstance(said, dict) else None
            named = [_shown(name)] if name else []
            return shown(" ".join([self.kind, self._of(self.id), *named, self.verb]))
        line = f"{self.kind} {self._of(self.id)} {self.verb}"
        changed = [
            f"{name} {_shown(before)} -> {_shown(after)}"
            for name, (before, after) in self.members().items()
        ]
        return shown(f"{line}: {', '.join(changed)}" if changed else f"{line}: as it was")


class Changed(Protocol):
    """Whoever wants to hear what becomes of a tenant's state; see `core.stored`."""

    def __call__(self, change: Change, /) -> None:
        """Hear of a change."""

    def grew(self, by: int, /) -> None:
        """Hear of so many bytes more that are held, or fewer."""

    def keeps(self, size: int, forget: Callable[[], None], /) -> None:
        """Hear of so many bytes that are kept, and can be made anew once `forget` was called."""

    def expires(self, sweep: Callable[[], None], /) -> None:
        """Have a function called that drops what has expired, when there is no room."""


class _Nobody:
    """Wants to hear of nothing."""

    def __call__(self, change: Change, /) -> None: ...

    def grew(self, by: int, /) -> None: ...

    def keeps(self, size: int, forget: Callable[[], None], /) -> None: ...

    def expires(self, sweep: Callable[[], None], /) -> None: ...


#: Nobody wants to hear of these.
unheard: Changed = _Nobody()


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}..."
