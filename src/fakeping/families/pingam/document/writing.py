"""Write a state document: what was added, with the wire's names."""

import json

from fakeping.core.exchange import JSON
from fakeping.families.pingam import stored_resource_set as stored
from fakeping.families.pingam.model import (
    AuditEntry,
    Client,
    Identity,
    Label,
    PendingRequest,
    Policy,
    ResourceSet,
    Session,
    SessionProperty,
    Share,
    Token,
    User,
)
from fakeping.families.pingam.realms import ROOT
from fakeping.families.pingam.store import AccessManager
from fakeping.redaction.secret_digest import Show, digest_of

#: The members of a resource set's entry that are not part of its description.
OURS = frozenset({"_id", "owner", "client", "realm", "owner_labels", "user_access_policy_uri"})

# The end of the last year that a document can name: what lasts longer has no end.
_LAST = 253_402_300_799

_SERVERS = frozenset({"_id", "user_access_policy_uri", "labels"})


def dump(store: AccessManager, base_url: str) -> JSON:
    """All that was added or changed, with a digest in place of each secret."""
    people = store.people
    deployment = base_url + store.mount
    lists = {
        "realms": sorted(_relative(store, each) for each in store.realms - {store.realm}),
        "users": [user(each, digest_of) | at(store, realm) for realm, each in people.users()],
        "session_properties": [
            session_property(each) | at(store, each.realm)
            for each in store.session_properties.table
        ],
        "clients": [client(each, digest_of) | at(store, realm) for realm, each in people.clients()],
        "labels": [label(each) | at(store, each.realm) for each in store.labels.table],
        "resource_sets": [
            resource_set(store, each, deployment) for each in store.resource_sets.table
        ],
        "policies": [policy(store, each) for each in store.policies.table],
        "pending_requests": [_request(store, each) for each in store.requests.table],
        "history": [_audit_entry(store, each) for each in store.history.table],
    }
    return {
        **{name: each for name, each in lists.items() if each},
        "tokens": [_token(store, each) for each in store.tokens.all()],
        "sessions": [_session(store, each) for each in store.sessions.all()],
    }


def at(store: AccessManager, realm: str) -> JSON:
    """The `realm` member of an entry outside the tenant's own realm."""
    return {} if realm == store.realm else {"realm": _relative(store, realm)}


def _relative(store: AccessManager, realm: str) -> str:
    below = store.realm.rstrip(ROOT) + ROOT
    return realm.removeprefix(below) if realm.startswith(below) and realm != below else realm


def user(entity: User, show: Show) -> JSON:
    """A user's entry, without its realm."""
    return {
        "username": entity.name,
        "password": show(entity.password),
        **({"claims": dict(entity.claims)} if entity.claims else {}),
        **({"administrator": True} if entity.administrator else {}),
    }


def session_property(entity: SessionProperty) -> JSON:
    """A session property's entry, without its realm."""
    return {"name": entity.name}


def client(entity: Client, show: Show) -> JSON:
    """A client's entry, without its realm."""
    secret, scopes, grants = entity.client_secret, entity.scopes, entity.grant_types
    return {
        "client_id": entity.client_id,
        **({"public": True} if secret is None else {"client_secret": show(secret)}),
        **({} if scopes is None else {"scopes": sorted(scopes)}),
        "default_scopes": list(entity.default_scopes),
        "redirect_uris": list(entity.redirect_uris),
        **({} if grants is None else {"grant_types": sorted(grants)}),
        "asks_consent": entity.asks_consent,
    }


def registered(entity: ResourceSet) -> JSON:
    """A resource set as a read of it replies, with its owner."""
    document: JSON = json.loads(entity.document)
    return {"owner": entity.identity.owner, "client": entity.identity.client, **document}


def resource_set(store: AccessManager, entity: ResourceSet, deployment: str) -> JSON:
    """A resource set's description and owner."""
    described = json.loads(entity.document)
    members = {name: value for name, value in described.items() if name not in _SERVERS}
    nested = not OURS.isdisjoint(members) or "members" in members
    uri = entity.user_access_policy_uri
    owned = [each.id for each in entity.owner_labels]
    usual = stored.policy_uri(deployment, realm=entity.identity.realm, id_=entity.id)
    return {
        "_id": entity.id,
        **_whose(store, entity.identity),
        **({"members": members} if nested else members),
        **({"labels": list(entity.labels)} if entity.labels else {}),
        **({"owner_labels": owned} if owned else {}),
        **({} if uri == usual else {"user_access_policy_uri": uri}),
    }


def label(entity: Label) -> JSON:
    """A label's entry, without its realm."""
    return {
        "_id": entity.id,
        "owner": entity.owner,
        "name": entity.name,
        "type": entity.type,
    }


def policy(store: AccessManager, entity: Policy) -> JSON:
    """A policy's owner, resource set and shares."""
    ours = {"policyId", "name", "permissions"}
    members = {name: of for name, of in json.loads(entity.document).items() if name not in ours}
    expires_at = entity.expires_at
    return {
        "policyId": entity.id,
        "owner": entity.owner,
        **at(store, entity.realm),
        "name": entity.name,
        "permissions": [share(each) for each in entity.shares],
        **({"members": members} if members else {}),
        **({} if expires_at is None else {"expires_at": expires_at}),
    }


def share(entity: Share) -> JSON:
    """A requesting party and its scopes."""
    return {"subject": entity.subject, "scopes": list(entity.scopes)}


def _whose(store: AccessManager, identity: Identity) -> JSON:
    return {"owner": identity.owner, "client": identity.client, **at(store, identity.realm)}


def _request(store: AccessManager, entity: PendingRequest) -> JSON:
    return {
        "_id": entity.id,
        "owner": entity.owner,
        **at(store, entity.realm),
        "resource_set": entity.resource_id,
        "resource": entity.resource,
        "user": entity.user,
        "scopes": list(entity.scopes),
        "at": entity.at,
    }


def _audit_entry(store: AccessManager, entity: AuditEntry) -> JSON:
    return {
        "_id": entity.id,
        "owner": entity.owner,
        **at(store, entity.realm),
        "resource_set": entity.resource_id,
        "resource": entity.resource,
        "party": entity.party,
        "type": entity.type,
        "at": entity.at,
    }


def _token(store: AccessManager, entity: Token) -> JSON:
    allowed = entity.permissions
    return {
        "token": digest_of(entity.value),
        "owner": entity.caller.subject,
        "client": entity.caller.client,
        "scopes": sorted(entity.caller.scopes),
        **at(store, entity.realm),
        "grant_type": entity.grant_type,
        "issued_at": entity.issued_at,
        **({} if entity.expires_at > _LAST else {"expires_at": entity.expires_at}),
        **({"refreshes": True} if entity.refreshes else {}),
        **(
            {}
            if allowed is None
            else {
                "permissions": [
                    {"resource_id": each.resource_id, "scopes": list(each.scopes)}
                    for each in allowed
                ]
            }
        ),
        **({"grant_id": entity.grant_id} if entity.grant_id else {}),
    }


def _session(store: AccessManager, entity: Session) -> JSON:
    return {
        "sso_token": digest_of(entity.id),
        "username": entity.user,
        **at(store, entity.realm),
        "began": entity.began,
        "used": entity.used,
        **({"properties": dict(entity.properties)} if entity.properties else {}),
    }
