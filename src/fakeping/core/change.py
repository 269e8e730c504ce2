"""What an operation did to the state: one entity, as it was and as it is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One entity of a tenant that came, went, or became another.

    `before` and `after` are the store's own frozen values, or `None` where there is nothing.
    """

    #: What it is, as operations name it: `resource`, `scope`, `resource_set`.
    kind: str
    #: Never a secret: what is known by one has its fingerprint here.
    id: str
    before: object | None
    after: object | None


#: Whoever wants to hear of changes.
Changed = Callable[[Change], None]


def unheard(change: Change) -> None:
    """Nobody wants to hear of this one."""
