"""Defaults for a document's entries: ids, dates, and secrets of which only the digest is known."""

from collections.abc import Callable

from fakeping.core.exchange import JSON
from fakeping.core.family import SecretOf
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.model import Stamp


class Gaps:
    """Ids derived from an environment's id and from names, and the date of the loading."""

    def __init__(self, environment_id: str, *, now: str, opened: SecretOf) -> None:
        self.environment_id = environment_id
        self.now = now
        #: Returns the secret of a digest, if the tenant has it.
        self.opened = opened
        # The last id that was derived from the same names.
        self._last: dict[tuple[str, ...], str] = {}

    def stamp(self, document: JSON, taken: Callable[[str], object], *names: str) -> Stamp:
        """The stamp of an entity. Raises `ValueError` if its `id` is taken."""
        stated = document.get("id")
        if stated is not None and taken(stated) is not None:
            raise ValueError(f"the id {stated!r} is taken")
        created_at = document.get("createdAt", self.now)
        return Stamp(
            id=stated or self._id_of(taken, *names),
            created_at=created_at,
            updated_at=document.get("updatedAt", created_at),
        )

    def _id_of(self, taken: Callable[[str], object], *names: str) -> str:
        """An unused id, derived from these names."""
        id_ = self._last.get(names) or derived_uuid(self.environment_id, *names)
        while taken(id_) is not None:
            id_ = derived_uuid(id_, *names)
        self._last[names] = id_
        return id_
