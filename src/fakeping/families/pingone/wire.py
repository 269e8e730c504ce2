"""Model to HAL and back: the only place that knows the wire's names."""

from collections.abc import Mapping

from fakeping.core.exchange import JSON
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import (
    CUSTOM,
    Attribute,
    AttributeDescription,
    EnvironmentDescription,
    Population,
    Resource,
    ResourceDescription,
    Scope,
    ScopeDescription,
    Secret,
    Settings,
)

_DEFAULT_VALIDITY = 3600
_DEFAULT_INTROSPECTION = "CLIENT_SECRET_BASIC"


# Reading: members that are unknown, or that a client can't set, are ignored.


def resource_description(body: JSON, edition: Edition) -> ResourceDescription:
    """Read a validated body, with defaults for absent members."""
    if not edition.settings:
        return ResourceDescription(name=body["name"], description=body.get("description"))
    permissions = body.get("applicationPermissionsSettings") or {}
    return ResourceDescription(
        name=body["name"],
        description=body.get("description"),
        settings=Settings(
            audience=body.get("audience") or body["name"],
            access_token_validity=int(body.get("accessTokenValiditySeconds") or _DEFAULT_VALIDITY),
            introspect_auth_method=body.get("introspectEndpointAuthMethod")
            or _DEFAULT_INTROSPECTION,
            permissions_claim=permissions.get("claimEnabled") or False,
        ),
    )


def scope_description(body: JSON, edition: Edition) -> ScopeDescription:
    """Read a validated body."""
    said = ScopeDescription(name=body["name"], description=body.get("description"))
    if not edition.settings:
        return said
    return ScopeDescription(
        name=said.name,
        description=said.description,
        schema_attributes=_tuple(body.get("schemaAttributes")),
        mapped_claims=_tuple(body.get("mappedClaims")),
    )


def attribute_description(body: JSON) -> AttributeDescription:
    """Read a validated body."""
    return AttributeDescription(
        name=body["name"],
        value=body["value"],
        id_token=body.get("idToken"),
        user_info=body.get("userInfo"),
    )


def environment_description(body: JSON) -> EnvironmentDescription:
    """Read a validated body."""
    bill = body.get("billOfMaterials") or {}
    return EnvironmentDescription(
        name=body["name"],
        description=body.get("description"),
        type=body["type"],
        region=body["region"],
        license_id=body["license"]["id"],
        icon=body.get("icon"),
        products=products(bill) or ({"type": "PING_ONE_BASE"},),
        solution=bill.get("solutionType"),
    )


def products(bill: JSON) -> JSON:
    """Read the products of a bill of materials: only the members that a client can set."""
    said = ("type", "description", "console", "deployment", "softwareLicense", "bookmarks")
    return tuple(
        {name: each[name] for name in said if each.get(name) is not None}
        for each in bill.get("products") or ()
    )


# Writing: unset members are absent, never null.


def environment_url(base_url: str, environment_id: str) -> str:
    """The URL of an environment."""
    return f"{base_url}/v1/environments/{environment_id}"


def resource_url(base_url: str, environment_id: str, resource_id: str) -> str:
    """The URL of a resource."""
    return f"{environment_url(base_url, environment_id)}/resources/{resource_id}"


