"""The table of operations of PingOne's management API."""

from collections.abc import Iterator, Mapping
from typing import Any

from fakeping.core.operation import Handler, Operation
from fakeping.core.parameter import Parameters, one_of
from fakeping.families.pingone import environment_operations, handlers, paging, rules
from fakeping.families.pingone.edition import CURRENT, EDITIONS, P14C
from fakeping.families.pingone.row import CLEARS, CREATED, ENVIRONMENT, GONE, TODAY, row
from fakeping.families.pingone.store import Platform

_RESOURCES = ENVIRONMENT + "/resources"
_RESOURCE = _RESOURCES + "/{resource_id}"
_SCOPES = _RESOURCE + "/scopes"
_SCOPE = _SCOPES + "/{scope_id}"
_ATTRIBUTES = _RESOURCE + "/attributes"
_ATTRIBUTE = _ATTRIBUTES + "/{attribute_id}"
_SECRET = _RESOURCE + "/secret"

_SCOPES_TOO: Parameters = {
    "expand": one_of("scopes", says="Puts each resource's scopes into its `_embedded.scopes`")
}


def _resources(edition: str) -> Iterator[Operation[Platform]]:
    """The documented operations: the same in each edition, but for the entities."""
    h = handlers

    def schema(name: str) -> str:
        return f"pingone/{edition}/{name}"

    def documented(
        name: str,
        route: str,
        handler: Handler[Platform],
        replies: Mapping[int, str | None],
        **more: Any,
    ) -> Operation[Platform]:
        return row(name, route, handler, replies, editions=frozenset({edition}), **more)

    pages = EDITIONS[edition].parameters
    resources = paging.parameters(h.RESOURCE_FIELDS) if pages else {}
    scopes = paging.parameters(h.SCOPE_FIELDS) if pages else {}
    counted = rules.COLLECTION_COUNT if pages else rules.LISTED
    resource, resource_list = {200: schema("resource")}, {200: schema("resource_list")}
    scope, scope_list = {200: schema("scope")}, {200: schema("scope_list")}
    new_resource = {"body_schema": schema("resource_creation")}
    said_resource = {"body_schema": schema("resource_request")}
    said_scope = {"body_schema": schema("scope_request")}
    if EDITIONS[edition].scope_name:
        said_scope["body_read"] = schema("scope_description")
    gone = {204: None}
    yield documented(
        "resource.list",
        f"GET {_RESOURCES}",
        h.list_resources,
        resource_list,
        query={**resources, **_SCOPES_TOO},
        rule=counted,
        other_rules=(rules.EXPAND, *(paging.DECIDING if pages else ())),
    )
    yield documented(
        "resource.create",
        f"POST {_RESOURCES}",
        h.create_resource,
        {201: schema("resource")},
        **new_resource,
        **CREATED,
    )
    yield documented(
        "resource.read", f"GET {_RESOURCE}", h.read_resource, resource, rule=rules.LISTED
    )
    yield documented(
        "resource.update",
        f"PUT {_RESOURCE}",
        h.update_resource,
        resource,
        **said_resource,
        **CLEARS,
    )
    yield documented("resource.delete", f"DELETE {_RESOURCE}", h.delete_resource, gone, **GONE)
    yield documented(
        "scope.list",
        f"GET {_SCOPES}",
        h.list_scopes,
        scope_list,
        query=scopes,
        rule=rules.ORDER,
        other_rules=paging.DECIDING if pages else (),
    )
    yield documented(
        "scope.create",
        f"POST {_SCOPES}",
        h.create_scope,
        {201: schema("scope")},
        **said_scope,
        **CREATED,
    )
    yield documented("scope.read", f"GET {_SCOPE}", h.read_scope, scope)
    yield documented("scope.update", f"PUT {_SCOPE}", h.update_scope, scope, **said_scope, **CLEARS)
    yield documented("scope.delete", f"DELETE {_SCOPE}", h.delete_scope, gone, **GONE)


def _parts_of_resources() -> Iterator[Operation[Platform]]:
    h = handlers
    attribute = {"body_schema": "pingone/current/attribute_request", "editions": TODAY}
    one = {200: "pingone/current/attribute"}
    yield row(
        "attribute.list",
        f"GET {_ATTRIBUTES}",
        h.list_attributes,
        {200: "pingone/current/attribute_list"},
        query=paging.parameters(h.ATTRIBUTE_FIELDS),
        rule=rules.ATTRIBUTE_CORE,
        other_rules=paging.DECIDING,
        editions=TODAY,
    )
    yield row(
        "attribute.create",
        f"POST {_ATTRIBUTES}",
        h.create_attribute,
        {201: "pingone/current/attribute"},
        **attribute,
        **CREATED,
    )
    yield row("attribute.read", f"GET {_ATTRIBUTE}", h.read_attribute, one, editions=TODAY)
    yield row(
        "attribute.update", f"PUT {_ATTRIBUTE}", h.update_attribute, one, **attribute, **CLEARS
    )
    yield row(
        "attribute.delete",
        f"DELETE {_ATTRIBUTE}",
        h.delete_attribute,
        {204: None},
        editions=TODAY,
        **GONE,
    )
    secret: dict[str, Any] = {"editions": TODAY, "confidential": True}
    shown = {200: "pingone/current/secret"}
    yield row(
        "secret.read", f"GET {_SECRET}", h.read_secret, shown, **secret, rule=rules.SECRET_FORM
    )
    yield row(
        "secret.rotate",
        f"POST {_SECRET}",
        h.rotate_secret,
        shown,
        body_schema="pingone/current/secret_request",
        body_optional=True,
        rule=rules.SECRET_FORM,
        **secret,
    )
    yield row(
        "secret.delete_previous",
        f"DELETE {_SECRET}",
        h.delete_previous_secret,
        {204: None},
        rule=rules.SECRET_PREVIOUS,
        **secret,
    )


OPERATIONS: tuple[Operation[Platform], ...] = (
    *_resources(P14C.name),
    *_resources(CURRENT.name),
    *_parts_of_resources(),
    *environment_operations.rows(),
)
