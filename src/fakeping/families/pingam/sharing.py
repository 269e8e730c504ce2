"""Whether owners let a party have what an RPT is to be for."""

from collections.abc import Iterable

from fakeping.core.caller import Caller
from fakeping.core.problem import Refused
from fakeping.families.pingam.history import Event
from fakeping.families.pingam.model import Permission, ResourceSet
from fakeping.families.pingam.store import AccessManager


def require_shared(
    store: AccessManager, wanted: Iterable[tuple[ResourceSet, Permission]], caller: Caller
) -> None:
    """Add the request to each owner's history. Raises `Refused` for what is not shared."""
    party = caller.subject or ""
    for resource_set, permission in wanted:
        owner = resource_set.identity.owner
        if unknown := [
            each for each in permission.scopes if each not in resource_set.resource_scopes
        ]:
            raise Refused(f"the resource set {_named(resource_set)} has no scope {unknown[0]!r}")
        if not store.lets(party, permission, owner=owner, client=caller.client):
            scopes = ", ".join(permission.scopes)
            raise Refused(
                f"{owner} does not let {party} have {scopes} of {_named(resource_set)}:"
                f" given.policy(resource_set, {party!r}) does"
            )
    for resource_set, _ in wanted:
        for event in (Event.REQUESTED, Event.GRANTED):
            store.history.asked(event, resource_set, party)


def _named(resource_set: ResourceSet) -> str:
    return repr(resource_set.name or resource_set.id)
