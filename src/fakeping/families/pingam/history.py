"""The audit history of each owner: who asked for their resource sets, and what was decided."""

from enum import Enum

from fakeping.core.limits import limit
from fakeping.core.sources import derived_uuid
from fakeping.core.store_config import StoreConfig
from fakeping.core.table import Table
from fakeping.families.pingam.model import AuditEntry, PendingRequest, Policy, ResourceSet
from fakeping.families.pingam.owned import Owned
from fakeping.families.pingam.sessions import universal_id

MAX_HISTORY = limit(
    "pingam.history",
    5_000,
    unit="entries",
    bounds="one owner's audit history",
    past="the oldest entries are forgotten",
)


class Event(Enum):
    """What an entry is about, in AM's spelling."""

    REQUESTED = "Authorisation_Requested"
    GRANTED = "Authorisation_Granted"
    DENIED = "Authorisation_Denied"
    REQUEST_APPROVED = "Authorisation_Request_Approved"
    REQUEST_DENIED = "Authorisation_Request_Denied"
    POLICY_CREATED = "Policy_Created"
    POLICY_UPDATED = "Policy_Updated"


class AuditHistory(Owned[str, AuditEntry]):
    """The entries of all owners, the oldest first.

    They are no changes of a tenant's own: each tells of one that is noted already.
    """

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        super().__init__(Table("audit_entry", config.changed))
        # Never goes back, so that no id is given twice.
        self._count = 0

    def asked(self, event: Event, of: ResourceSet, party: str) -> None:
        """Tell what a party made of an RPT for a resource set."""
        whose = {"realm": of.identity.realm, "owner": of.identity.owner}
        self._add(event, of.id, of.name, **whose, party=party)

    def awaited(self, event: Event, request: PendingRequest) -> None:
        """Tell what became of a UMA request."""
        whose = {"realm": request.realm, "owner": request.owner}
        self._add(event, request.resource_id, request.resource, **whose, party=request.user)

    def shared(self, policy: Policy, *, before: Policy | None) -> None:
        """Tell that an owner shared a resource set, for the first time or anew."""
        event = Event.POLICY_UPDATED if before else Event.POLICY_CREATED
        whose = {"realm": policy.realm, "owner": policy.owner}
        who = universal_id(policy.owner, realm=policy.realm)
        self._add(event, policy.id, policy.name, **whose, party=who)

    def _add(
        self, event: Event, id_: str, name: str | None, *, realm: str, owner: str, party: str
    ) -> None:
        self.load(
            AuditEntry(
                id=self.new_id(realm, owner),
                realm=realm,
                owner=owner,
                resource_id=id_,
                resource=name or id_,
                party=party,
                type=event.value,
                at=self._clock.timestamp(),
            )
        )

    def new_id(self, realm: str, owner: str) -> str:
        """An id for an entry, which uses up none of the tenant's own ids."""
        while True:
            self._count += 1
            id_ = derived_uuid("audit_entry", realm, owner, str(self._count))
            if not self.table.has(id_):
                return id_

    def load(self, entry: AuditEntry) -> AuditEntry:
        """Add an entry, and forget the owner's oldest past `MAX_HISTORY`.

        Raises `ValueError` if its id is taken.
        """
        if self.table.has(entry.id):
            raise ValueError(f"the id {entry.id!r} is taken")
        self.table.keep(entry.id, entry)
        ids = self._by_owner.keys((entry.realm, entry.owner))
        if len(ids) > MAX_HISTORY:
            self.table.drop(next(iter(ids)))
        return entry
