"""UMA requests: what a party asked for, until the owner approves or denies it."""

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.table import Table
from fakeping.families.pingam.model import PendingRequest
from fakeping.families.pingam.owned import Owned
from fakeping.families.pingam.rules import owner as rules

#: The key that identical requests share: realm, resource set, party and scopes.
_Wish = tuple[str, str, str, frozenset[str]]


class PendingRequests(Owned[str, PendingRequest]):
    """UMA requests by id."""

    def __init__(self, *, changed: Changed) -> None:
        super().__init__(Table("pending_request", changed))
        self._by_wish = self.table.index(_wish)
        self._by_resource = self.table.index(lambda each: each.resource_id)

    def submit(self, request: PendingRequest) -> bool:
        """Store a request, unless the same party already awaits the same: whether it is new."""
        new = not self._by_wish.has(_wish(request))
        if new:
            self.table.put(request.id, request)
        return new

    def load(self, request: PendingRequest) -> None:
        """Restore a request from a document. Raises `ValueError` if its id is taken."""
        self.table.load(request.id, request)

    def get(self, id_: str, *, realm: str, owner: str) -> PendingRequest:
        """One request. Raises `NotFound`."""
        found = self.table.get(id_)
        if found is None or (found.realm, found.owner) != (realm, owner):
            raise NotFound(f"Pending request, {id_}, not found.", rule=rules.REQUEST_MISSING)
        return found

    def remove(self, id_: str) -> None:
        """Remove a request that the owner has decided."""
        self.table.remove(id_)

    def remove_for(self, resource_id: str) -> None:
        """Remove every request for a deleted resource set."""
        for each in list(self._by_resource.keys(resource_id)):
            self.remove(each)


def _wish(request: PendingRequest) -> _Wish:
    return request.realm, request.resource_id, request.user, frozenset(request.scopes)
