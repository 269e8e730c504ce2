"""Role assignments as entries of the state document, which `given` takes as well."""

from collections.abc import Iterable, Iterator
from typing import Any

from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.families.pingone.collection import Collection
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.roles import (
    ENVIRONMENT,
    ORGANIZATION,
    RoleAssignment,
    RoleScope,
    is_usual,
    scoped_broadly,
)


def usual(assignments: Iterable[RoleAssignment]) -> list[str]:
    """The names of roles that an entry of their owner has as `roles`: with the broadest scope."""
    return sorted(each.role for each in assignments if is_usual(each))


def dump(environment: Environment) -> Iterator[JSON]:
    """The entries of the assignments that their owners' entries do not have."""
    owners: tuple[tuple[str, Collection[Any]], ...] = (
        ("application", environment.applications),
        ("user", environment.users),
    )
    for name, collection in owners:
        for owner in collection.made:
            for each in owner.assignments:
                if not is_usual(each):
                    yield {"id": each.id, name: owner.id, **_entry(environment, each)}


def _entry(environment: Environment, assignment: RoleAssignment) -> JSON:
    """The role's name, and its scope; the tenant's own ids are left out."""
    scope, near = assignment.scope, environment.surroundings
    own = {ORGANIZATION: near.organization_id, ENVIRONMENT: environment.id}
    said = {"type": scope.type} | ({} if own.get(scope.type) == scope.id else {"id": scope.id})
    return {"role": assignment.role, "scope": said}


def load(environment: Environment, document: JSON, findings: DocumentErrors, gaps: Gaps) -> None:
    """Assign roles to applications and users, which are there, as is what scopes name."""
    for place, each in enumerate(document.get("roleAssignments", ())):
        with findings.at("roleAssignments", place).caught():
            add(environment, each, gaps)


def add(environment: Environment, document: JSON, gaps: Gaps) -> RoleAssignment:
    """Assign a role to an application or a user. Raises `Unfit`, and `NotFound` for no such one."""
    owners, owner_id = _owner(environment, document)
    assignments = environment.role_assignments(owners, owner_id)
    scope = _scope(environment, document["role"], document.get("scope"))
    said = {"role": document["role"], "scope": scope}
    stamp = gaps.stamp(
        document, assignments.table.get, "role assignment", owner_id, document["role"], scope.id
    )
    return assignments.create(said, stamp=stamp)


def _owner(environment: Environment, document: JSON) -> tuple[Collection[Any], str]:
    application, user = document.get("application"), document.get("user")
    if (application is None) == (user is None):
        raise ValueError("a role is assigned to an `application`, or to a `user`")
    if user is not None:
        found = environment.users.named(user)
        return environment.users, found.id if found else user
    if environment.applications.find(application) is not None:
        return environment.applications, application
    # Of several applications of the same name, the oldest.
    named = (each.id for each in environment.applications.table if each.name == application)
    return environment.applications, next(named, application)


def _scope(environment: Environment, role: str, said: JSON) -> RoleScope:
    near = environment.surroundings
    broadest = scoped_broadly(
        role, environment_id=environment.id, organization_id=near.organization_id
    )
    if said is None:
        return broadest
    own = {ORGANIZATION: near.organization_id, ENVIRONMENT: environment.id}
    id_ = said.get("id") or own.get(said["type"])
    if id_ is None:
        raise ValueError(f"a scope of the type {said['type']} needs an `id`")
    if said["type"] == "POPULATION":
        id_ = environment.populations.table.holder(id_) or id_
    return RoleScope(type=said["type"], id=id_)
