"""Resource sets on the wire."""

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
    """Read a validated body: every member, known or not, save what is null or the server's."""
    return Description(
        resource_scopes=tuple(body[edition.scopes_member]),
        name=body.get("name"),
        labels=tuple(dict.fromkeys(body.get("labels") or ())),
        members={
            name: value for name, value in body.items() if value is not None and name not in SERVERS
        },
    )


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
