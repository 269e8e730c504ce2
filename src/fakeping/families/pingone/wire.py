"""Model to HAL and back: the only place that knows the wire's names."""

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.table import Table
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.model import Description, Resource, Scope

_HEADERS = {"Content-Type": "application/json"}


def environment_url(base_url: str, environment_id: str) -> str:
    """Where an environment is read."""
    return f"{base_url}/v1/environments/{environment_id}"


def resource_url(base_url: str, environment_id: str, resource_id: str) -> str:
    """Where a resource is read."""
    return f"{environment_url(base_url, environment_id)}/resources/{resource_id}"


def scope_url(base_url: str, environment_id: str, resource_id: str, scope_id: str) -> str:
    """Where a scope is read."""
    return f"{resource_url(base_url, environment_id, resource_id)}/scopes/{scope_id}"


def description(body: JSON) -> Description:
    """Read a validated body. What a client can't set, and what nobody knows, is ignored."""
    return Description(name=body["name"], description=body.get("description"))


def environment(base_url: str, environment_id: str, *, created_at: str) -> JSON:
    """Render an environment."""
    url = environment_url(base_url, environment_id)
    return {
        "_links": {"self": {"href": url}, "resources": {"href": f"{url}/resources"}},
        "id": environment_id,
        "name": f"fakeping {environment_id[:8]}",
        "type": "SANDBOX",
        "region": "NA",
        "license": {"id": environment_id},
        "createdAt": created_at,
        "updatedAt": created_at,
    }


def resource(base_url: str, entity: Resource) -> JSON:
    """Render a resource with every member of the data model; what is unset is absent."""
    return {
        "_links": {
            "self": {"href": resource_url(base_url, entity.environment_id, entity.id)},
            "environment": {"href": environment_url(base_url, entity.environment_id)},
        },
        "id": entity.id,
        "environment": {"id": entity.environment_id},
        "name": entity.name,
        **_unless_unset(description=entity.description),
        "type": entity.type,
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def listed_resource(base_url: str, entity: Resource, edition: Edition) -> JSON:
    """Render a resource as a collection shows it."""
    whole = resource(base_url, entity)
    return {name: value for name, value in whole.items() if name in edition.listed}


def scope(base_url: str, entity: Scope) -> JSON:
    """Render a scope."""
    ids = (entity.environment_id, entity.resource_id)
    return {
        "_links": {
            "self": {"href": scope_url(base_url, *ids, entity.id)},
            "resource": {"href": resource_url(base_url, *ids)},
            "environment": {"href": environment_url(base_url, entity.environment_id)},
        },
        "id": entity.id,
        "environment": {"id": entity.environment_id},
        "resource": {"id": entity.resource_id},
        "name": entity.name,
        **_unless_unset(
            description=entity.description,
            createdAt=entity.created_at,
            updatedAt=entity.updated_at,
        ),
    }


def environment_reply(document: JSON) -> Reply:
    """Answer with an environment."""
    return Reply(200, encoded(document), _HEADERS)


def resource_reply(table: Table[Resource], id_: str, base_url: str) -> Reply:
    """Answer with a resource as it stands."""
    return Reply(200, _resource_bytes(table, id_, base_url), _HEADERS)


def resource_created(table: Table[Resource], entity: Resource, base_url: str) -> Reply:
    """Answer that a resource was created, and where."""
    url = resource_url(base_url, entity.environment_id, entity.id)
    return Reply(201, _resource_bytes(table, entity.id, base_url), {**_HEADERS, "Location": url})


def scope_reply(table: Table[Scope], id_: str, base_url: str) -> Reply:
    """Answer with a scope as it stands."""
    return Reply(200, _scope_bytes(table, id_, base_url), _HEADERS)


def scope_created(table: Table[Scope], entity: Scope, base_url: str) -> Reply:
    """Answer that a scope was created, and where."""
    url = scope_url(base_url, entity.environment_id, entity.resource_id, entity.id)
    return Reply(201, _scope_bytes(table, entity.id, base_url), {**_HEADERS, "Location": url})


def resources(
    table: Table[Resource], environment_id: str, base_url: str, edition: Edition
) -> Reply:
    """Answer with all resources."""
    items = table.joined(
        form="listed",
        base_url=base_url,
        render=lambda each: listed_resource(base_url, each, edition),
    )
    url = f"{environment_url(base_url, environment_id)}/resources"
    return _collection(url, items, len(table), edition)


def expanded_resources(
    table: Table[Resource],
    scopes_of: dict[str, Table[Scope]],
    environment_id: str,
    base_url: str,
    edition: Edition,
) -> Reply:
    """Answer with all resources, each with its scopes in `_embedded`."""
    items = b",".join(
        encoded(
            listed_resource(base_url, each, edition)
            | {"_embedded": {"scopes": [scope(base_url, one) for one in scopes_of[each.id]]}}
        )
        for each in table
    )
    url = f"{environment_url(base_url, environment_id)}/resources"
    return _collection(url, items, len(table), edition)


def scopes(
    table: Table[Scope], environment_id: str, resource_id: str, base_url: str, edition: Edition
) -> Reply:
    """Answer with all scopes of a resource."""
    items = table.joined(form="whole", base_url=base_url, render=lambda each: scope(base_url, each))
    url = f"{resource_url(base_url, environment_id, resource_id)}/scopes"
    return _collection(url, items, len(table), edition)


def _collection(url: str, items: bytes, count: int, edition: Edition) -> Reply:
    body = b'{"_links":{"self":{"href":%b}},"_embedded":{%b:[%b]},"count":%d,"size":%d}' % (
        encoded(url),
        encoded(edition.embedded),
        items,
        count,
        count,
    )
    return Reply(200, body, _HEADERS)


def _resource_bytes(table: Table[Resource], id_: str, base_url: str) -> bytes:
    return table.encoded(
        id_, form="whole", base_url=base_url, render=lambda each: resource(base_url, each)
    )


def _scope_bytes(table: Table[Scope], id_: str, base_url: str) -> bytes:
    return table.encoded(
        id_, form="whole", base_url=base_url, render=lambda each: scope(base_url, each)
    )


def _unless_unset(**members: str | None) -> dict[str, str]:
    return {name: value for name, value in members.items() if value is not None}
