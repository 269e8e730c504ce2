"""A tenant's PingAM: its realms, users, resource sets and policies."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from fakeping.core.caller import Caller
from fakeping.core.change import Change
from fakeping.core.exchange import JSON
from fakeping.core.part import Later, captured, restored
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingam import policies
from fakeping.families.pingam.codes import Codes
from fakeping.families.pingam.edition import switched
from fakeping.families.pingam.further import FurtherParts
from fakeping.families.pingam.history import AuditHistory, Event
from fakeping.families.pingam.labels import Labels, of_servers
from fakeping.families.pingam.model import (
    Label,
    PendingRequest,
    Permission,
    Policy,
    ResourceSet,
    Share,
    Ticket,
    Token,
)
from fakeping.families.pingam.pending import PendingRequests
from fakeping.families.pingam.people import People
from fakeping.families.pingam.policies import Policies
from fakeping.families.pingam.problems import Unserved, WrongRequest
from fakeping.families.pingam.realms import checked
from fakeping.families.pingam.resource_sets import ResourceSets
from fakeping.families.pingam.rules import owner as owner_rules
from fakeping.families.pingam.rules import registration as rules
from fakeping.families.pingam.session_properties import SessionProperties
from fakeping.families.pingam.sessions import Sessions
from fakeping.families.pingam.tickets import Tickets
from fakeping.families.pingam.tokens import Tokens


class AccessManager:
    """One tenant's state in PingAM, and the operations that affect several of its parts."""

    def __init__(self, config: StoreConfig) -> None:
        self.realm = config.address
        self.realms = {config.address}
        self._register = config.register
        self._unregister = config.unregister
        self._changed = config.changed
        self.mount = config.mount
        self.edition = switched(config.edition, config.switches)
        self.auth = config.auth
        self.clock = config.clock
        self.ids = config.ids
        self.keys = config.keys
        self.stored = config.changed
        self.people = People(config.ids, changed=config.changed)
        self.tokens = Tokens(config)
        self.resource_sets = ResourceSets(config, self.edition)
        self._further = Later(lambda: FurtherParts(config))
        for each in self.people.secrets():
            config.learn(each)
        self._parts = (self.people, self.resource_sets)
        self._signed_in = (self.tokens, self._further)

    @property
    def sessions(self) -> Sessions:
        """The sessions of signed-in users."""
        return self._further().sessions

    @property
    def session_properties(self) -> SessionProperties:
        """The names of the properties that sessions may have."""
        return self._further().session_properties

    @property
    def codes(self) -> Codes:
        """The authorization codes."""
        return self._further().codes

    @property
    def tickets(self) -> Tickets:
        """The permission tickets."""
        return self._further().tickets

    @property
    def labels(self) -> Labels:
        """The labels that owners have made."""
        return self._further().labels

    @property
    def policies(self) -> Policies:
        """The policies of resource sets."""
        return self._further().policies

    @property
    def requests(self) -> PendingRequests:
        """The UMA requests that await a decision."""
        return self._further().requests

    @property
    def history(self) -> AuditHistory:
        """The audit history."""
        return self._further().history

    def add_realm(self, realm: str) -> None:
        """Add a realm. Raises `ValueError` if another tenant has it, or no URL can address it."""
        self._register(checked(realm))
        if realm not in self.realms:
            self.realms.add(realm)
            self._changed(Change("realm", realm, None, realm))

    def capture(self) -> Any:
        """A snapshot: copies of dictionaries, of immutable entities."""
        return frozenset(self.realms), captured(self._parts), captured(self._signed_in)

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        realms, parts, signed_in = snapshot
        self._have_realms(realms)
        restored(self._parts, parts)
        restored(self._signed_in, signed_in)

    def reset(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the tokens and sessions issued since.

        Ids go on counting: none is given twice.
        """
        realms, parts, signed_in = snapshot
        self._have_realms(realms)
        counter = self.resource_sets.counter
        restored(self._parts, parts)
        self.resource_sets.counter = counter
        tokens, further = signed_in
        self.tokens.restore_keeping_new(tokens)
        self._further.restore_keeping_new(further)

    def _have_realms(self, realms: frozenset[str]) -> None:
        for each in realms - self.realms:
            self._register(each)
        for each in self.realms - realms:
            self._unregister(each)
        self.realms = set(realms)

    def delete(self, resource_set: ResourceSet, *, caller: Caller) -> None:
        """Remove a resource set with its policy and its pending requests."""
        if caller.subject is None and not self.edition.delete_with_client_pat:
            raise Unserved("a client's own resource set", rule=rules.CLIENT_PAT)
        self.resource_sets.delete(resource_set)
        self.policies.remove(resource_set.id)
        self.requests.remove_for(resource_set.id)

    def seen_by(self, user: str, *, realm: str) -> list[ResourceSet]:
        """A user's own resource sets, and then those that others share with them."""
        now = self.clock.timestamp()
        shared = [
            self.resource_sets.at(each.id)
            for each in self.policies.table
            if each.realm == realm
            and each.owner != user
            and policies.shares_with(each, user, now=now)
        ]
        return self.resource_sets.of_owner(user, realm=realm) + shared

    def see(self, id_: str, user: str, *, realm: str) -> ResourceSet | None:
        """A resource set of a user's own, or one that another shares with them."""
        policy = self.policies.find(id_)
        now = self.clock.timestamp()
        if policy is None or policy.realm != realm:
            return self.resource_sets.find(id_, realm=realm, owner=user)
        if policy.owner == user or policies.shares_with(policy, user, now=now):
            return self.resource_sets.at(id_)
        return None

    def labels_of(self, *, realm: str, owner: str) -> list[Label]:
        """An owner's labels: those that they have made, and their resource servers'."""
        made = self.labels.of(realm=realm, owner=owner)
        return made + of_servers(self.resource_sets.of_owner(owner, realm=realm))

    def create_label(
        self, name: str, type_: str, *, realm: str, owner: str, resource_ids: Iterable[str] = ()
    ) -> Label:
        """Add a label to an owner's, and put it on those of these resource sets that are theirs."""
        id_ = self.resource_sets.new_id()
        while self.labels.find(id_, realm=realm, owner=owner):
            id_ = self.resource_sets.new_id()
        label = self.labels.add(Label(id=id_, realm=realm, owner=owner, name=name, type=type_))
        for each in dict.fromkeys(resource_ids):
            found = self.resource_sets.find(each, realm=realm, owner=owner)
            if found is not None:
                self.resource_sets.label(found, [*found.owner_labels, label])
        return label

    def delete_label(self, label: Label) -> None:
        """Remove a label, and take it off the resource sets that have it."""
        self.resource_sets.unlabel(label)
        self.labels.remove(label)

    def share(
        self,
        id_: str,
        shares: Iterable[Share],
        *,
        realm: str,
        owner: str,
        members: JSON,
        expires_at: float | None = None,
    ) -> Policy:
        """Build, but do not store, an owner's policy for a resource set."""
        found = self.resource_sets.find(id_, realm=realm, owner=owner)
        if found is None:
            raise WrongRequest("Invalid ResourceSet UID", rule=owner_rules.POLICY_RESOURCE)
        return policies.policy(found, shares, members=members, expires_at=expires_at)

    def approve(self, request: PendingRequest, scopes: tuple[str, ...]) -> None:
        """Grant the scopes of a UMA request, or some of them, and remove the request."""
        current = self.policies.find(request.resource_id)
        before = current.shares if current else ()
        others = [each for each in before if each.subject != request.user]
        had = [scope for each in before if each.subject == request.user for scope in each.scopes]
        allowed = Share(subject=request.user, scopes=tuple(dict.fromkeys((*had, *scopes))))
        policy = self.share(
            request.resource_id,
            [*others, allowed],
            realm=request.realm,
            owner=request.owner,
            members=policies.members(current) if current else {},
        )
        shared = replace(policy, expires_at=current.expires_at if current else None)
        self.history.shared(self.policies.put(shared), before=current)
        self.requests.remove(request.id)
        self.history.awaited(Event.REQUEST_APPROVED, request)

    def deny(self, request: PendingRequest) -> None:
        """Remove a UMA request."""
        self.requests.remove(request.id)
        self.history.awaited(Event.REQUEST_DENIED, request)

    def lets(self, party: str, permission: Permission, *, owner: str, client: str) -> bool:
        """Whether a party may have a permission through a client. Owners may have their own."""
        policy = self.policies.find(permission.resource_id)
        now = self.clock.timestamp()
        return party == owner or policies.lets(policy, party, permission, client=client, now=now)

    def submit(self, ticket: Ticket, party: str, *, client: str) -> None:
        """Store a UMA request for each of a ticket's permissions that the party lacks."""
        for each in ticket.permissions:
            found = self.resource_sets.find(
                each.resource_id, realm=ticket.realm, owner=ticket.owner
            )
            if found is None or self.lets(party, each, owner=ticket.owner, client=client):
                continue
            request = PendingRequest(
                id=self.resource_sets.new_id(),
                realm=ticket.realm,
                owner=ticket.owner,
                resource_id=each.resource_id,
                resource=found.name or found.id,
                user=party,
                scopes=each.scopes,
                at=self.clock.timestamp(),
            )
            new = self.requests.submit(request)
            self.history.awaited(Event.REQUESTED if new else Event.DENIED, request)

    def there(self, token: Token) -> Token:
        """The token, without RPT permissions for resource sets and scopes that are there no more.

        A permission that had scopes, and has none left, is left out.
        """
        if token.permissions is None:
            return token
        left = [each for each in map(self._still, token.permissions) if each]
        return replace(token, permissions=tuple(left))

    def _still(self, permission: Permission) -> Permission | None:
        if not self.resource_sets.has(permission.resource_id):
            return None
        registered = self.resource_sets.at(permission.resource_id).resource_scopes
        scopes = tuple(each for each in permission.scopes if each in registered)
        return None if permission.scopes and not scopes else replace(permission, scopes=scopes)


def owner_of(caller: Caller) -> str:
    """The owner of a caller's resource sets: the user or, for a client's own token, the client."""
    return caller.subject or caller.client
