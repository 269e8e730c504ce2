"""Resource sets on the wire."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.families.pingam.edition import Edition
from fakeping.families.pingam.etag import etag
from fakeping.families.pingam.model import Description, Identity, ResourceSet
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import registration as rules

_JSON = {"Content-Type": "application/json"}

# What the server says of a resource set, whatever a body says.
_SERVERS = frozenset({"_id", "user_access_policy_uri", "labels"})


def description(body: JSON, edition: Edition) -> Description:
    """Read a validated body: every member, known or not, save what is null or the server's."""
    return Description(
        resource_scopes=tuple(body[edition.scopes_member]),
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
    *,
    id_: str,
    identity: Identity,
    description: Description,
    policy_uri: str,
    owner_labels: tuple[str, ...] = (),
) -> ResourceSet:
    """Put a resource set together, with the bytes of its replies."""
    labels = list(dict.fromkeys((*description.labels, *owner_labels)))
    reference = {"_id": id_, "user_access_policy_uri": policy_uri}
    members = description.members | {"labels": labels}
    return ResourceSet(
        id=id_,
        identity=identity,
        name=description.name,
        resource_scopes=description.resource_scopes,
        labels=description.labels,
        owner_labels=owner_labels,
        document=encoded(members | reference),
        reference=encoded(reference),
        etag=etag(id_=id_, client=identity.client, policy_uri=policy_uri, description=members),
        user_access_policy_uri=policy_uri,
    )


def labelled(entity: ResourceSet, owner_labels: Iterable[str]) -> ResourceSet:
    """The same resource set, with other labels of its owner's."""
    document = json.loads(entity.document)
    said = Description(
        resource_scopes=entity.resource_scopes,
        name=entity.name,
        labels=entity.labels,
        members={name: value for name, value in document.items() if name not in _SERVERS},
    )
    labels = tuple(dict.fromkeys(owner_labels))
    again = resource_set(
        id_=entity.id,
        identity=entity.identity,
        description=said,
        policy_uri=entity.user_access_policy_uri,
        owner_labels=labels,
    )
    return replace(again, owner_labels=labels)


def resource_set_url(deployment: str, *, realm: str, edition: Edition, id_: str = "") -> str:
    """Where resource sets of a realm are registered, or where one is read."""
    kind = "oauth2" if edition.uma1 else "uma"
    return f"{deployment}/{kind}/{path_of(realm)}/resource_set" + (f"/{id_}" if id_ else "")


def registered(entity: ResourceSet, *, deployment: str, edition: Edition) -> Reply:
    """Answer that a resource set was registered, and where."""
    headers = {**_JSON, "ETag": entity.etag}
    if edition.location:
        headers["Location"] = resource_set_url(
            deployment, realm=entity.identity.realm, edition=edition, id_=entity.id
        )
    return Reply(201, entity.reference, headers)


def updated(entity: ResourceSet) -> Reply:
    """Answer that a description was replaced."""
    return Reply(200, entity.reference, {**_JSON, "ETag": entity.etag})


def read(entity: ResourceSet, *, status: int = 200) -> Reply:
    """Answer with a description and the server's own members."""
    return _conditional(status, entity.document, {**_JSON, "ETag": entity.etag})


def held(entity: ResourceSet | None) -> Reply:
    """Answer that the caller holds what there is; the collection has no tag."""
    return _conditional(304, b"", {"ETag": entity.etag} if entity else {})


def ids(found: list[str], *, status: int = 200) -> Reply:
    """Answer with ids."""
    return _conditional(status, encoded(found), _JSON)


def _conditional(status: int, body: bytes, headers: Mapping[str, str]) -> Reply:
    """A reply that names the rule of conditions, where one of them decided."""
    if status == HTTPStatus.OK:
        return Reply(status, body, headers)
    name = rules.CONDITIONS.name
    told = {} if status == HTTPStatus.NOT_MODIFIED else {"X-Fakeping-Rule": name}
    return Reply(status, body, {**headers, **told}, name)


def deleted() -> Reply:
    """Answer that nothing is there any more."""
    return Reply(204, b"", _JSON)
