"""Changes to the state for display: redacted documents, and one-line summaries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from fakeping.core.change import Change
from fakeping.core.plain import shown
from fakeping.redaction.document import Hide, document_of

# Longer values are cut in messages.
_READABLE = 60


@dataclass(frozen=True, slots=True)
class ShownChange(Change):
    """A change whose entities are rendered as documents, with fingerprints for secrets."""

    #: Redacts the tenant's secrets in its documents' texts.
    hide: Hide | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read a change from `document`'s form; its entities are documents."""
        return cls(document["kind"], document["id"], document["before"], document["after"])

    @classmethod
    def to(cls, change: Change, hide: Hide | None) -> Self:
        """Wrap a store's change, with a function that redacts."""
        return cls(change.kind, change.id, change.before, change.after, hide=hide)

    def document(self) -> dict[str, Any]:
        """Render the change as a redacted JSON document."""
        return {
            "kind": self.kind,
            "id": self._of(self.id),
            "before": self._of(self.before),
            "after": self._of(self.after),
        }

    def members(self) -> dict[str, tuple[Any, Any]]:
        """The changed members of an update, each with its old and new value."""
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