def resource(base_url: str, entity: Resource, edition: Edition) -> JSON:
    """Render a resource with every member of the data model."""
    environment = environment_url(base_url, entity.environment_id)
    url = f"{environment}/resources/{entity.id}"
    links = {"self": {"href": url}, "environment": {"href": environment}}
    for part in _parts_of_resource(entity, edition):
        links[part] = {"href": f"{url}/{part}"}
    settings = entity.settings
    claim = settings.permissions_claim
    return {
        "_links": links,
        "id": entity.id,
        "environment": {"id": entity.environment_id},
        "name": entity.name,
        **_unless_unset(description=entity.description),
        "type": entity.type,
        **_unless_unset(
            audience=settings.audience,
            accessTokenValiditySeconds=settings.access_token_validity,
            introspectEndpointAuthMethod=settings.introspect_auth_method,
            applicationPermissionsSettings=None if claim is None else {"claimEnabled": claim},
        ),
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def _parts_of_resource(entity: Resource, edition: Edition) -> tuple[str, ...]:
    if entity.type == CUSTOM:
        return edition.resource_parts
    return tuple(each for each in edition.resource_parts if each != "secret")


def listed_resource(base_url: str, entity: Resource, edition: Edition) -> JSON:
    """Render a resource as an element of a collection."""
    whole = resource(base_url, entity, edition)
    if edition.listed is None:
        return whole
    return {name: value for name, value in whole.items() if name in edition.listed}


def scope(base_url: str, entity: Scope, edition: Edition) -> JSON:
    """Render a scope."""
    of_resource = resource_url(base_url, entity.environment_id, entity.resource_id)
    links = {
        "self": f"{of_resource}/scopes/{entity.id}",
        "resource": of_resource,
        "environment": environment_url(base_url, entity.environment_id),
    }
    return {
        "_links": _links(links, edition.scope_links),
        "id": entity.id,
        "environment": {"id": entity.environment_id},
        "resource": {"id": entity.resource_id},
        "name": entity.name,
        **_unless_unset(
            description=entity.description,
            schemaAttributes=_list(entity.schema_attributes),
            mappedClaims=_list(entity.mapped_claims),
            createdAt=entity.created_at,
            updatedAt=entity.updated_at,
        ),
    }


def attribute(base_url: str, entity: Attribute) -> JSON:
    """Render an attribute."""
    of_resource = resource_url(base_url, entity.environment_id, entity.resource_id)
    links = {
        "self": f"{of_resource}/attributes/{entity.id}",
        "resource": of_resource,
        "environment": environment_url(base_url, entity.environment_id),
    }
    return {
        "_links": _links(links, ("resource", "environment")),
        "id": entity.id,
        "environment": {"id": entity.environment_id},
        "resource": {"id": entity.resource_id},
        "name": entity.name,
        "value": entity.value,
        "type": entity.type,
        **_unless_unset(idToken=entity.id_token, userInfo=entity.user_info),
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def secret(base_url: str, environment_id: str, resource_id: str, entity: Secret) -> JSON:
    """Render a resource's secret and its unexpired previous one."""
    of_resource = resource_url(base_url, environment_id, resource_id)
    links = {
        "self": f"{of_resource}/secret",
        "environment": environment_url(base_url, environment_id),
        "resource": of_resource,
    }
    previous = {"secret": entity.previous, "expiresAt": entity.previous_expires_at}
    return {
        "_links": _links(links, ("environment", "resource")),
        "environment": {"id": environment_id},
        "secret": entity.secret,
        **({"previous": previous} if entity.previous is not None else {}),
    }


def environment(
    base_url: str, entity: Environment, *, organization_id: str, bill_in: str | None = None
) -> JSON:
    """Render an environment; `bill_in` names the member for its bill of materials."""
    bill = {"billOfMaterials": bill_of_materials(base_url, entity)} if bill_in else {}
    url = environment_url(base_url, entity.id)
    parts = ("resources", "populations", "billOfMaterials")
    links = {"self": url, **{each: f"{url}/{each}" for each in parts}}
    said = entity.said
    return {
        "_links": _links(links, parts if entity.edition.settings else ("resources",)),
        "id": entity.id,
        "name": said.name,
        **_unless_unset(description=said.description, icon=said.icon),
        "organization": {"id": organization_id},
        "type": said.type,
        "region": said.region,
        "license": {"id": said.license_id},
        "status": "ACTIVE",
        **({bill_in: bill} if bill_in == "_embedded" else bill),
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def bill_of_materials(base_url: str, entity: Environment) -> JSON:
    """Render the products of an environment."""
    url = environment_url(base_url, entity.id)
    links = {"self": f"{url}/billOfMaterials", "environment": url}
    return {
        "_links": _links(links, ("environment",)),
        **_unless_unset(solutionType=entity.said.solution),
        "products": [
            {"id": derived_uuid(entity.id, "product", str(place), each["type"]), **each}
            for place, each in enumerate(entity.said.products)
        ],
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def population(base_url: str, entity: Population) -> JSON:
    """Render a population."""
    url = environment_url(base_url, entity.environment_id)
    links = {"self": f"{url}/populations/{entity.id}", "environment": url}
    return {
        "_links": _links(links, ("environment",)),
        "id": entity.id,
        "environment": {"id": entity.environment_id},
        "name": entity.name,
        **_unless_unset(description=entity.description),
        "default": entity.default,
        "userCount": 0,
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def _links(links: Mapping[str, str], chosen: tuple[str, ...]) -> JSON:
    return {name: {"href": links[name]} for name in ("self", *chosen)}


def _unless_unset(**members: JSON) -> dict[str, JSON]:
    return {name: value for name, value in members.items() if value is not None}


def _tuple(said: list[str] | None) -> tuple[str, ...] | None:
    return None if said is None else tuple(said)


def _list(kept: tuple[str, ...] | None) -> list[str] | None:
    return None if kept is None else list(kept)
