"""Records of what an operation did to the state: one entity, before and after."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

#: Metadata key of a dataclass field that holds a client's document: the schemas of that document.
SCHEMAS = "fakeping.schemas"


@dataclass(frozen=True, slots=True)
class Change:
    """The creation, update or deletion of one entity of a tenant.

    `before` and `after` are the store's own frozen values; `None` before a creation and after a
    deletion. Some hold secrets: the journal's `ShownChange` is the form without them.
    """

    #: The entity's kind, as in operation names: `resource`, `scope`, `resource_set`.
    kind: str
    #: Never a secret: an entity that is identified by one has its fingerprint here.
    id: str
    before: object | None = field(repr=False)
    after: object | None = field(repr=False)
    #: Approximate bytes of both entities; `None` if not counted.
    size: int | None = field(default=None, repr=False, compare=False)

    @property
    def verb(self) -> str:
        """`created`, `updated` or `deleted`."""
        if self.before is None:
            return "created"
        return "updated" if self.after is not None else "deleted"


class Changed(Protocol):
    """Callbacks through which a store reports changes and memory use; see `core.stored`."""

    def __call__(self, change: Change, /) -> None:
        """Receive a change."""

    def grew(self, by: int, /) -> None:
        """Add `by`, which may be negative, to the bytes held."""

    def keeps(self, size: int, forget: Callable[[], None], /) -> None:
        """Count `size` bytes of cache, which `forget` empties."""

    def expires(self, sweep: Callable[[], None], /) -> None:
        """Register a function that drops expired entities; called when room is short."""


class _NoListener:
    """Ignores every report."""

    def __call__(self, change: Change, /) -> None: ...

    def grew(self, by: int, /) -> None: ...

    def keeps(self, size: int, forget: Callable[[], None], /) -> None: ...

    def expires(self, sweep: Callable[[], None], /) -> None: ...


#: For stores whose changes nobody needs.
no_listener: Changed = _NoListener()
