"""A tenant's PingAM: its realms' resource sets, and the meaning of what is done to them."""

from fakeping.core.operation import Seat
from fakeping.core.problem import NotFound, NotUnique
from fakeping.families.pingam import wire
from fakeping.families.pingam.edition import EDITIONS
from fakeping.families.pingam.model import Credentials, Description, Identity, ResourceSet
from fakeping.families.pingam.tokens import CLIENT, OWNER, Tokens

# The samples' realm starts with the sample's id, so that they run with only the host changed.
_DOCUMENTED_PREFIX = {"/alpha": "126615ba-b7fd-4660-b281-bae81aa45f7c"}

_NameKey = tuple[Identity, str]


class ResourceSets:
    """Resource sets by id. An owner sees its own, in its own realm, and no others."""

    def __init__(self, seat: Seat) -> None:
        self.realm = seat.address
        self.realms = {seat.address}
        self._claim = seat.claim
        self.mount = seat.mount
        self.edition = EDITIONS[seat.edition]
        self.auth = seat.auth
        self.tokens = Tokens(seat)
        self.credentials = Credentials(
            client_id=CLIENT,
            client_secret=seat.ids.opaque(),
            username=OWNER,
            password=seat.ids.opaque(),
        )
        self._prefix = _DOCUMENTED_PREFIX.get(seat.address) or seat.ids.uuid()
        self._counter = 0
        self._by_id: dict[str, ResourceSet] = {}
        self._by_identity: dict[Identity, dict[str, None]] = {}
        self._names: dict[_NameKey, int] = {}

    def add_realm(self, realm: str) -> None:
        """Take a realm in. Raises `ValueError` when it is another tenant's."""
        self._claim(realm)
        self.realms.add(realm)

    def register(
        self, description: Description, *, identity: Identity, base_url: str
    ) -> ResourceSet:
        """Remember a new resource set under a fresh id."""
        self._check_name(description.name, identity)
        id_ = f"{self._prefix}{self._counter}"
        self._counter += 1
        registered = wire.resource_set(
            id_=id_,
            identity=identity,
            description=description,
            policy_uri=wire.policy_uri(base_url + self.mount, realm=identity.realm, id_=id_),
        )
        self._by_id[id_] = registered
        self._by_identity.setdefault(identity, {})[id_] = None
        self._count_name(registered, +1)
        return registered

    def get(self, id_: str, *, realm: str, owner: str) -> ResourceSet:
        """Return a resource set, whichever client registered it for this owner."""
        found = self._by_id.get(id_)
        if found is None or (found.identity.realm, found.identity.owner) != (realm, owner):
            raise NotFound(f"Resource set does not exist with id {id_}")
        return found

    def update(self, id_: str, description: Description, *, realm: str, owner: str) -> ResourceSet:
        """Replace the whole description: what is not said is gone. Names are not compared."""
        current = self.get(id_, realm=realm, owner=owner)
        updated = wire.resource_set(
            id_=id_,
            identity=current.identity,
            description=description,
            policy_uri=current.user_access_policy_uri,
        )
        self._count_name(current, -1)
        self._count_name(updated, +1)
        self._by_id[id_] = updated
        return updated

    def delete(self, id_: str, *, realm: str, owner: str) -> None:
        """Forget a resource set."""
        current = self.get(id_, realm=realm, owner=owner)
        self._count_name(current, -1)
        del self._by_identity[current.identity][id_]
        del self._by_id[id_]

    def ids(self, identity: Identity) -> list[str]:
        """The ids that an owner has registered through a client, oldest first."""
        return list(self._by_identity.get(identity, ()))

    def of_owner(self, owner: str) -> list[ResourceSet]:
        """An owner's resource sets in every realm and of every client, oldest first."""
        return [each for each in self._by_id.values() if each.identity.owner == owner]

    def _check_name(self, name: str | None, identity: Identity) -> None:
        if self.edition.unique_names and name is not None and (identity, name) in self._names:
            raise NotUnique(f"A shared item with the name '{name}' already exists")

    def _count_name(self, resource_set: ResourceSet, step: int) -> None:
        if resource_set.name is None:
            return
        key = (resource_set.identity, resource_set.name)
        self._names[key] = self._names.get(key, 0) + step
        if not self._names[key]:
            del self._names[key]
