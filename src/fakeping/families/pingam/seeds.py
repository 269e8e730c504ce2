"""`given` over HTTP for PingAM: entities from documents, and a realm's description for clients."""

from collections.abc import Callable, Mapping
from typing import TypedDict

from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.families.pingam import records
from fakeping.families.pingam.document import writing as document
from fakeping.families.pingam.tenancy import PingAM
from fakeping.redaction.secret_digest import in_clear


class PingAMDescription(TypedDict):
    """What a client needs to use a realm: URLs, names, secrets and a PAT."""

    realm: str
    url: str
    resource_set_url: str
    client_id: str
    client_secret: str
    username: str
    password: str
    pat: str


def describe(handle: PingAM, pat: str) -> PingAMDescription:
    """Describe a tenant's realm to a client."""
    return {
        "realm": handle.realm,
        "url": handle.url,
        "resource_set_url": handle.resource_set_url,
        "client_id": handle.credentials.client_id,
        "client_secret": handle.credentials.client_secret,
        "username": handle.credentials.username,
        "password": handle.credentials.password,
        "pat": pat,
    }


def _resource_set(handle: PingAM, members: JSON) -> JSON:
    ours = {"owner", "client", "realm"}
    wire = {name: of for name, of in members.items() if name not in ours}
    schemas.validate("pingam/resource_set_request", wire)
    created = handle.given.resource_set(**members)
    return document.registered(created)


def _realm(handle: PingAM, members: JSON) -> JSON:
    return {"name": handle.given.realm(members["name"])}


def _user(handle: PingAM, members: JSON) -> JSON:
    return document.user(handle.given.user(**members), in_clear)


def _session_property(handle: PingAM, members: JSON) -> JSON:
    return records.SESSION_PROPERTY.dump(handle.given.session_property(**members))


def _client(handle: PingAM, members: JSON) -> JSON:
    return document.client(handle.given.client(**members), in_clear)


def _label(handle: PingAM, members: JSON) -> JSON:
    return records.LABEL.dump(handle.given.label(**members))


def _policy(handle: PingAM, members: JSON) -> JSON:
    owned = handle.resource_sets(members.get("owner", handle.credentials.username))
    found = [each for each in owned if members["resource_set"] in {each.id, each.name}]
    if len(found) != 1:
        raise LookupError(f"there is no resource set {members['resource_set']!r} of the owner's")
    said = {name: of for name, of in members.items() if name in {"subject", "scopes"}}
    created = handle.given.policy(found[0], **said)
    return {
        "policyId": created.id,
        "owner": created.owner,
        "permissions": [records.SHARE.dump(each) for each in created.shares],
    }


#: Creates an entity of each kind, from the arguments of `given`'s method of that name.
SEEDS: Mapping[str, Callable[[PingAM, JSON], JSON]] = {
    "resource_set": _resource_set,
    "realm": _realm,
    "user": _user,
    "session_property": _session_property,
    "client": _client,
    "label": _label,
    "policy": _policy,
}
