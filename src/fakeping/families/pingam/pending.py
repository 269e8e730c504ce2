"""Pending requests: what a party asked for, until the owner has made up their mind."""

from collections import Counter
from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import PendingRequest
from fakeping.families.pingam.rules import owner as rules

#: Who waits for what: the realm, the resource set, the party and the scopes.
_Wish = tuple[str, str, str, frozenset[str]]


class PendingRequests:
    """Requests by id."""

    def __init__(self, *, changed: Changed) -> None:
        self._by_id: Shelf[str, PendingRequest] = Shelf(
            "pending_request", changed, id_of=lambda each: each.id
        )
        # How many wait for the very same: one, unless a document says otherwise.
        self._wishes: Counter[_Wish] = Counter()

    def submit(self, request: PendingRequest) -> None:
        """Keep a request, unless the same party waits for the same already."""
        if _wish(request) not in self._wishes:
            self._keep(request)

    def all(self) -> list[PendingRequest]:
        """Every request, the oldest first."""
        return list(self._by_id.values())

    def put_back(self, request: PendingRequest) -> None:
        """Keep a request that was made before. Raises `ValueError` when its id is taken."""
        if request.id in self._by_id:
            raise ValueError(f"the id {request.id!r} is taken")
        self._keep(request)

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
        forgotten = self._by_id.take(id_)
        if forgotten is not None:
            wish = _wish(forgotten)
            self._wishes[wish] -= 1
            if not self._wishes[wish]:
                del self._wishes[wish]

    def remove_for(self, resource_id: str) -> None:
        """Forget what was asked for of a resource set that is gone."""
        for each in [each for each in self._by_id.values() if each.resource_id == resource_id]:
            self.remove(each.id)

    def capture(self) -> Any:
        """What it holds now."""
        return self._by_id.capture()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        self._by_id.restore(memento)
        self._wishes = Counter(map(_wish, self._by_id.values()))

    def _keep(self, request: PendingRequest) -> None:
        self._wishes[_wish(request)] += 1
        self._by_id.put(request.id, request)


def _wish(request: PendingRequest) -> _Wish:
    return request.realm, request.resource_id, request.user, frozenset(request.scopes)
