"""The handlers of resources, scopes, attributes and secrets."""

from typing import TypeVar

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.core.table import Identified, Table
from fakeping.families.pingone import paging, replies, rules, wire
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Attribute, Resource, Scope
from fakeping.families.pingone.problems import BadParameter
from fakeping.families.pingone.store import Platform

E = TypeVar("E", bound=Identified)

PlatformCall = Call[Platform]

RESOURCE_FIELDS: paging.Fields[Resource] = {
    "id": lambda each: each.id,
    "name": lambda each: each.name,
    "description": lambda each: each.description,
    "type": lambda each: each.type,
    "audience": lambda each: each.settings.audience,
    "createdAt": lambda each: each.created_at,
    "updatedAt": lambda each: each.updated_at,
}

SCOPE_FIELDS: paging.Fields[Scope] = {
    "id": lambda each: each.id,
    "name": lambda each: each.name,
    "description": lambda each: each.description,
    "createdAt": lambda each: each.created_at,
    "updatedAt": lambda each: each.updated_at,
}

ATTRIBUTE_FIELDS: paging.Fields[Attribute] = {
    "id": lambda each: each.id,
    "name": lambda each: each.name,
    "type": lambda each: each.type,
    "value": lambda each: each.value,
}


def list_resources(call: PlatformCall) -> Reply:
    """List an environment's resources, optionally with their scopes."""
    environment = _environment(call)
    base_url, edition = call.request.base_url, environment.edition
    url = f"{wire.environment_url(base_url, environment.id)}/resources"
    table = environment.resources.table
    embedded = edition.embedded["resources"]
    expand = call.query.get("expand")
    if expand not in {None, "scopes"}:
        raise BadParameter(
            "The only expansion is 'scopes'.", target="expand", rule=rules.EXPAND_UNKNOWN
        )
    query = paging.understood(call.query, edition.parameters)
    if expand is None and not query and _fits(table, edition):
        return replies.collection(
            table,
            url=url,
            embedded=embedded,
            form="listed",
            base_url=base_url,
            render=lambda each: wire.listed_resource(base_url, each, edition),
        )
    found = paging.page(
        table,
        query,
        id_of=lambda each: each.id,
        fields=RESOURCE_FIELDS,
        bounded=edition.bounded_pages,
    )
    if expand is not None and edition.parameters:
        query["expand"] = expand

    def render(each: Resource) -> JSON:
        document = wire.listed_resource(base_url, each, edition)
        if expand is not None:
            scopes = environment.resources.scopes(each.id)
            paging.require_short(len(scopes), scopes.size)
            shown = [wire.scope(base_url, scope, edition) for scope in scopes]
            document["_embedded"] = {"scopes": shown}
        return document

    reply = replies.page(found, url=url, query=query, embedded=embedded, render=render)
    if expand is not None:
        reply.rule = rules.EXPAND.name
    return reply


def create_resource(call: PlatformCall) -> Reply:
    """Add a custom resource."""
    environment = _environment(call)
    said = wire.resource_description(call.body, environment.edition)
    created = environment.resources.create(said)
    url = wire.resource_url(call.request.base_url, environment.id, created.id)
    return replies.created(_resource_bytes(call, environment, created), url)


def read_resource(call: PlatformCall) -> Reply:
    """Read one resource."""
    environment = _environment(call)
    found = environment.resources.get(call.params["resource_id"])
    return replies.reply(_resource_bytes(call, environment, found))


def update_resource(call: PlatformCall) -> Reply:
    """Replace a custom resource."""
    environment = _environment(call)
    said = wire.resource_description(call.body, environment.edition)
    updated = environment.resources.update(call.params["resource_id"], said)
    return replies.reply(_resource_bytes(call, environment, updated))


def delete_resource(call: PlatformCall) -> Reply:
    """Remove a custom resource and its scopes."""
    _environment(call).delete_resource(call.params["resource_id"])
    return Reply(204)


def list_scopes(call: PlatformCall) -> Reply:
    """List a resource's scopes."""
    environment = _environment(call)
    base_url, edition = call.request.base_url, environment.edition
    resource_id = call.params["resource_id"]
    table = environment.resources.scopes(resource_id)
    url = f"{wire.resource_url(base_url, environment.id, resource_id)}/scopes"
    embedded = edition.embedded["scopes"]

    def render(each: Scope) -> JSON:
        return wire.scope(base_url, each, edition)

    query = paging.understood(call.query, edition.parameters)
    if not query and _fits(table, edition):
        return replies.collection(
            table, url=url, embedded=embedded, form="whole", base_url=base_url, render=render
        )
    found = paging.page(
        table, query, id_of=lambda each: each.id, fields=SCOPE_FIELDS, bounded=edition.bounded_pages
    )
    return replies.page(found, url=url, query=query, embedded=embedded, render=render)


