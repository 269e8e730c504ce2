"""Policies: the scopes of a resource set that an owner grants to others."""

import json
from collections.abc import Iterable

from fakeping.core.change import Changed
from fakeping.core.exchange import JSON, encoded
from fakeping.core.problem import NotFound, NotUnique
from fakeping.core.table import Table
from fakeping.families.pingam.etag import java_hash
from fakeping.families.pingam.model import Permission, Policy, ResourceSet, Share
from fakeping.families.pingam.owned import Owned
from fakeping.families.pingam.policy_conditions import any_suffices, clients
from fakeping.families.pingam.problems import WrongRequest
from fakeping.families.pingam.records import SHARE
from fakeping.families.pingam.rules import owner as rules


class Policies(Owned[str, Policy]):
    """Policies by the id of their resource set."""

    def __init__(self, *, changed: Changed) -> None:
        super().__init__(Table("policy", changed))

    def get(self, id_: str, *, realm: str, owner: str) -> Policy:
        """An owner's policy. Raises `NotFound`."""
        found = self.table.get(id_)
        if found is None or (found.realm, found.owner) != (realm, owner):
            raise NotFound(f"UMA Policy not found, {id_}", rule=rules.POLICY_MISSING)
        return found

    def find(self, id_: str) -> Policy | None:
        """The policy of a resource set, of any owner."""
        return self.table.get(id_)

    def create(self, policy: Policy) -> Policy:
        """Add a policy. Raises `NotUnique` if its resource set has one."""
        if self.table.has(policy.id):
            raise NotUnique(
                f"Policy already exists for Resource Server, {policy.client}, Resource Set,"
                f" {policy.id}",
                rule=rules.POLICY_EXISTS,
            )
        return self.put(policy)

    def put(self, policy: Policy) -> Policy:
        """Add a policy, replacing the one of the same resource set."""
        return self.table.put(policy.id, policy)

    def remove(self, id_: str) -> None:
        """Remove a resource set's policy, if there is one."""
        self.table.remove(id_)


def policy(
    resource_set: ResourceSet,
    shares: Iterable[Share],
    *,
    members: JSON,
    expires_at: float | None = None,
) -> Policy:
    """Make a policy. Raises `WrongRequest` for scopes that the resource set lacks."""
    shares = tuple(shares)
    _check_scopes(resource_set, shares)
    return as_it_is(
        resource_set, shares, name=resource_set.name, members=members, expires_at=expires_at
    )


def members(of: Policy) -> JSON:
    """The further members of a policy, besides its id, name and permissions."""
    ours = {"policyId", "name", "permissions"}
    return {name: value for name, value in json.loads(of.document).items() if name not in ours}


def as_it_is(
    resource_set: ResourceSet,
    shares: tuple[Share, ...],
    *,
    name: str | None,
    members: JSON,
    expires_at: float | None,
) -> Policy:
    """A policy restored from a document, even if its resource set has changed since."""
    document = {
        "policyId": resource_set.id,
        "name": name,
        **members,
        "permissions": [SHARE.dump(each) for each in shares],
    }
    return Policy(
        id=resource_set.id,
        realm=resource_set.identity.realm,
        owner=resource_set.identity.owner,
        client=resource_set.identity.client,
        name=name,
        shares=shares,
        expires_at=expires_at,
        clients=clients(members),
        any_suffices=any_suffices(members),
        document=encoded(document),
        revision=str(java_hash(document)),
    )


def lets(
    policy: Policy | None, party: str, permission: Permission, *, client: str, now: float
) -> bool:
    """Whether a policy, if its conditions hold, grants a party every scope of a permission."""
    if policy is None or not _holds(policy, client=client, now=now):
        return False
    shares = [each.scopes for each in policy.shares if each.subject == party]
    return bool(shares) and set(permission.scopes) <= {scope for each in shares for scope in each}


def _holds(policy: Policy, *, client: str, now: float) -> bool:
    """Whether a policy's conditions hold: all of them or, if it says so, any."""
    conditions = []
    if policy.expires_at is not None:
        conditions.append(now < policy.expires_at)
    if policy.clients is not None:
        conditions.append(client in policy.clients)
    return not conditions or (any if policy.any_suffices else all)(conditions)


def shares_with(policy: Policy, party: str, *, now: float) -> bool:
    """Whether a policy grants a party any scope, through whatever client, and has not expired."""
    ended = policy.expires_at is not None and now >= policy.expires_at
    if ended and not (policy.any_suffices and policy.clients):
        return False
    return any(each.subject == party and each.scopes for each in policy.shares)


def _check_scopes(resource_set: ResourceSet, shares: tuple[Share, ...]) -> None:
    wanted = list(dict.fromkeys(scope for each in shares for scope in each.scopes))
    if not set(wanted) <= set(resource_set.resource_scopes):
        raise WrongRequest(
            f"Defined Resource Set scopes, [{', '.join(resource_set.resource_scopes)}], do not"
            f" contain requested scopes, [{', '.join(wanted)}]",
            rule=rules.POLICY_SCOPES,
        )
