"""What changes behind a client's back: entities that a test changes or removes without HTTP."""

import json
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from threading import RLock
from typing import Any, TypeVar

from fakeping.core import entry, schemas
from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON
from fakeping.core.names import names
from fakeping.core.problem import NotFound, Refused
from fakeping.families.pingam import policies
from fakeping.families.pingam.document import writing
from fakeping.families.pingam.given import STATE
from fakeping.families.pingam.model import (
    Client,
    Label,
    PendingRequest,
    Policy,
    ResourceSet,
    Share,
    User,
)
from fakeping.families.pingam.store import AccessManager
from fakeping.families.pingam.stored_resource_set import SERVERS
from fakeping.families.pingam.wire import resource_sets as wire
from fakeping.redaction.secret_digest import in_clear

E = TypeVar("E")
C = TypeVar("C", ResourceSet, Policy, User, Client)


class Drift:
    """Changes and removals without HTTP, under the same rules as a request."""

    _store: AccessManager
    _lock: RLock

    def remove(self, entity: ResourceSet | Policy | Label | PendingRequest | User | Client) -> None:
        """Remove an entity, and what depends on it: a resource set with its policy, a user, ...

        Raises `LookupError` for one that is gone.
        """
        store = self._store
        with self._lock:
            if isinstance(entity, ResourceSet):
                owner = entity.identity
                caller = Caller(subject=owner.owner, client=owner.client)
                store.delete(store.resource_sets.at(entity.id), caller=caller)
            elif isinstance(entity, Policy):
                store.policies.remove(_there(store.policies.find(entity.id), "policy").id)
            elif isinstance(entity, Label):
                found = store.labels.find(entity.id, realm=entity.realm, owner=entity.owner)
                store.delete_label(_there(found, "label"))
            elif isinstance(entity, PendingRequest):
                request = store.requests.get(entity.id, realm=entity.realm, owner=entity.owner)
                store.requests.remove(request.id)
            elif isinstance(entity, User):
                store.people.remove_user(entity)
            elif isinstance(entity, Client):
                store.people.remove_client(entity)
            else:
                raise Refused(f"{entity!r:.100} is no entity that can be removed")

    def change(self, entity: C, **members: JSON) -> C:
        """Change some members of an entity; `None` clears one. Returns it as it is then.

        A resource set's and a policy's (`permissions`) have their names on the wire, a user's and
        a client's those of `given`. Raises the `Problem` that a request for the same would meet,
        and `LookupError` for one that is gone.
        """
        with self._lock:
            changed: Any
            if isinstance(entity, ResourceSet):
                changed = self._changed_set(entity, members)
            elif isinstance(entity, Policy):
                changed = self._changed_policy(entity, members)
            elif isinstance(entity, User):
                changed = self._changed_user(entity, members)
            elif isinstance(entity, Client):
                changed = self._changed_client(entity, members)
            else:
                raise Refused(
                    f"{entity!r:.100} is no entity that can be changed; pass one, such as"
                    " pingam.resource_set('photo')"
                )
            found: C = changed
            return found

    def _changed_set(self, entity: ResourceSet, members: JSON) -> ResourceSet:
        store = self._store
        current = store.resource_sets.at(entity.id)
        document = json.loads(current.document)
        kept = {name: value for name, value in document.items() if name not in SERVERS}
        said = {**kept, **entry.plain(members, "resource set")}
        if "resource_scopes" in members:
            scopes = names(members["resource_scopes"], "resource_scopes")
            said.pop("resource_scopes")
            said[store.edition.scopes_member] = list(scopes)
        body = {name: value for name, value in said.items() if value is not None}
        version = "uma1_" if store.edition.uma1 else ""
        schemas.validate(f"pingam/{version}resource_set_request", body)
        return store.resource_sets.update(current, wire.description(body, store.edition))

    def _changed_policy(self, entity: Policy, members: JSON) -> Policy:
        current = _there(self._store.policies.find(entity.id), "policy")
        _require_known(members, {"permissions"}, "policy")
        permissions = members["permissions"] if "permissions" in members else _written(current)
        body = entry.plain({"policyId": current.id, "permissions": permissions or []}, "policy")
        schemas.validate("pingam/policy_request", body)
        shares = [
            Share(subject=each["subject"], scopes=tuple(each["scopes"]))
            for each in body["permissions"]
        ]
        policy = self._store.share(
            current.id,
            shares,
            realm=current.realm,
            owner=current.owner,
            members=policies.members(current),
            expires_at=current.expires_at,
        )
        return self._store.policies.put(policy)

    def _changed_user(self, entity: User, members: JSON) -> User:
        _require_known(members, {"password", "claims", "administrator"}, "user")
        realm, current = self._store.people.added_user(entity)
        changed = replace(current, **members)
        entry.require(STATE, "users", writing.user(changed, in_clear))
        self._store.people.add_user(changed, realm=realm)
        return changed

    def _changed_client(self, entity: Client, members: JSON) -> Client:
        known = {
            *("client_secret", "scopes", "default_scopes", "redirect_uris", "grant_types"),
            "asks_consent",
        }
        _require_known(members, known, "client")
        realm, current = self._store.people.added_client(entity)
        values = dict(members)
        for name, kind in (
            ("scopes", frozenset), ("grant_types", frozenset),
            ("default_scopes", tuple), ("redirect_uris", tuple),
        ):  # fmt: skip
            if values.get(name) is not None:
                values[name] = kind(names(values[name], name))
        changed = replace(current, **values)
        entry.require(STATE, "clients", writing.client(changed, in_clear))
        self._store.people.add_client(changed, realm=realm)
        return changed


def _written(policy: Policy) -> JSON:
    return [{"subject": each.subject, "scopes": [*each.scopes]} for each in policy.shares]


def _there(found: E | None, kind: str) -> E:
    if found is None:
        raise NotFound(f"the {kind} is gone")
    return found


def _require_known(members: JSON, known: Iterable[str], kind: str) -> None:
    """Raise `Refused` for a member that can't be changed, with the one that was meant."""
    for each in members:
        if each not in known:
            near = get_close_matches(each, list(known), n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            there = ", ".join(sorted(known))
            raise Refused(f"of a {kind}, there is no {each!r} to change{meant}; there are {there}")
