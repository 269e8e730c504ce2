"""A document that is being generated."""

from dataclasses import dataclass, field
from typing import Any

from fakeping.core.family import Family
from fakeping.reference.openapi.components import Components


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The family and edition of a document, and the schemas that it refers to so far."""

    family: Family[Any]
    #: `None` for a family without editions.
    edition: str | None
    components: Components = field(default_factory=Components)
