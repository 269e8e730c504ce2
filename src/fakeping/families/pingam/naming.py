"""Entities of a tenant that a test names: by themselves, by id or by name."""

from collections.abc import Iterable

from fakeping.core import named
from fakeping.core.names import name
from fakeping.families.pingam.model import Client, ResourceSet, User
from fakeping.families.pingam.store import AccessManager


def resource_set_of(
    store: AccessManager,
    said: ResourceSet | str,
    *,
    owner: str | None = None,
    realm: str | None = None,
) -> ResourceSet:
    """The resource set as it is now, of that id or name: an owner's, or of all owners.

    Raises `Unknown` for one that is not there, `Refused` for a name that several have.
    """
    there: Iterable[ResourceSet] = (
        store.resource_sets.table
        if owner is None
        else store.resource_sets.of_owner(owner, realm=realm)
    )
    wanted = said.id if isinstance(said, ResourceSet) else name(said, "a resource set")
    whose = "" if owner is None else f" of {owner}'s"
    return named.one(wanted, there, kind=f"resource set{whose}", name_of=lambda each: each.name)


def name_of(said: User | Client | str, what: str) -> str:
    """The name of a user, or the id of a client."""
    if isinstance(said, User):
        return said.name
    return said.client_id if isinstance(said, Client) else name(said, what)
