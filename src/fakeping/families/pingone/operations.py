"""The operations of PingOne's resources and scopes, as a table, and their handlers."""

from fakeping.core.exchange import Reply
from fakeping.core.operation import Call, Operation
from fakeping.families.pingone import rules, wire
from fakeping.families.pingone.problems import BadParameter
from fakeping.families.pingone.store import Platform

PlatformCall = Call[Platform]


def read_environment(call: PlatformCall) -> Reply:
    """Read the environment that entities link to."""
    store = call.store
    return wire.environment_reply(
        wire.environment(call.request.base_url, store.environment_id, created_at=store.created_at)
    )


def list_resources(call: PlatformCall) -> Reply:
    """List an environment's resources, on request with their scopes."""
    store = call.store
    place = (store.environment_id, call.request.base_url, store.edition)
    expand = call.query.get("expand")
    if expand is None:
        return wire.resources(store.resources, *place)
    if expand != "scopes":
        raise BadParameter(
            "The only expansion is 'scopes'.", target="expand", rule=rules.EXPAND_UNKNOWN
        )
    return wire.expanded_resources(store.resources, store.scopes_by_resource, *place)


def create_resource(call: PlatformCall) -> Reply:
    """Add a custom resource."""
    created = call.store.create_resource(wire.description(call.body))
    return wire.resource_created(call.store.resources, created, call.request.base_url)


def read_resource(call: PlatformCall) -> Reply:
    """Read one resource."""
    found = call.store.resource(call.params["resource_id"])
    return wire.resource_reply(call.store.resources, found.id, call.request.base_url)


def update_resource(call: PlatformCall) -> Reply:
    """Replace a custom resource's name and description."""
    said = wire.description(call.body)
    updated = call.store.update_resource(call.params["resource_id"], said)
    return wire.resource_reply(call.store.resources, updated.id, call.request.base_url)


def delete_resource(call: PlatformCall) -> Reply:
    """Remove a custom resource and its scopes."""
    call.store.delete_resource(call.params["resource_id"])
    return Reply(204)


def list_scopes(call: PlatformCall) -> Reply:
    """List a resource's scopes."""
    store = call.store
    resource_id = call.params["resource_id"]
    return wire.scopes(
        store.scopes(resource_id),
        store.environment_id,
        resource_id,
        call.request.base_url,
        store.edition,
    )


def create_scope(call: PlatformCall) -> Reply:
    """Add a custom scope to a resource."""
    resource_id = call.params["resource_id"]
    created = call.store.create_scope(resource_id, wire.description(call.body))
    return wire.scope_created(call.store.scopes(resource_id), created, call.request.base_url)


def read_scope(call: PlatformCall) -> Reply:
    """Read one scope of a resource."""
    resource_id = call.params["resource_id"]
    found = call.store.scope(resource_id, call.params["scope_id"])
    return wire.scope_reply(call.store.scopes(resource_id), found.id, call.request.base_url)


def update_scope(call: PlatformCall) -> Reply:
    """Replace a custom scope's name and description."""
    resource_id = call.params["resource_id"]
    said = wire.description(call.body)
    updated = call.store.update_scope(resource_id, call.params["scope_id"], said)
    return wire.scope_reply(call.store.scopes(resource_id), updated.id, call.request.base_url)


def delete_scope(call: PlatformCall) -> Reply:
    """Remove a custom scope."""
    call.store.delete_scope(call.params["resource_id"], call.params["scope_id"])
    return Reply(204)


_ENVIRONMENT = "/v1/environments/{environment_id}"
_RESOURCES = _ENVIRONMENT + "/resources"
_RESOURCE = _RESOURCES + "/{resource_id}"
_SCOPES = _RESOURCE + "/scopes"
_SCOPE = _SCOPES + "/{scope_id}"

OPERATIONS: tuple[Operation[Platform], ...] = (
    Operation(
        name="pingone.environment.read",
        method="GET",
        path=_ENVIRONMENT,
        handler=read_environment,
        replies={200: "pingone/environment"},
        summary="Read the environment that entities link to",
    ),
    Operation(
        name="pingone.resource.list",
        method="GET",
        path=_RESOURCES,
        handler=list_resources,
        replies={200: "pingone/resource_list"},
        summary="List the environment's resources",
        query=("expand",),
    ),
    Operation(
        name="pingone.resource.create",
        method="POST",
        path=_RESOURCES,
        handler=create_resource,
        replies={201: "pingone/resource"},
        summary="Add a custom resource",
        body_schema="pingone/resource_request",
    ),
    Operation(
        name="pingone.resource.read",
        method="GET",
        path=_RESOURCE,
        handler=read_resource,
        replies={200: "pingone/resource"},
        summary="Read one resource",
    ),
    Operation(
        name="pingone.resource.update",
        method="PUT",
        path=_RESOURCE,
        handler=update_resource,
        replies={200: "pingone/resource"},
        summary="Replace a custom resource's name and description",
        body_schema="pingone/resource_request",
    ),
    Operation(
        name="pingone.resource.delete",
        method="DELETE",
        path=_RESOURCE,
        handler=delete_resource,
        replies={204: None},
        summary="Remove a custom resource and its scopes",
    ),
    Operation(
        name="pingone.scope.list",
        method="GET",
        path=_SCOPES,
        handler=list_scopes,
        replies={200: "pingone/scope_list"},
        summary="List a resource's scopes",
    ),
    Operation(
        name="pingone.scope.create",
        method="POST",
        path=_SCOPES,
        handler=create_scope,
        replies={201: "pingone/scope"},
        summary="Add a custom scope to a resource",
        body_schema="pingone/scope_request",
    ),
    Operation(
        name="pingone.scope.read",
        method="GET",
        path=_SCOPE,
        handler=read_scope,
        replies={200: "pingone/scope"},
        summary="Read one scope of a resource",
    ),
    Operation(
        name="pingone.scope.update",
        method="PUT",
        path=_SCOPE,
        handler=update_scope,
        replies={200: "pingone/scope"},
        summary="Replace a custom scope's name and description",
        body_schema="pingone/scope_request",
    ),
    Operation(
        name="pingone.scope.delete",
        method="DELETE",
        path=_SCOPE,
        handler=delete_scope,
        replies={204: None},
        summary="Remove a custom scope",
    ),
)
