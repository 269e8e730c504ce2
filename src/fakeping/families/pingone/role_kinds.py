"""The kinds of role assignments: those of applications and of users."""

from typing import Any

from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.kinds import APPLICATIONS, USERS
from fakeping.families.pingone.role_assignments import ROLE_ASSIGNMENT
from fakeping.families.pingone.role_handlers import read_only
from fakeping.families.pingone.roles import RoleAssignment


def _of(name: str, parent: Kind[Any], noun: str) -> Kind[RoleAssignment]:
    return Kind(
        name=f"{name}_role_assignment",
        plural="roleAssignments",
        parent=parent,
        record=ROLE_ASSIGNMENT,
        collection=lambda environment, params: environment.role_assignments(
            parent.collection(environment, params), params[parent.param]
        ),
        links=lambda _entity, _edition: ("environment", parent.member),
        for_caller=read_only,
        kept=False,
        fields={},
        noun=f"a role assignment of {noun}",
        nouns="role assignments",
    )


APPLICATION_ROLE_ASSIGNMENTS = _of("application", APPLICATIONS, "an application")
USER_ROLE_ASSIGNMENTS = _of("user", USERS, "a user")
