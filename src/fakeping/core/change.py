"""What an operation did to the state: one entity, as it was and as it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

#: Metadata of an entity's field that holds a document: the schemas of what clients may put there.
SCHEMAS = "fakeping.schemas"


@dataclass(frozen=True, slots=True)
class Change:
    """One entity of a tenant that came, went, or became another.

    `before` and `after` are the store's own frozen values, or `None` where there is nothing. Some
    hold secrets: people see a change as the journal shows it.
    """

    #: What it is, as operations name it: `resource`, `scope`, `resource_set`.
    kind: str
    #: Never a secret: what is known by one has its fingerprint here.
    id: str
    before: object | None = field(repr=False)
    after: object | None = field(repr=False)
    #: The bytes of what it was about, about; `None` where nobody has counted them.
    size: int | None = field(default=None, repr=False, compare=False)

    @property
    def verb(self) -> str:
        """`created`, `updated` or `deleted`."""
        if self.before is None:
            return "created"
        return "updated" if self.after is not None else "deleted"


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
