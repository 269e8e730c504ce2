"""JSON to model and back: the only place that knows the wire's names."""

from urllib.parse import quote

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.families.pingam.conditions import etag
from fakeping.families.pingam.model import Description, Identity, ResourceSet
from fakeping.families.pingam.realms import path_of

_JSON = {"Content-Type": "application/json"}

# What the server says of a resource set, whatever a body says.
_SERVERS = frozenset({"_id", "user_access_policy_uri", "labels"})


def description(body: JSON) -> Description:
    """Read a validated body: every member, known or not, save what is null or the server's."""
    return Description(
        resource_scopes=tuple(body["resource_scopes"]),
        name=body.get("name"),
        labels=tuple(dict.fromkeys(body.get("labels") or ())),
        members={
            name: value
            for name, value in body.items()
            if value is not None and name not in _SERVERS
        },
    )


def policy_uri(deployment: str, *, realm: str, id_: str) -> str:
    """Where the owner shares a resource set."""
    return f"{deployment}/XUI/?realm={quote(realm)}#uma/share/{id_}"


def resource_set(
    *, id_: str, identity: Identity, description: Description, policy_uri: str
) -> ResourceSet:
    """Put a resource set together, with the bytes of its replies."""
    labels = list(description.labels)
    reference = {"_id": id_, "user_access_policy_uri": policy_uri}
    return ResourceSet(
        id=id_,
        identity=identity,
        name=description.name,
        resource_scopes=description.resource_scopes,
        document=encoded(description.members | {"labels": labels} | reference),
        reference=encoded(reference),
        etag=etag(
            id_=id_,
            client=identity.client,
            policy_uri=policy_uri,
            description=description.members | {"labels": labels},
        ),
        user_access_policy_uri=policy_uri,
    )


def resource_set_url(base_url: str, *, realm: str, id_: str = "") -> str:
    """Where resource sets of a realm are registered, or where one is read."""
    return f"{base_url}/uma/{path_of(realm)}/resource_set" + (f"/{id_}" if id_ else "")


def registered(entity: ResourceSet, *, deployment: str) -> Reply:
    """Answer that a resource set was registered, and where."""
    url = resource_set_url(deployment, realm=entity.identity.realm, id_=entity.id)
    return Reply(201, entity.reference, {**_JSON, "ETag": entity.etag, "Location": url})


def updated(entity: ResourceSet) -> Reply:
    """Answer that a description was replaced."""
    return Reply(200, entity.reference, {**_JSON, "ETag": entity.etag})


def read(entity: ResourceSet) -> Reply:
    """Answer with a description and the server's own members."""
    return Reply(200, entity.document, {**_JSON, "ETag": entity.etag})


def not_modified(entity: ResourceSet) -> Reply:
    """Answer that the tag that the caller holds is current."""
    return Reply(304, b"", {"ETag": entity.etag})


def ids(found: list[str]) -> Reply:
    """Answer with ids."""
    return Reply(200, encoded(found), _JSON)


def deleted() -> Reply:
    """Answer that nothing is there any more."""
    return Reply(204, b"", _JSON)
