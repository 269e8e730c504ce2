"""What an operation did to the state: one entity, as it was and as it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One entity of a tenant that came, went, or became another.

    `before` and `after` are the store's own frozen values, or `None` where there is nothing.
    """

    #: What it is, as operations name it: `resource`, `scope`, `resource_set`.
    kind: str
    id: str
    before: object | None
    after: object | None
