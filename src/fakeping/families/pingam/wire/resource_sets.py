"""The replies of the resource_set endpoint, and its request bodies."""

from collections.abc import Mapping
from http import HTTPStatus

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.families.pingam.edition import Edition
from fakeping.families.pingam.model import Description, ResourceSet
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.rules import registration as rules
from fakeping.families.pingam.stored_resource_set import SERVERS

_JSON = {"Content-Type": "application/json"}


def description(body: JSON, edition: Edition) -> Description:
    """Read a validated body: every member except `null`s and those that the server sets."""
    return Description(
        resource_scopes=tuple(body[edition.scopes_member]),
        name=body.get("name"),
        labels=tuple(dict.fromkeys(body.get("labels") or ())),
        members={
            name: value for name, value in body.items() if value is not None and name not in SERVERS
        },
    )


def resource_set_url(deployment: str, *, realm: str, edition: Edition, id_: str = "") -> str:
    """The URL of a realm's resource sets, or of one of them."""
    kind = "oauth2" if edition.uma1 else "uma"
    return f"{deployment}/{kind}/{path_of(realm)}/resource_set" + (f"/{id_}" if id_ else "")


def registered(entity: ResourceSet, *, deployment: str, edition: Edition) -> Reply:
    """Reply 201 with a resource set's reference and, if the edition says so, its URL."""
    headers = {**_JSON, "ETag": entity.etag}
    if edition.location:
        headers["Location"] = resource_set_url(
            deployment, realm=entity.identity.realm, edition=edition, id_=entity.id
        )
    return Reply(201, entity.reference, headers)


def updated(entity: ResourceSet) -> Reply:
    """Reply that a description was replaced."""
    return Reply(200, entity.reference, {**_JSON, "ETag": entity.etag})


def read(entity: ResourceSet, *, status: int = 200) -> Reply:
    """Reply with a description and the server's own members."""
    return _conditional(status, entity.document, {**_JSON, "ETag": entity.etag})


def held(entity: ResourceSet | None) -> Reply:
    """Reply 304: the caller's copy is current. The collection has no tag."""
    return _conditional(304, b"", {"ETag": entity.etag} if entity else {})


def ids(found: list[str], *, status: int = 200) -> Reply:
    """Reply with ids."""
    return _conditional(status, encoded(found), _JSON)


def _conditional(status: int, body: bytes, headers: Mapping[str, str]) -> Reply:
    """Add the rule of preconditions to a reply that one of them decided."""
    if status == HTTPStatus.OK:
        return Reply(status, body, headers)
    name = rules.CONDITIONS.name
    told = {} if status == HTTPStatus.NOT_MODIFIED else {"X-Fakeping-Rule": name}
    return Reply(status, body, {**headers, **told}, name)


def deleted() -> Reply:
    """Reply 204."""
    return Reply(204, b"", _JSON)
