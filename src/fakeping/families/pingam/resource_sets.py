"""The registered resource sets, each visible to its owner alone."""

from collections.abc import Iterable
from typing import Any

from fakeping.core.part import Part
from fakeping.core.problem import NotFound, NotUnique
from fakeping.core.store_config import StoreConfig
from fakeping.core.table import Table
from fakeping.families.pingam import stored_resource_set as stored
from fakeping.families.pingam.edition import Edition
from fakeping.families.pingam.model import Description, Identity, Label, ResourceSet

# The samples' realm starts with the sample's id, so that they run with only the host changed.
_DOCUMENTED_PREFIX = {"/alpha": "126615ba-b7fd-4660-b281-bae81aa45f7c"}


class ResourceSets(Part[str, ResourceSet]):
    """Resource sets by id. An owner sees its own, in its own realm, and no others."""

    def __init__(self, config: StoreConfig, edition: Edition) -> None:
        self._mount = config.mount
        self._edition = edition
        self._prefix = _DOCUMENTED_PREFIX.get(config.address) or config.ids.uuid()
        #: The number of ids issued.
        self.counter = 0
        super().__init__(Table("resource_set", config.changed))
        self._by_identity = self.table.index(lambda each: each.identity)
        self._by_name = self.table.index(lambda each: (each.identity, each.name))
        self._by_owner = self.table.index(lambda each: each.identity.owner)

    def new_id(self) -> str:
        """A fresh id: a UUID followed by a running number."""
        id_ = f"{self._prefix}{self.counter}"
        self.counter += 1
        return self.new_id() if self.table.has(id_) else id_

    def register(
        self, description: Description, *, identity: Identity, base_url: str
    ) -> ResourceSet:
        """Add a resource set under a fresh id."""
        self._check_name(description.name, identity)
        id_ = self.new_id()
        registered = stored.resource_set(
            id_=id_,
            identity=identity,
            description=description,
            policy_uri=stored.policy_uri(base_url + self._mount, realm=identity.realm, id_=id_),
        )
        return self.table.put(id_, registered)

    def load(self, resource_set: ResourceSet) -> ResourceSet:
        """Restore a resource set from a document; its name is not checked.

        Raises `ValueError` when its id is taken.
        """
        return self.table.load(resource_set.id, resource_set)

    def find(self, id_: str, *, realm: str, owner: str) -> ResourceSet | None:
        """An owner's resource set, registered by any client, or `None`."""
        found = self.table.get(id_)
        if found is None or (found.identity.realm, found.identity.owner) != (realm, owner):
            return None
        return found

    def get(self, id_: str, *, realm: str, owner: str) -> ResourceSet:
        """An owner's resource set, registered by any client. Raises `NotFound`."""
        found = self.find(id_, realm=realm, owner=owner)
        if found is None:
            raise NotFound(f"Resource set does not exist with id {id_}")
        return found

    def at(self, id_: str) -> ResourceSet:
        """A resource set of any owner. Raises `LookupError`."""
        found = self.table.get(id_)
        if found is None:
            raise LookupError(f"there is no resource set {id_!r}")
        return found

    def has(self, id_: str) -> bool:
        """Whether a resource set exists, of any owner."""
        return self.table.has(id_)

    def update(self, current: ResourceSet, description: Description) -> ResourceSet:
        """Replace the whole description: absent members are removed. Names may repeat."""
        updated = stored.resource_set(
            id_=current.id,
            identity=current.identity,
            description=description,
            policy_uri=current.user_access_policy_uri,
            owner_labels=current.owner_labels,
        )
        return self.table.put(current.id, updated)

    def label(self, resource_set: ResourceSet, owner_labels: Iterable[Label]) -> ResourceSet:
        """Replace the owner's own labels."""
        return self.table.put(resource_set.id, stored.labelled(resource_set, owner_labels))

    def unlabel(self, label: Label) -> None:
        """Take a label off every resource set of its owner's."""
        for each in self.of_owner(label.owner, realm=label.realm):
            owners = [one for one in each.owner_labels if one.id != label.id]
            client = each.identity.client
            servers = tuple(name for name in each.labels if f"{client}/{name}" != label.id)
            if (len(owners), servers) != (len(each.owner_labels), each.labels):
                self.table.put(each.id, stored.labelled(each, owners, labels=servers))

    def delete(self, resource_set: ResourceSet) -> None:
        """Remove a resource set."""
        self.table.remove(resource_set.id)

    def ids(self, identity: Identity) -> list[str]:
        """The ids that a client registered for an owner, the oldest first."""
        return list(self._by_identity.keys(identity))

    def of_owner(self, owner: str, *, realm: str | None = None) -> list[ResourceSet]:
        """An owner's resource sets of all clients, the oldest first, in one realm or in all."""
        found = map(self.at, self._by_owner.keys(owner))
        return [each for each in found if realm in {None, each.identity.realm}]

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return super().capture(), self.counter

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        table, self.counter = snapshot
        super().restore(table)

    def _check_name(self, name: str | None, identity: Identity) -> None:
        if self._edition.unique_names and name is not None and self._by_name.has((identity, name)):
            raise NotUnique(f"A shared item with the name '{name}' already exists")
