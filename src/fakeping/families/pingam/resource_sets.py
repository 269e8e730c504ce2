"""The registered resource sets, each visible to its owner alone."""

from collections.abc import Iterable
from typing import Any

from fakeping.core.family import StoreConfig
from fakeping.core.problem import NotFound, NotUnique
from fakeping.core.shelf import Shelf
from fakeping.families.pingam import stored_resource_set as stored
from fakeping.families.pingam.edition import Edition
from fakeping.families.pingam.model import Description, Identity, Label, ResourceSet

# The samples' realm starts with the sample's id, so that they run with only the host changed.
_DOCUMENTED_PREFIX = {"/alpha": "126615ba-b7fd-4660-b281-bae81aa45f7c"}

_NameKey = tuple[Identity, str]


class ResourceSets:
    """Resource sets by id. An owner sees its own, in its own realm, and no others."""

    def __init__(self, config: StoreConfig, edition: Edition) -> None:
        self._mount = config.mount
        self._edition = edition
        self._prefix = _DOCUMENTED_PREFIX.get(config.address) or config.ids.uuid()
        #: The number of ids issued.
        self.counter = 0
        self._by_id: Shelf[str, ResourceSet] = Shelf(
            "resource_set", config.changed, id_of=lambda each: each.id
        )
        self._by_identity: dict[Identity, dict[str, None]] = {}
        self._names: dict[_NameKey, int] = {}

    def new_id(self) -> str:
        """A fresh id: a UUID followed by a running number."""
        id_ = f"{self._prefix}{self.counter}"
        self.counter += 1
        return self.new_id() if id_ in self._by_id else id_

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
        return self._keep(registered)

    def load(self, resource_set: ResourceSet) -> ResourceSet:
        """Restore a resource set from a document; its name is not checked.

        Raises `ValueError` when its id is taken.
        """
        if resource_set.id in self._by_id:
            raise ValueError(f"the id {resource_set.id!r} is taken")
        return self._keep(resource_set)

    def all(self) -> list[ResourceSet]:
        """Every resource set, the oldest first."""
        return list(self._by_id.values())

    def find(self, id_: str, *, realm: str, owner: str) -> ResourceSet | None:
        """An owner's resource set, registered by any client, or `None`."""
        found = self._by_id.get(id_)
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
        found = self._by_id.get(id_)
        if found is None:
            raise LookupError(f"there is no resource set {id_!r}")
        return found

    def has(self, id_: str) -> bool:
        """Whether a resource set exists, of any owner."""
        return id_ in self._by_id

    def update(self, current: ResourceSet, description: Description) -> ResourceSet:
        """Replace the whole description: absent members are removed. Names may repeat."""
        updated = stored.resource_set(
            id_=current.id,
            identity=current.identity,
            description=description,
            policy_uri=current.user_access_policy_uri,
            owner_labels=current.owner_labels,
        )
        self._count_name(current, -1)
        self._count_name(updated, +1)
        return self._by_id.put(current.id, updated)

    def label(self, resource_set: ResourceSet, owner_labels: Iterable[Label]) -> ResourceSet:
        """Replace the owner's own labels."""
        return self._by_id.put(resource_set.id, stored.labelled(resource_set, owner_labels))

    def unlabel(self, label: Label) -> None:
        """Take a label off every resource set of its owner's."""
        for each in self.of_owner(label.owner, realm=label.realm):
            owners = [one for one in each.owner_labels if one.id != label.id]
            client = each.identity.client
            servers = tuple(name for name in each.labels if f"{client}/{name}" != label.id)
            if (len(owners), servers) != (len(each.owner_labels), each.labels):
                self._by_id.put(each.id, stored.labelled(each, owners, labels=servers))

    def delete(self, resource_set: ResourceSet) -> None:
        """Remove a resource set."""
        self._count_name(resource_set, -1)
        del self._by_identity[resource_set.identity][resource_set.id]
        self._by_id.take(resource_set.id)

    def ids(self, identity: Identity) -> list[str]:
        """The ids that a client registered for an owner, the oldest first."""
        return list(self._by_identity.get(identity, ()))

    def of_owner(self, owner: str, *, realm: str | None = None) -> list[ResourceSet]:
        """An owner's resource sets of all clients, the oldest first, in one realm or in all."""
        return [
            each
            for each in self._by_id.values()
            if each.identity.owner == owner and realm in {None, each.identity.realm}
        ]

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        by_identity = {each: dict(ids) for each, ids in self._by_identity.items()}
        return self._by_id.capture(), by_identity, dict(self._names), self.counter

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        by_id, by_identity, names, self.counter = snapshot
        self._by_id.restore(by_id)
        self._by_identity = {each: dict(ids) for each, ids in by_identity.items()}
        self._names = dict(names)

    def _check_name(self, name: str | None, identity: Identity) -> None:
        if self._edition.unique_names and name is not None and (identity, name) in self._names:
            raise NotUnique(f"A shared item with the name '{name}' already exists")

    def _keep(self, resource_set: ResourceSet) -> ResourceSet:
        self._by_identity.setdefault(resource_set.identity, {})[resource_set.id] = None
        self._count_name(resource_set, +1)
        return self._by_id.put(resource_set.id, resource_set)

    def _count_name(self, resource_set: ResourceSet, step: int) -> None:
        if resource_set.name is None:
            return
        key = (resource_set.identity, resource_set.name)
        self._names[key] = self._names.get(key, 0) + step
        if not self._names[key]:
            del self._names[key]
