"""What a document may leave out: ids, dates, and a secret whose seal alone it has."""

from collections.abc import Callable

from fakeping.core.exchange import JSON
from fakeping.core.family import SecretOf
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.model import Stamp


class Gaps:
    """Ids that follow from an environment's and from names, and the date of the reading."""

    def __init__(self, environment_id: str, *, now: str, opened: SecretOf) -> None:
        self.environment_id = environment_id
        self.now = now
        #: Gives the secret that a seal is of, where the tenant holds it.
        self.opened = opened
        # The last id that belongs to names which were said before.
        self._last: dict[tuple[str, ...], str] = {}

    def stamp(self, document: JSON, taken: Callable[[str], object], *names: str) -> Stamp:
        """The stamp of an entity. Raises `ValueError` when somebody has the id that it states."""
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
        """The id that belongs to these names, and that nobody has."""
        id_ = self._last.get(names) or derived_uuid(self.environment_id, *names)
        while taken(id_) is not None:
            id_ = derived_uuid(id_, *names)
        self._last[names] = id_
        return id_
