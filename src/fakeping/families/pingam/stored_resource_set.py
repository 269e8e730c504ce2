"""A resource set as AM stores it: a document, of which its entity tag is a hash."""

import json
from collections.abc import Iterable
from urllib.parse import quote

from fakeping.core.exchange import encoded
from fakeping.families.pingam.etag import etag
from fakeping.families.pingam.model import Description, Identity, Label, ResourceSet

#: The members that the server sets, and ignores in a body.
SERVERS = frozenset({"_id", "user_access_policy_uri", "labels"})


def policy_uri(deployment: str, *, realm: str, id_: str) -> str:
    """The URL of the page on which the owner shares a resource set."""
    return f"{deployment}/XUI/?realm={quote(realm)}#uma/share/{id_}"


def resource_set(
    *,
    id_: str,
    identity: Identity,
    description: Description,
    policy_uri: str,
    owner_labels: tuple[Label, ...] = (),
) -> ResourceSet:
    """Build a resource set, with the bytes of its replies."""
    owners = [each.name for each in owner_labels]
    labels = list(dict.fromkeys((*description.labels, *owners)))
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


def labelled(
    entity: ResourceSet,
    owner_labels: Iterable[Label],
    *,
    labels: tuple[str, ...] | None = None,
) -> ResourceSet:
    """The same resource set with other labels of its owner, or of the resource server too."""
    document = json.loads(entity.document)
    said = Description(
        resource_scopes=entity.resource_scopes,
        name=entity.name,
        labels=entity.labels if labels is None else labels,
        members={name: value for name, value in document.items() if name not in SERVERS},
    )
    return resource_set(
        id_=entity.id,
        identity=entity.identity,
        description=said,
        policy_uri=entity.user_access_policy_uri,
        owner_labels=tuple(dict.fromkeys(owner_labels)),
    )
