"""UMA requests: what a party asked for, until the owner approves or denies it."""

from collections import Counter
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import PendingRequest
from fakeping.families.pingam.rules import owner as rules

#: The key that identical requests share: realm, resource set, party and scopes.
_Wish = tuple[str, str, str, frozenset[str]]


class PendingRequests:
    """UMA requests by id."""

    def __init__(self, *, changed: Changed) -> None:
        self._by_id: Shelf[str, PendingRequest] = Shelf(
            "pending_request", changed, id_of=lambda each: each.id
        )
        # The number of identical requests: one, unless a document has more.
        self._wishes: Counter[_Wish] = Counter()

    def submit(self, request: PendingRequest) -> bool:
        """Store a request, unless the same party already awaits the same: whether it is new."""
        new = _wish(request) not in self._wishes
        if new:
            self._keep(request)
        return new

    def all(self) -> list[PendingRequest]:
        """Every request, the oldest first."""
        return list(self._by_id.values())

    def load(self, request: PendingRequest) -> None:
        """Restore a request from a document. Raises `ValueError` if its id is taken."""
        if request.id in self._by_id:
            raise ValueError(f"the id {request.id!r} is taken")
        self._keep(request)

    def of(self, *, realm: str, owner: str) -> list[PendingRequest]:
        """An owner's undecided requests, the oldest first."""
        return [each for each in self._by_id.values() if (each.realm, each.owner) == (realm, owner)]

    def get(self, id_: str, *, realm: str, owner: str) -> PendingRequest:
        """One request. Raises `NotFound`."""
        found = self._by_id.get(id_)
        if found is None or (found.realm, found.owner) != (realm, owner):
            raise NotFound(f"Pending request, {id_}, not found.", rule=rules.REQUEST_MISSING)
        return found

    def remove(self, id_: str) -> None:
        """Remove a request that the owner has decided."""
        forgotten = self._by_id.take(id_)
        if forgotten is not None:
            wish = _wish(forgotten)
            self._wishes[wish] -= 1
            if not self._wishes[wish]:
                del self._wishes[wish]

    def remove_for(self, resource_id: str) -> None:
        """Remove every request for a deleted resource set."""
        for each in [each for each in self._by_id.values() if each.resource_id == resource_id]:
            self.remove(each.id)

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._by_id.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._by_id.restore(snapshot)
        self._wishes = Counter(map(_wish, self._by_id.values()))

    def _keep(self, request: PendingRequest) -> None:
        self._wishes[_wish(request)] += 1
        self._by_id.put(request.id, request)


def _wish(request: PendingRequest) -> _Wish:
    return request.realm, request.resource_id, request.user, frozenset(request.scopes)
