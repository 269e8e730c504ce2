"""The role assignments of one application or user, which are part of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fakeping.core.change import Change
from fakeping.core.table import Table
from fakeping.families.pingone import role_rules as rules
from fakeping.families.pingone.collection import Collection, Surroundings
from fakeping.families.pingone.model import Stamp
from fakeping.families.pingone.problems import FieldError
from fakeping.families.pingone.record import Record, Said, member
from fakeping.families.pingone.role_scopes import RoleScopes
from fakeping.families.pingone.roles import (
    POPULATION,
    ROLES,
    RoleAssignment,
    RoleScope,
    applicable_to,
    id_of,
)

#: The assignments that one application or user can have with the scope POPULATION.
MOST_POPULATIONS = 250

ROLE_ASSIGNMENT = Record(
    member(
        "role",
        read=lambda said: ROLES[said["id"]].name if said["id"] in ROLES else None,
        write=lambda name: {"id": id_of(name)},
    ),
    member(
        "scope",
        read=lambda said: RoleScope(type=said["type"], id=said["id"]),
        write=lambda scope: {"id": scope.id, "type": scope.type},
    ),
)


class RoleAssignments(Collection[RoleAssignment]):
    """The assignments of one owner, who holds them: nothing else does."""

    kind = "role_assignment"

    def __init__(
        self,
        surroundings: Surroundings,
        owners: Collection[Any],
        owner_id: str,
        *,
        scopes: RoleScopes,
    ) -> None:
        """Raises `NotFound` for an unknown owner."""
        super().__init__(surroundings)
        owners.get(owner_id)
        self._owners = owners
        self._owner_id = owner_id
        self._scopes = scopes

    @property
    def table(self) -> Table[str, RoleAssignment]:
        """Every assignment, as the owner has them now."""
        table: Table[str, RoleAssignment] = Table(self.kind, unique=self.key)
        for each in self._owners.get(self._owner_id).assignments:
            table.keep(each.id, each)
        return table

    def key(self, entity: RoleAssignment) -> tuple[str, RoleScope]:
        """The role and its scope."""
        return entity.role, entity.scope

    def new(self, stamp: Stamp, said: Said) -> RoleAssignment:
        """Make an assignment."""
        return RoleAssignment(
            id=stamp.id,
            environment_id=self.surroundings.environment_id,
            owner_id=self._owner_id,
            **said,
        )

    def errors(self, said: Said, current: RoleAssignment | None) -> Iterator[FieldError]:
        """An unknown role, a scope that does not fit or is not there, or the same once more."""
        del current
        name, scope, table = said["role"], said["scope"], self.table
        if name is None:
            yield FieldError(
                target="role", message="There is no such role.", rule=rules.ROLE_UNKNOWN
            )
        elif scope.type not in applicable_to(name):
            yield FieldError(
                target="scope",
                message=f"The role {name} cannot have a scope of the type {scope.type}.",
                rule=rules.ROLE_SCOPE,
                inner={"allowedValues": list(applicable_to(name))},
            )
        elif not self._scopes.exists(scope):
            yield FieldError(
                target="scope",
                message=f"There is no {scope.type.lower()} {scope.id}.",
                rule=rules.ROLE_SCOPE,
            )
        elif table.holder((name, scope)) is not None:
            yield FieldError(
                target="role",
                message="May not assign duplicate Role",
                rule=rules.ROLE_TWICE,
                code="UNIQUENESS_VIOLATION",
            )
        elif (
            scope.type == POPULATION
            and sum(each.scope.type == POPULATION for each in table) >= MOST_POPULATIONS
        ):
            yield FieldError(
                target="scope",
                message=f"At most {MOST_POPULATIONS} roles can have a population as their scope.",
                rule=rules.ROLE_LIMIT,
                code="SIZE_LIMIT_EXCEEDED",
            )

    def put(self, entity: RoleAssignment) -> RoleAssignment:
        """Let the owner have an assignment."""
        self._hold((*self._owners.get(self._owner_id).assignments, entity))
        self.surroundings.changed(Change(self.kind, entity.id, None, entity))
        return entity

    def remove(self, id_: str) -> None:
        """Take an assignment from the owner."""
        removed = self.get(id_)
        held = self._owners.get(self._owner_id).assignments
        self._hold(tuple(each for each in held if each.id != id_))
        self.surroundings.changed(Change(self.kind, id_, removed, None))

    def _hold(self, assignments: tuple[RoleAssignment, ...]) -> None:
        owner = self._owners.get(self._owner_id)
        self._owners.put(replace(owner, assignments=assignments))
