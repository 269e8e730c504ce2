"""An environment's own description, in its entry of a state document."""

from fakeping.core import schemas
from fakeping.core.exchange import JSON
from fakeping.families.pingone import wire
from fakeping.families.pingone.model import EnvironmentDescription

#: The members of an environment's own description.
DESCRIBED = frozenset(
    {"name", "description", "icon", "type", "region", "license", "billOfMaterials"}
)


def description(default: EnvironmentDescription, document: JSON) -> EnvironmentDescription:
    """The description in an environment's entry; what is left out is by default."""
    bill = document.get("billOfMaterials", {})
    body = {
        "name": document["name"],
        "description": document.get("description"),
        "icon": document.get("icon"),
        "type": document.get("type", default.type),
        "region": document.get("region", default.region),
        "license": document.get("license", {"id": default.license_id}),
        "billOfMaterials": {"products": list(default.products), **bill},
    }
    schemas.validate("pingone/current/environment_request", _unless_null(body))
    return wire.environment_description(body)


def _unless_null(document: JSON) -> JSON:
    return {name: value for name, value in document.items() if value is not None}
