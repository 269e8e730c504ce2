"""The replies of AM's own REST endpoints, in the format of ForgeRock's Common REST."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import quote

from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.families.pingam.etag import java_hash
from fakeping.families.pingam.label_types import SYSTEM
from fakeping.families.pingam.labels import of_server
from fakeping.families.pingam.model import (
    AuditEntry,
    Label,
    PendingRequest,
    Policy,
    ResourceSet,
    Session,
)
from fakeping.families.pingam.realms import path_of
from fakeping.families.pingam.sessions import IDLE, LONGEST, SSO, universal_id
from fakeping.families.pingam.wire.protocol import shaped, version

_HEADERS: Mapping[str, str] = MappingProxyType(
    {"Content-Type": "application/json;charset=UTF-8", "Cache-Control": "no-cache"}
)


def answer(
    document: JSON,
    *,
    status: int = 200,
    resource_version: str = "1.0",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Reply:
    """Reply with a document."""
    api = {"Content-API-Version": f"resource={resource_version}"}
    return Reply(status, encoded(document), {**_HEADERS, **api, **headers})


def resource(request: Request, document: JSON, *, own_id: bool = True) -> Reply:
    """Reply with a resource in the request's protocol. Its revision is its entity tag."""
    shown = shaped(document, version(request), own_id=own_id)
    return answer(shown, headers=_tag(document))


def created(request: Request, document: JSON, *, within: str, own_id: bool = True) -> Reply:
    """Reply 201 with a new resource, which is at its id below the collection's URL."""
    shown = shaped(document, version(request), own_id=own_id)
    where = {"Location": f"{within}/{quote(document['_id'], safe='')}"}
    return answer(shown, status=201, headers={**_tag(document), **where})


def _tag(document: JSON) -> Mapping[str, str]:
    return {"ETag": f'"{document["_rev"]}"'}


def owned_url(deployment: str, *, realm: str, owner: str, collection: str) -> str:
    """The URL of a collection of a resource owner's, such as `uma/policies`."""
    return f"{deployment}/json/{path_of(realm)}/users/{quote(owner, safe='')}/{collection}"


def results(documents: Iterable[JSON], *, left: int = -1) -> Reply:
    """Reply to a query; `left` counts the entities behind this page, -1 where nobody counts."""
    found = list(documents)
    return answer(
        {
            "result": found,
            "resultCount": len(found),
            "pagedResultsCookie": None,
            "totalPagedResultsPolicy": "NONE",
            "totalPagedResults": -1,
            "remainingPagedResults": left,
        }
    )


def signed_in(session: Session, *, mount: str) -> Reply:
    """Reply with an SSO token, and set its cookie."""
    body = {"tokenId": session.id, "successUrl": f"{mount}/console", "realm": session.realm}
    reply = answer(body, resource_version="2.1")
    cookie = f"{SSO}={session.id}; Path=/; HttpOnly; SameSite=Lax"
    return Reply(200, reply.body, {**reply.headers, "Set-Cookie": cookie})


def callbacks(auth_id: str, *, realm: str, uma1: bool) -> JSON:
    """The callbacks that ask a client for a name and a password."""
    ancestors: JSON = {"header": "Sign in to OpenAM", "infoText": ["", ""]}
    asked = (
        ("NameCallback", "User Name:", "IDToken1"),
        ("PasswordCallback", "Password:", "IDToken2"),
    )
    return {
        "authId": auth_id,
        "template": "",
        "stage": "DataStore1",
        **(ancestors if uma1 else {"header": f"Sign in to {realm}"}),
        "callbacks": [
            {
                "type": type_,
                "output": [{"name": "prompt", "value": prompt}],
                "input": [{"name": name, "value": ""}],
            }
            for type_, prompt, name in asked
        ],
    }


def session(of: Session) -> JSON:
    """A session's document."""
    return {
        "username": of.user,
        "universalId": universal_id(of.user, realm=of.realm),
        "realm": of.realm,
        "latestAccessTime": _instant(of.used),
        "maxIdleExpirationTime": _instant(of.used + IDLE),
        "maxSessionExpirationTime": _instant(of.began + LONGEST),
    }


def server(realm: str) -> JSON:
    """The server's information for clients."""
    return {
        "domains": [],
        "protectedUserAttributes": [],
        "cookieName": SSO,
        "secureCookie": False,
        "forgotPassword": "false",
        "forgotUsername": "false",
        "kbaEnabled": "false",
        "selfRegistration": "false",
        "lang": "en-US",
        "successfulUserRegistrationDestination": "default",
        "socialImplementations": [],
        "referralsEnabled": "false",
        "zeroPageLogin": {"enabled": False, "refererWhitelist": [], "allowedWithoutReferer": True},
        "realm": realm,
        "xuiUserSessionValidationEnabled": True,
    }


def uma_server() -> JSON:
    """What AM's user interface asks of UMA: whether there is any, and whether others may share."""
    document = {"enabled": True, "resharingMode": "OFF"}
    return _revised("UmaConfiguration", document)


def policy(of: Policy) -> JSON:
    """A policy as its owner reads it."""
    return {**policy_reference(of), **json.loads(of.document)}


def policy_reference(of: Policy) -> JSON:
    """A policy's id and revision."""
    return {"_id": of.id, "_rev": of.revision}


def policy_members(body: JSON) -> JSON:
    """The further members of a policy, besides its id, name and permissions."""
    ours = {"policyId", "name", "permissions", "_id", "_rev"}
    return {name: value for name, value in body.items() if name not in ours}


def request(of: PendingRequest) -> JSON:
    """A UMA request, as the owner reads it."""
    document = {
        "user": of.user,
        "resource": of.resource,
        "when": int(of.at * 1000),
        "permissions": list(of.scopes),
    }
    return _revised(of.id, document)


def audit_entry(of: AuditEntry) -> JSON:
    """An entry of an owner's audit history."""
    document = {
        "resourceSetId": of.resource_id,
        "resourceSetName": of.resource,
        "requestingPartyId": of.party,
        "type": of.type,
        "eventTime": int(of.at * 1000),
    }
    return _revised(of.id, document)


def label(of: Label, *, resource_ids: Iterable[str] | None = None) -> JSON:
    """A label, whose revision depends on the resource sets that have it where these are told."""
    members = label_members(of)
    hashed = members if resource_ids is None else {**members, "resourceSetIDs": [*resource_ids]}
    return {"_id": of.id, "_rev": str(java_hash(hashed)), **members}


def label_members(of: Label) -> JSON:
    """A label's own members."""
    return {"_id": of.id, "name": of.name, "type": of.type}


def resource_set(of: ResourceSet, policy: Policy | None, *, viewer: str) -> JSON:
    """A resource set, as a user reads it.

    Its owner sees the ids of labels that are no system labels, others those of all labels.
    """
    if viewer == of.identity.owner:
        labels = [each for each in of.owner_labels if each.type != SYSTEM]
    else:
        labels = [*of.owner_labels, *of_server(of)]
    document = json.loads(of.document) | {
        "labels": [each.id for each in labels],
        "resourceServer": of.identity.client,
        "resourceOwnerId": of.identity.owner,
    }
    if policy is not None:
        document["policy"] = {"permissions": json.loads(policy.document)["permissions"]}
    return _revised(of.id, document)


def _revised(id_: str, document: JSON) -> JSON:
    """A document with its id, and its hash as its revision."""
    return {"_id": id_, "_rev": str(java_hash(document)), **document}


def _instant(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
