"""Environments and bills of materials on the wire."""

from collections.abc import Mapping

from fakeping.core.exchange import JSON
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.kind import environment_url
from fakeping.families.pingone.model import EnvironmentDescription


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
    said = ("type", "description", "console", "deployment", "softwareLicense", "tags", "bookmarks")
    return tuple(
        {name: each[name] for name in said if each.get(name) is not None}
        for each in bill.get("products") or ()
    )


def environment(
    base_url: str, entity: Environment, *, organization_id: str, bill_in: str | None = None
) -> JSON:
    """Render an environment; `bill_in` names the member for its bill of materials."""
    bill = {"billOfMaterials": bill_of_materials(base_url, entity)} if bill_in else {}
    url = environment_url(base_url, entity.id)
    parts = ("resources", "populations", "signOnPolicies", "billOfMaterials")
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


def _links(links: Mapping[str, str], chosen: tuple[str, ...]) -> JSON:
    return {name: {"href": links[name]} for name in ("self", *chosen)}


def _unless_unset(**members: JSON) -> dict[str, JSON]:
    return {name: value for name, value in members.items() if value is not None}
