"""The audit history of each owner: who asked for their resource sets, and what was decided."""

from collections import deque
from collections.abc import Mapping
from enum import Enum
from typing import Any

from fakeping.core.family import StoreConfig
from fakeping.core.limits import limit
from fakeping.core.shelf import Shelf
from fakeping.core.sources import derived_uuid
from fakeping.families.pingam.model import AuditEntry, PendingRequest, Policy, ResourceSet
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


class History:
    """The entries of all owners, the oldest first.

    They are no changes of a tenant's own: each tells of one that is noted already.
    """

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._by_id: Shelf[str, AuditEntry] = Shelf(
            "audit_entry", config.changed, id_of=lambda each: each.id
        )
        self._ids: dict[tuple[str, str], deque[str]] = {}
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
            if id_ not in self._by_id:
                return id_

    def load(self, entry: AuditEntry) -> AuditEntry:
        """Add an entry, and forget the owner's oldest past `MAX_HISTORY`.

        Raises `ValueError` if its id is taken.
        """
        if entry.id in self._by_id:
            raise ValueError(f"the id {entry.id!r} is taken")
        self._by_id[entry.id] = entry
        ids = self._ids.setdefault((entry.realm, entry.owner), deque())
        ids.append(entry.id)
        if len(ids) > MAX_HISTORY:
            del self._by_id[ids.popleft()]
        return entry

    def of(self, *, realm: str, owner: str) -> list[AuditEntry]:
        """An owner's entries, the oldest first."""
        return [self._by_id[each] for each in self._ids.get((realm, owner), ())]

    def all(self) -> list[AuditEntry]:
        """Every owner's entries, the oldest first."""
        return list(self._by_id.values())

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._by_id.capture()

    def restore(self, snapshot: Mapping[str, AuditEntry]) -> None:
        """Go back to a snapshot."""
        self._by_id.restore(snapshot)
        self._ids = {}
        for each in self._by_id.values():
            self._ids.setdefault((each.realm, each.owner), deque()).append(each.id)
