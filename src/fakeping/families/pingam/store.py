"""A tenant's PingAM: its realms, its people, what they own, and who may have what."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from fakeping.core.change import Change
from fakeping.core.exchange import JSON
from fakeping.core.family import Seat
from fakeping.core.operation import Caller
from fakeping.core.shelf import captured, restored
from fakeping.families.pingam import policies
from fakeping.families.pingam.codes import Codes
from fakeping.families.pingam.edition import switched
from fakeping.families.pingam.model import (
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
from fakeping.families.pingam.sessions import Sessions
from fakeping.families.pingam.tickets import Tickets
from fakeping.families.pingam.tokens import Tokens


class AccessManager:
    """What belongs to one noun lies with it; what one does to another is here."""

    def __init__(self, seat: Seat) -> None:
        self.realm = seat.address
        self.realms = {seat.address}
        self._claim = seat.claim
        self._release = seat.release
        self._changed = seat.changed
        self.mount = seat.mount
        self.edition = switched(seat.edition, seat.switches)
        self.auth = seat.auth
        self.clock = seat.clock
        self.ids = seat.ids
        self.keys = seat.keys
        self.stored = seat.changed
        self.people = People(seat.ids, changed=seat.changed)
        self.tokens = Tokens(seat)
        self.sessions = Sessions(seat)
        self.codes = Codes(seat)
        self.tickets = Tickets(seat)
        self.resource_sets = ResourceSets(seat, self.edition)
        self.policies = Policies(changed=seat.changed)
        self.requests = PendingRequests(changed=seat.changed)
        for each in self.people.secrets():
            seat.learn(each)
        self._parts = (
            self.people,
            self.resource_sets,
            self.policies,
            self.requests,
            self.codes,
            self.tickets,
        )
        self._signed_in = (self.tokens, self.sessions)

    def add_realm(self, realm: str) -> None:
        """Take a realm in. Raises `ValueError` when it is another tenant's, or out of reach."""
        self._claim(checked(realm))
        if realm not in self.realms:
            self.realms.add(realm)
            self._changed(Change("realm", realm, None, realm))

    def capture(self) -> Any:
        """All that it holds now: copies of dictionaries, of entities that never change."""
        return frozenset(self.realms), captured(self._parts), captured(self._signed_in)

    def restore(self, memento: Any) -> None:
        """Hold all that it held then, and nothing else."""
        realms, parts, signed_in = memento
        self._have_realms(realms)
        restored(self._parts, parts)
        restored(self._signed_in, signed_in)

    def reset(self, memento: Any) -> None:
        """Hold what it held then, but leave every token and session that was issued since.

        Ids go on counting: none is given twice.
        """
        realms, parts, signed_in = memento
        self._have_realms(realms)
        counter = self.resource_sets.counter
        restored(self._parts, parts)
        self.resource_sets.counter = counter
        tokens, sessions = signed_in
        self.tokens.rejoin(tokens)
        self.sessions.rejoin(sessions)

    def _have_realms(self, realms: frozenset[str]) -> None:
        for each in realms - self.realms:
            self._claim(each)
        for each in self.realms - realms:
            self._release(each)
        self.realms = set(realms)

    def delete(self, resource_set: ResourceSet, *, caller: Caller) -> None:
        """Forget a resource set, whom it is shared with and what is asked for of it."""
        if caller.subject is None and not self.edition.delete_with_client_pat:
            raise Unserved("a client's own resource set", rule=rules.CLIENT_PAT)
        self.resource_sets.delete(resource_set)
        self.policies.remove(resource_set.id)
        self.requests.remove_for(resource_set.id)

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
        """The policy by which an owner would share a resource set. It is not kept yet."""
        found = self.resource_sets.find(id_, realm=realm, owner=owner)
        if found is None:
            raise WrongRequest("Invalid ResourceSet UID", rule=owner_rules.POLICY_RESOURCE)
        return policies.policy(found, shares, members=members, expires_at=expires_at)

    def approve(self, request: PendingRequest, scopes: tuple[str, ...]) -> None:
        """Share what was asked for, or these scopes of it, and be done with the request."""
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
        self.policies.put(replace(policy, expires_at=current.expires_at if current else None))
        self.requests.remove(request.id)

    def lets(self, party: str, permission: Permission, *, owner: str) -> bool:
        """Whether a party may have what it asks for. Owners may have their own."""
        policy = self.policies.find(permission.resource_id)
        now = self.clock.timestamp()
        return party == owner or policies.lets(policy, party, permission, now=now)

    def submit(self, ticket: Ticket, party: str) -> None:
        """Ask the owner for what a party may not have yet."""
        for each in ticket.permissions:
            found = self.resource_sets.find(
                each.resource_id, realm=ticket.realm, owner=ticket.owner
            )
            if found is None or self.lets(party, each, owner=ticket.owner):
                continue
            self.requests.submit(
                PendingRequest(
                    id=self.resource_sets.new_id(),
                    realm=ticket.realm,
                    owner=ticket.owner,
                    resource_id=each.resource_id,
                    resource=found.name or found.id,
                    user=party,
                    scopes=each.scopes,
                    at=self.clock.timestamp(),
                )
            )

    def there(self, token: Token) -> Token:
        """A token as it is now: what an RPT allowed of a deleted resource set is gone."""
        if token.permissions is None:
            return token
        left = [each for each in token.permissions if self.resource_sets.has(each.resource_id)]
        return replace(token, permissions=tuple(left))


def owner_of(caller: Caller) -> str:
    """Whose a caller's resource sets are. A client's own token has no subject: its are its own."""
    return caller.subject or caller.client
