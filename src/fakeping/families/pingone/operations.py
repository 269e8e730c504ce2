"""The operations of PingOne's management API, as a table."""

from collections.abc import Iterator, Mapping
from typing import Any

from fakeping.core.operation import Handler, Operation
from fakeping.families.pingone import environments, handlers, paging
from fakeping.families.pingone.edition import CURRENT, P14C
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.tokens import authenticate_administrator

_ENVIRONMENTS = "/v1/environments"
_ENVIRONMENT = _ENVIRONMENTS + "/{environment_id}"
_BILL = _ENVIRONMENT + "/billOfMaterials"
_POPULATIONS = _ENVIRONMENT + "/populations"
_POPULATION = _POPULATIONS + "/{population_id}"
_RESOURCES = _ENVIRONMENT + "/resources"
_RESOURCE = _RESOURCES + "/{resource_id}"
_SCOPES = _RESOURCE + "/scopes"
_SCOPE = _SCOPES + "/{scope_id}"
_ATTRIBUTES = _RESOURCE + "/attributes"
_ATTRIBUTE = _ATTRIBUTES + "/{attribute_id}"
_SECRET = _RESOURCE + "/secret"

_TODAY = frozenset({CURRENT.name})


def _row(
    name: str,
    route: str,
    handler: Handler[Platform],
    replies: Mapping[int, str | None],
    **more: Any,
) -> Operation[Platform]:
    method, _, path = route.partition(" ")
    summary = (handler.__doc__ or "").rstrip(".")
    return Operation(
        name=f"pingone.{name}",
        method=method,
        path=path,
        handler=handler,
        replies=replies,
        summary=summary,
        **more,
    )


def _resources(edition: str) -> Iterator[Operation[Platform]]:
    """The documented operations: the same in each edition, but for the entities."""
    h = handlers

    def schema(name: str) -> str:
        return f"pingone/{edition}/{name}"

    def row(
        name: str,
        route: str,
        handler: Handler[Platform],
        replies: Mapping[int, str | None],
        **more: Any,
    ) -> Operation[Platform]:
        return _row(name, route, handler, replies, editions=frozenset({edition}), **more)

    listed = (*paging.PARAMETERS, "expand")
    resource, resource_list = {200: schema("resource")}, {200: schema("resource_list")}
    scope, scope_list = {200: schema("scope")}, {200: schema("scope_list")}
    new_resource = {"body_schema": schema("resource_creation")}
    said_resource = {"body_schema": schema("resource_request")}
    said_scope = {"body_schema": schema("scope_request")}
    gone = {204: None}
    yield row("resource.list", f"GET {_RESOURCES}", h.list_resources, resource_list, query=listed)
    yield row(
        "resource.create",
        f"POST {_RESOURCES}",
        h.create_resource,
        {201: schema("resource")},
        **new_resource,
    )
    yield row("resource.read", f"GET {_RESOURCE}", h.read_resource, resource)
    yield row("resource.update", f"PUT {_RESOURCE}", h.update_resource, resource, **said_resource)
    yield row("resource.delete", f"DELETE {_RESOURCE}", h.delete_resource, gone)
    yield row("scope.list", f"GET {_SCOPES}", h.list_scopes, scope_list, query=paging.PARAMETERS)
    yield row(
        "scope.create", f"POST {_SCOPES}", h.create_scope, {201: schema("scope")}, **said_scope
    )
    yield row("scope.read", f"GET {_SCOPE}", h.read_scope, scope)
    yield row("scope.update", f"PUT {_SCOPE}", h.update_scope, scope, **said_scope)
    yield row("scope.delete", f"DELETE {_SCOPE}", h.delete_scope, gone)


