"""A change to the state, as people look at it: documents without secrets, and a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from fakeping.core.change import Change
from fakeping.core.plain import shown
from fakeping.redaction.document import Hide, document_of

# Longer values are cut where a person reads them.
_READABLE = 60


@dataclass(frozen=True, slots=True)
class ShownChange(Change):
    """A change that can be shown: the entity is a document, and its secrets are fingerprints."""

    #: How texts in its documents are shown, where a tenant has secrets to hide.
    hide: Hide | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """The change that a document tells of; what it was about is a document, too."""
        return cls(document["kind"], document["id"], document["before"], document["after"])

    @classmethod
    def to(cls, change: Change, hide: Hide | None) -> Self:
        """A change of the store's, with what hides the secrets in it."""
        return cls(change.kind, change.id, change.before, change.after, hide=hide)

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


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}..."
