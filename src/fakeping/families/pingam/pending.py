"""Pending requests: what a party asked for, until the owner has made up their mind."""

from dataclasses import dataclass, field

from fakeping.core.problem import NotFound
from fakeping.families.pingam.model import PendingRequest
from fakeping.families.pingam.rules import owner as rules


@dataclass(frozen=True, slots=True)
class PendingRequests:
    """Requests by id."""

    _by_id: dict[str, PendingRequest] = field(default_factory=dict)

    def submit(self, request: PendingRequest) -> None:
        """Keep a request, unless the same party waits for the same already."""
        if not any(_same(each, request) for each in self._by_id.values()):
            self._by_id[request.id] = request

    def of(self, *, realm: str, owner: str) -> list[PendingRequest]:
        """What an owner has not decided yet, the oldest first."""
        return [each for each in self._by_id.values() if (each.realm, each.owner) == (realm, owner)]

    def get(self, id_: str, *, realm: str, owner: str) -> PendingRequest:
        """One request. Raises `NotFound`."""
        found = self._by_id.get(id_)
        if found is None or (found.realm, found.owner) != (realm, owner):
            raise NotFound(f"Pending request, {id_}, not found.", rule=rules.REQUEST_MISSING)
        return found

    def remove(self, id_: str) -> None:
        """Forget a request that was decided."""
        self._by_id.pop(id_, None)

    def remove_for(self, resource_id: str) -> None:
        """Forget what was asked for of a resource set that is gone."""
        for each in [each for each in self._by_id.values() if each.resource_id == resource_id]:
            del self._by_id[each.id]


def _same(one: PendingRequest, other: PendingRequest) -> bool:
    return (one.realm, one.resource_id, one.user, set(one.scopes)) == (
        other.realm,
        other.resource_id,
        other.user,
        set(other.scopes),
    )
