"""The table of operations of PingOne's management API."""

from collections.abc import Iterator
from typing import Any

from fakeping.core.operation import Operation
from fakeping.core.parameter import Parameters, one_of
from fakeping.families.pingone import (
    application_attribute_rules,
    crud,
    environment_operations,
    handlers,
    kinds,
    paging,
    password_rules,
    population_rules,
    role_operations,
    rules,
    secret_operations,
    sign_on_rules,
    user_operations,
)
from fakeping.families.pingone.callers import authenticate_environment_admin
from fakeping.families.pingone.edition import CURRENT, EDITIONS, P14C
from fakeping.families.pingone.store import Platform

_SECRET = f"{kinds.RESOURCES.path()}/{{resource_id}}/secret"

_SCOPES_TOO: Parameters = {
    "expand": one_of("scopes", says="Puts each resource's scopes into its `_embedded.scopes`")
}


def _resources(edition: str) -> Iterator[Operation[Platform]]:
    """The documented operations: the same in each edition, but for the entities."""
    pages = EDITIONS[edition].parameters
    fields = paging.parameters(kinds.RESOURCES.fields) if pages else {}
    said_scope: dict[str, Any] = {}
    if EDITIONS[edition].scope_name:
        said_scope["body_read"] = f"pingone/{edition}/scope_description"
    yield from crud.rows(
        kinds.RESOURCES,
        edition=edition,
        own={
            "list": {
                "handler": handlers.list_resources,
                "summary": "List an environment's resources, optionally with their scopes",
                "query": {**fields, **_SCOPES_TOO},
                "rule": rules.COLLECTION_COUNT if pages else rules.LISTED,
                "other_rules": (rules.EXPAND, *(paging.DECIDING if pages else ())),
            },
            "create": {"body_schema": f"pingone/{edition}/resource_creation"},
            "read": {"rule": rules.LISTED},
        },
    )
    yield from crud.rows(
        kinds.SCOPES,
        edition=edition,
        own={"list": {"rule": rules.ORDER}, "create": said_scope, "update": said_scope},
    )


def _readable() -> Iterator[Operation[Platform]]:
    """Collections of built-in entities alone."""
    for kind, rule in (
        (kinds.PASSWORD_POLICIES, password_rules.POLICIES),
        (kinds.THEMES, population_rules.THEMES),
        (kinds.LANGUAGES, population_rules.LANGUAGES),
    ):
        yield from crud.rows(
            kind,
            edition=CURRENT.name,
            own={"list": {"rule": rule}, "read": {"rule": rule}},
            without=frozenset({"create", "update", "delete"}),
        )


def _sign_on_policies() -> Iterator[Operation[Platform]]:
    administered: dict[str, Any] = {
        "edition": CURRENT.name,
        "authenticate": authenticate_environment_admin,
    }
    yield from crud.rows(
        kinds.SIGN_ON_POLICIES,
        own={
            "list": {"rule": sign_on_rules.POLICY_BUILT_IN},
        },
        **administered,
    )
    yield from crud.rows(
        kinds.SIGN_ON_POLICY_ACTIONS,
        own={"read": {"rule": sign_on_rules.ACTION_KEPT}},
        **administered,
    )


OPERATIONS: tuple[Operation[Platform], ...] = (
    *_resources(P14C.name),
    *_resources(CURRENT.name),
    *crud.rows(
        kinds.ATTRIBUTES, edition=CURRENT.name, own={"list": {"rule": rules.ATTRIBUTE_CORE}}
    ),
    *secret_operations.rows(kinds.RESOURCES, "secret", lambda each: each.secrets),
    *environment_operations.rows(),
    *crud.rows(
        kinds.POPULATIONS,
        edition=CURRENT.name,
        own={"create": {"rule": population_rules.MEMBERS}},
    ),
    *crud.rows(
        kinds.APPLICATIONS,
        edition=CURRENT.name,
        own={"create": handlers.CREATE_APPLICATION},
    ),
    *secret_operations.rows(
        kinds.APPLICATIONS, "application_secret", lambda each: each.application_secrets
    ),
    *crud.rows(kinds.GRANTS, edition=CURRENT.name),
    *_readable(),
    *crud.rows(kinds.USERS, edition=CURRENT.name, own=user_operations.OWN),
    *user_operations.rows(),
    *_sign_on_policies(),
    *crud.rows(kinds.SIGN_ON_POLICY_ASSIGNMENTS, edition=CURRENT.name),
    *crud.rows(
        kinds.APPLICATION_ATTRIBUTES,
        edition=CURRENT.name,
        own={"list": {"rule": application_attribute_rules.ATTRIBUTES}},
    ),
    *role_operations.rows(),
)
