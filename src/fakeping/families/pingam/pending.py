"""Pending requests: what a party asked for, until the owner has made up their mind."""

from typing import Any

from fakeping.core.change import Changed
from fakeping.core.problem import NotFound
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import PendingRequest
from fakeping.families.pingam.rules import owner as rules


class PendingRequests:
    """Requests by id."""

    def __init__(self, *, changed: Changed) -> None:
        self._by_id: Shelf[str, PendingRequest] = Shelf(
            "pending_request", changed, id_of=lambda each: each.id
        )

    def submit(self, request: PendingRequest) -> None:
        """Keep a request, unless the same party waits for the same already."""
        if not any(_same(each, request) for each in self._by_id.values()):
            self._by_id.put(request.id, request)

    def all(self) -> list[PendingRequest]:
        """Every request, the oldest first."""
        return list(self._by_id.values())

    def put_back(self, request: PendingRequest) -> None:
        """Keep a request that was made before. Raises `ValueError` when its id is taken."""
        if request.id in self._by_id:
            raise ValueError(f"the id {request.id!r} is taken")
        self._by_id.put(request.id, request)

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
        self._by_id.take(id_)

    def remove_for(self, resource_id: str) -> None:
        """Forget what was asked for of a resource set that is gone."""
        for each in [each for each in self._by_id.values() if each.resource_id == resource_id]:
            self._by_id.take(each.id)

    def capture(self) -> Any:
        """What it holds now."""
        return self._by_id.capture()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        self._by_id.restore(memento)


def _same(one: PendingRequest, other: PendingRequest) -> bool:
    return (one.realm, one.resource_id, one.user, set(one.scopes)) == (
        other.realm,
        other.resource_id,
        other.user,
        set(other.scopes),
    )
