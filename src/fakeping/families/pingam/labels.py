"""Labels: what owners sort their resource sets by."""

from collections.abc import Iterable

from fakeping.core.change import Changed
from fakeping.core.table import Table
from fakeping.families.pingam.label_types import SYSTEM
from fakeping.families.pingam.model import Label, ResourceSet
from fakeping.families.pingam.owned import Owned


class Labels(Owned[tuple[str, str, str], Label]):
    """The labels that owners have made, by realm, owner and id."""

    def __init__(self, *, changed: Changed) -> None:
        super().__init__(Table("label", changed))

    def add(self, label: Label) -> Label:
        """Add a label. Raises `ValueError` if its id is taken."""
        return self.table.load((label.realm, label.owner, label.id), label)

    def find(self, id_: str, *, realm: str, owner: str) -> Label | None:
        """A label that an owner has made."""
        return self.table.get((realm, owner, id_))

    def remove(self, label: Label) -> None:
        """Remove a label."""
        self.table.remove((label.realm, label.owner, label.id))


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
