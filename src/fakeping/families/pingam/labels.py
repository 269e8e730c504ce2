"""Labels: what owners sort their resource sets by."""

from collections.abc import Iterable
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import Label, ResourceSet

USER, STAR, SYSTEM = "USER", "STAR", "SYSTEM"
TYPES = (USER, STAR, SYSTEM)


class Labels:
    """The labels that owners have made, by realm, owner and id."""

    def __init__(self, *, changed: Changed) -> None:
        self._by_key: Shelf[tuple[str, str, str], Label] = Shelf(
            "label", changed, id_of=lambda each: each.id
        )

    def put(self, label: Label) -> Label:
        """Add a label."""
        return self._by_key.put(_key(label), label)

    def load(self, label: Label) -> Label:
        """Restore a label from a document. Raises `ValueError` if its id is taken."""
        if _key(label) in self._by_key:
            raise ValueError(f"the id {label.id!r} is taken")
        return self.put(label)

    def find(self, id_: str, *, realm: str, owner: str) -> Label | None:
        """A label that an owner has made."""
        return self._by_key.get((realm, owner, id_))

    def of(self, *, realm: str, owner: str) -> list[Label]:
        """The labels that an owner has made, the oldest first."""
        return [
            each for each in self._by_key.values() if (each.realm, each.owner) == (realm, owner)
        ]

    def all(self) -> list[Label]:
        """Every label that somebody has made, the oldest first."""
        return list(self._by_key.values())

    def remove(self, label: Label) -> None:
        """Remove a label."""
        self._by_key.take(_key(label))

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._by_key.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._by_key.restore(snapshot)


def of_server(resource_set: ResourceSet) -> list[Label]:
    """The system labels that a resource server has given a resource set."""
    identity = resource_set.identity
    return [
        Label(
            id=f"{identity.client}/{name}",
            realm=identity.realm,
            owner=identity.owner,
            name=name,
            type=SYSTEM,
        )
        for name in resource_set.labels
    ]


def of_servers(resource_sets: Iterable[ResourceSet]) -> list[Label]:
    """The system labels of these resource sets, each once."""
    return list({each.id: each for one in resource_sets for each in of_server(one)}.values())


def _key(label: Label) -> tuple[str, str, str]:
    return label.realm, label.owner, label.id