def _parts_of_resources() -> Iterator[Operation[Platform]]:
    h = handlers
    attribute = {"body_schema": "pingone/current/attribute_request", "editions": _TODAY}
    one = {200: "pingone/current/attribute"}
    yield _row(
        "attribute.list",
        f"GET {_ATTRIBUTES}",
        h.list_attributes,
        {200: "pingone/current/attribute_list"},
        query=paging.PARAMETERS,
        editions=_TODAY,
    )
    yield _row(
        "attribute.create",
        f"POST {_ATTRIBUTES}",
        h.create_attribute,
        {201: "pingone/current/attribute"},
        **attribute,
    )
    yield _row("attribute.read", f"GET {_ATTRIBUTE}", h.read_attribute, one, editions=_TODAY)
    yield _row("attribute.update", f"PUT {_ATTRIBUTE}", h.update_attribute, one, **attribute)
    yield _row(
        "attribute.delete",
        f"DELETE {_ATTRIBUTE}",
        h.delete_attribute,
        {204: None},
        editions=_TODAY,
    )
    secret: dict[str, Any] = {"editions": _TODAY, "confidential": True}
    shown = {200: "pingone/current/secret"}
    yield _row("secret.read", f"GET {_SECRET}", h.read_secret, shown, **secret)
    yield _row(
        "secret.rotate",
        f"POST {_SECRET}",
        h.rotate_secret,
        shown,
        body_schema="pingone/current/secret_request",
        body_optional=True,
        **secret,
    )
    yield _row(
        "secret.delete_previous",
        f"DELETE {_SECRET}",
        h.delete_previous_secret,
        {204: None},
        **secret,
    )


def _environments() -> Iterator[Operation[Platform]]:
    e = environments
    administered: dict[str, Any] = {
        "editions": _TODAY,
        "authenticate": authenticate_administrator,
    }
    one = {200: "pingone/environment"}
    said = "pingone/current/environment_request"
    yield _row(
        "environment.read", f"GET {_ENVIRONMENT}", e.read_environment, one, query=("expand",)
    )
    yield _row(
        "environment.list",
        f"GET {_ENVIRONMENTS}",
        e.list_environments,
        {200: "pingone/current/environment_list"},
        query=(*paging.PARAMETERS, "expand"),
        editions=_TODAY,
    )
    yield _row(
        "environment.create",
        f"POST {_ENVIRONMENTS}",
        e.create_environment,
        {201: "pingone/environment"},
        body_schema=said,
        **administered,
    )
    yield _row(
        "environment.update",
        f"PUT {_ENVIRONMENT}",
        e.update_environment,
        one,
        body_schema=said,
        **administered,
    )
    yield _row(
        "environment.update_type",
        f"PUT {_ENVIRONMENT}/type",
        e.update_environment_type,
        one,
        body_schema="pingone/current/environment_type_request",
        **administered,
    )
    yield _row(
        "environment.delete",
        f"DELETE {_ENVIRONMENT}",
        e.delete_environment,
        {204: None},
        **administered,
    )
    bill = {200: "pingone/current/bill_of_materials"}
    yield _row(
        "bill_of_materials.read",
        f"GET {_BILL}",
        e.read_bill_of_materials,
        bill,
        editions=_TODAY,
    )
    yield _row(
        "bill_of_materials.update",
        f"PUT {_BILL}",
        e.update_bill_of_materials,
        bill,
        body_schema="pingone/current/bill_of_materials_request",
        **administered,
    )
    yield from _populations()


def _populations() -> Iterator[Operation[Platform]]:
    e = environments
    one = {200: "pingone/current/population"}
    said: dict[str, Any] = {
        "body_schema": "pingone/current/population_request",
        "editions": _TODAY,
    }
    yield _row(
        "population.list",
        f"GET {_POPULATIONS}",
        e.list_populations,
        {200: "pingone/current/population_list"},
        query=paging.PARAMETERS,
        editions=_TODAY,
    )
    yield _row(
        "population.create",
        f"POST {_POPULATIONS}",
        e.create_population,
        {201: "pingone/current/population"},
        **said,
    )
    yield _row("population.read", f"GET {_POPULATION}", e.read_population, one, editions=_TODAY)
    yield _row("population.update", f"PUT {_POPULATION}", e.update_population, one, **said)
    yield _row(
        "population.delete",
        f"DELETE {_POPULATION}",
        e.delete_population,
        {204: None},
        editions=_TODAY,
    )


OPERATIONS: tuple[Operation[Platform], ...] = (
    *_resources(P14C.name),
    *_resources(CURRENT.name),
    *_parts_of_resources(),
    *_environments(),
)
