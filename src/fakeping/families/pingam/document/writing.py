"""Write a state document: what was added, with the wire's names."""

import json

from fakeping.core.exchange import JSON
from fakeping.families.pingam import policies, records
from fakeping.families.pingam import stored_resource_set as stored
from fakeping.families.pingam.model import (
    Client,
    Identity,
    Policy,
    ResourceSet,
    Session,
    Token,
    User,
)
from fakeping.families.pingam.owned import OwnedEntity
from fakeping.families.pingam.realms import ROOT
from fakeping.families.pingam.store import AccessManager
from fakeping.families.record import Record
from fakeping.redaction.secret_digest import Show, digest_of

#: The members of a resource set's entry that are not part of its description.
OURS = frozenset({"_id", "owner", "client", "realm", "owner_labels", "user_access_policy_uri"})


def dump(store: AccessManager, base_url: str) -> JSON:
    """All that was added or changed, with a digest in place of each secret."""
    people = store.people
    deployment = base_url + store.mount
    lists = {
        "realms": sorted(_relative(store, each) for each in store.realms - {store.realm}),
        "users": [user(each, digest_of) | at(store, realm) for realm, each in people.users()],
        "session_properties": [
            records.SESSION_PROPERTY.dump(each) | at(store, each.realm)
            for each in store.session_properties.table
        ],
        "clients": [client(each, digest_of) | at(store, realm) for realm, each in people.clients()],
        "labels": [_owned(store, records.LABEL, each) for each in store.labels.table],
        "resource_sets": [
            resource_set(store, each, deployment) for each in store.resource_sets.table
        ],
        "policies": [policy(store, each) for each in store.policies.table],
        "pending_requests": [
            _owned(store, records.PENDING_REQUEST, each) for each in store.requests.table
        ],
        "history": [_owned(store, records.AUDIT_ENTRY, each) for each in store.history.table],
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
    return {**records.USER.dump(entity), "password": show(entity.password)}


def client(entity: Client, show: Show) -> JSON:
    """A client's entry, without its realm."""
    secret = entity.client_secret
    return {
        **records.CLIENT.dump(entity),
        **({"public": True} if secret is None else {"client_secret": show(secret)}),
    }


def registered(entity: ResourceSet) -> JSON:
    """A resource set as a read of it replies, with its owner."""
    document: JSON = json.loads(entity.document)
    return {"owner": entity.identity.owner, "client": entity.identity.client, **document}


def resource_set(store: AccessManager, entity: ResourceSet, deployment: str) -> JSON:
    """A resource set's description and owner."""
    described = json.loads(entity.document)
    members = {name: value for name, value in described.items() if name not in stored.SERVERS}
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


def policy(store: AccessManager, entity: Policy) -> JSON:
    """A policy's owner, resource set and shares."""
    members = policies.members(entity)
    expires_at = entity.expires_at
    return {
        "policyId": entity.id,
        "owner": entity.owner,
        **at(store, entity.realm),
        "name": entity.name,
        "permissions": [records.SHARE.dump(each) for each in entity.shares],
        **({"members": members} if members else {}),
        **({} if expires_at is None else {"expires_at": expires_at}),
    }


def _owned(store: AccessManager, record: Record, entity: OwnedEntity) -> JSON:
    return record.dump(entity) | at(store, entity.realm)


def _whose(store: AccessManager, identity: Identity) -> JSON:
    return {"owner": identity.owner, "client": identity.client, **at(store, identity.realm)}


def _token(store: AccessManager, entity: Token) -> JSON:
    return {
        "token": digest_of(entity.value),
        "owner": entity.caller.subject,
        "client": entity.caller.client,
        "scopes": sorted(entity.caller.scopes),
        **at(store, entity.realm),
        **records.TOKEN.dump(entity),
    }


def _session(store: AccessManager, entity: Session) -> JSON:
    return {
        "sso_token": digest_of(entity.id),
        **records.SESSION.dump(entity),
        **at(store, entity.realm),
    }