def create_scope(call: PlatformCall) -> Reply:
    """Add a custom scope to a resource."""
    environment = _environment(call)
    resource_id = call.params["resource_id"]
    said = wire.scope_description(call.body, environment.edition)
    created = environment.create_scope(resource_id, said)
    url = wire.resource_url(call.request.base_url, environment.id, resource_id)
    return replies.created(_scope_bytes(call, environment, created), f"{url}/scopes/{created.id}")


def read_scope(call: PlatformCall) -> Reply:
    """Read one scope of a resource."""
    environment = _environment(call)
    found = environment.resources.scope(call.params["resource_id"], call.params["scope_id"])
    return replies.reply(_scope_bytes(call, environment, found))


def update_scope(call: PlatformCall) -> Reply:
    """Replace a scope."""
    environment = _environment(call)
    resource_id, scope_id = call.params["resource_id"], call.params["scope_id"]
    said = wire.scope_description(call.body, environment.edition)
    updated = environment.update_scope(resource_id, scope_id, said)
    return replies.reply(_scope_bytes(call, environment, updated))


def delete_scope(call: PlatformCall) -> Reply:
    """Remove a custom scope."""
    environment = _environment(call)
    environment.resources.delete_scope(call.params["resource_id"], call.params["scope_id"])
    return Reply(204)


def list_attributes(call: PlatformCall) -> Reply:
    """List a resource's attributes."""
    environment = _environment(call)
    resource_id = call.params["resource_id"]
    base_url = call.request.base_url
    query = paging.understood(call.query, environment.edition.parameters)
    found = paging.page(
        environment.attributes.table(resource_id),
        query,
        id_of=lambda each: each.id,
        fields=ATTRIBUTE_FIELDS,
        bounded=environment.edition.bounded_pages,
    )
    return replies.page(
        found,
        url=f"{wire.resource_url(base_url, environment.id, resource_id)}/attributes",
        query=query,
        embedded=environment.edition.embedded["attributes"],
        render=lambda each: wire.attribute(base_url, each),
    )


def create_attribute(call: PlatformCall) -> Reply:
    """Add a custom attribute to a resource."""
    said = wire.attribute_description(call.body)
    environment = _environment(call)
    created = environment.attributes.create(call.params["resource_id"], said)
    base_url = call.request.base_url
    of_resource = wire.resource_url(base_url, environment.id, created.resource_id)
    body = encoded(wire.attribute(base_url, created))
    return replies.created(body, f"{of_resource}/attributes/{created.id}")


def read_attribute(call: PlatformCall) -> Reply:
    """Read one attribute of a resource."""
    attributes = _environment(call).attributes
    found = attributes.get(call.params["resource_id"], call.params["attribute_id"])
    return replies.reply(encoded(wire.attribute(call.request.base_url, found)))


def update_attribute(call: PlatformCall) -> Reply:
    """Replace an attribute."""
    updated = _environment(call).attributes.update(
        call.params["resource_id"],
        call.params["attribute_id"],
        wire.attribute_description(call.body),
    )
    return replies.reply(encoded(wire.attribute(call.request.base_url, updated)))


def delete_attribute(call: PlatformCall) -> Reply:
    """Remove a custom attribute."""
    attributes = _environment(call).attributes
    attributes.delete(call.params["resource_id"], call.params["attribute_id"])
    return Reply(204)


def read_secret(call: PlatformCall) -> Reply:
    """Read a custom resource's secret."""
    environment = _environment(call)
    resource_id = call.params["resource_id"]
    found = environment.secrets.get(resource_id)
    document = wire.secret(call.request.base_url, environment.id, resource_id, found)
    return replies.reply(encoded(document))


def rotate_secret(call: PlatformCall) -> Reply:
    """Make a new secret for a custom resource."""
    environment = _environment(call)
    resource_id = call.params["resource_id"]
    previous = call.body.get("previous") or {}
    rotated = environment.secrets.rotate(resource_id, previous_expires_at=previous.get("expiresAt"))
    document = wire.secret(call.request.base_url, environment.id, resource_id, rotated)
    return replies.reply(encoded(document))


def delete_previous_secret(call: PlatformCall) -> Reply:
    """Expire a custom resource's previous secret."""
    _environment(call).secrets.forget_previous(call.params["resource_id"])
    return Reply(204)


def _fits(table: Table[E], edition: Edition) -> bool:
    """Whether the whole table fits on one page, or the edition has no pages."""
    return not edition.bounded_pages or len(table) <= paging.MAX_PAGE


def _environment(call: PlatformCall) -> Environment:
    return call.store.environment(call.address)


def _resource_bytes(call: PlatformCall, environment: Environment, resource: Resource) -> bytes:
    base_url = call.request.base_url
    return environment.resources.table.encoded(
        resource,
        form="whole",
        base_url=base_url,
        render=lambda each: wire.resource(base_url, each, environment.edition),
    )


def _scope_bytes(call: PlatformCall, environment: Environment, scope: Scope) -> bytes:
    base_url = call.request.base_url
    return environment.resources.scopes(call.params["resource_id"]).encoded(
        scope,
        form="whole",
        base_url=base_url,
        render=lambda each: wire.scope(base_url, each, environment.edition),
    )
