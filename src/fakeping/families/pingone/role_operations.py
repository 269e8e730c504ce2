"""The table of operations on roles and their assignments."""

from collections.abc import Iterator
from typing import Any

from fakeping.core.operation import Operation
from fakeping.families.pingone import crud, role_handlers, role_rules
from fakeping.families.pingone.callers import authenticate_any_role, authenticate_assigner
from fakeping.families.pingone.edition import CURRENT
from fakeping.families.pingone.role_kinds import (
    APPLICATION_ROLE_ASSIGNMENTS,
    USER_ROLE_ASSIGNMENTS,
)
from fakeping.families.pingone.row import TODAY, row
from fakeping.families.pingone.store import Platform


def rows() -> Iterator[Operation[Platform]]:
    """Every operation."""
    said: dict[str, Any] = {
        "rule": role_rules.ROLES_BUILT_IN,
        "editions": TODAY,
        "authenticate": authenticate_any_role,
    }
    h = role_handlers
    yield row(
        "role.list", "GET /v1/roles", h.list_roles, {200: "pingone/current/role_list"}, **said
    )
    yield row(
        "role.read", "GET /v1/roles/{role_id}", h.read_role, {200: "pingone/current/role"}, **said
    )
    for kind in (APPLICATION_ROLE_ASSIGNMENTS, USER_ROLE_ASSIGNMENTS):
        yield from crud.rows(
            kind,
            edition=CURRENT.name,
            own={
                "create": {"handler": h.creator(kind, crud.creator(kind))},
                "read": {"rule": role_rules.ROLE_READ_ONLY},
                "delete": {"handler": h.deleter(kind, crud.deleter(kind))},
            },
            without=frozenset({"update"}),
            authenticate=authenticate_assigner,
        )
