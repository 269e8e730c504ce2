"""The handlers of environments."""

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Call
from fakeping.families.pingone import paging, replies, rules, wire
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.filtering import Fields
from fakeping.families.pingone.kind import environment_url
from fakeping.families.pingone.problems import BadParameter
from fakeping.families.pingone.store import Platform

PlatformCall = Call[Platform]

ENVIRONMENT_FIELDS: Fields[Environment] = {
    "id": lambda each: each.id,
    "name": lambda each: each.said.name,
    "type": lambda each: each.said.type,
    "region": lambda each: each.said.region,
    "status": lambda _: "ACTIVE",
    "license.id": lambda each: each.said.license_id,
    "organization.id": lambda _: None,  # the tenant knows which
    "createdAt": lambda each: each.created_at,
    "updatedAt": lambda each: each.updated_at,
}


def list_environments(call: PlatformCall) -> Reply:
    """List the tenant's environments."""
    bill_in = _expansion(call)
    found = paging.page(
        call.store.environments(),
        call.query,
        id_of=lambda each: each.id,
        fields={**ENVIRONMENT_FIELDS, "organization.id": lambda _: call.store.organization_id},
        bounded=call.store.edition.bounded_pages,
    )
    return replies.page(
        found,
        url=f"{call.request.base_url}/v1/environments",
        query=paging.understood(call.query, (*paging.PARAMETERS, "expand")),
        embedded=call.store.edition.embedded["environments"],
        render=lambda each: _document(call, each, bill_in=bill_in),
    )


def create_environment(call: PlatformCall) -> Reply:
    """Add an environment with its built-in entities."""
    created = call.store.create_environment(wire.environment_description(call.body))
    url = environment_url(call.request.base_url, created.id)
    return replies.created(encoded(_document(call, created, bill_in="billOfMaterials")), url)


def read_environment(call: PlatformCall) -> Reply:
    """Read one environment."""
    found = _environment(call)
    return replies.reply(encoded(_document(call, found, bill_in=_expansion(call))))


def update_environment(call: PlatformCall) -> Reply:
    """Replace an environment's description."""
    said = wire.environment_description(call.body)
    updated = call.store.update_environment(call.address, said)
    return replies.reply(encoded(_document(call, updated)))


def update_environment_type(call: PlatformCall) -> Reply:
    """Set an environment's type: sandbox or production."""
    updated = call.store.set_type(call.address, call.body["type"])
    return replies.reply(encoded(_document(call, updated)))


def delete_environment(call: PlatformCall) -> Reply:
    """Remove an environment and all that it holds."""
    call.store.delete_environment(call.address)
    return Reply(204)


def read_bill_of_materials(call: PlatformCall) -> Reply:
    """Read an environment's products."""
    found = _environment(call)
    return replies.reply(encoded(wire.bill_of_materials(call.request.base_url, found)))


def update_bill_of_materials(call: PlatformCall) -> Reply:
    """Replace an environment's products."""
    products = wire.products(call.body)
    updated = call.store.set_products(call.address, products)
    return replies.reply(encoded(wire.bill_of_materials(call.request.base_url, updated)))


def _environment(call: PlatformCall) -> Environment:
    return call.store.environment(call.address)


def _document(call: PlatformCall, environment: Environment, bill_in: str | None = None) -> JSON:
    return wire.environment(
        call.request.base_url,
        environment,
        organization_id=call.store.organization_id,
        bill_in=bill_in,
    )


def _expansion(call: PlatformCall) -> str | None:
    """The member for an expanded bill of materials, or `None`. Raises `BadParameter`."""
    expand = call.query.get("expand") if call.store.edition.parameters else None
    if expand not in {None, "billOfMaterials"}:
        raise BadParameter(
            "The only expansion is 'billOfMaterials'.", target="expand", rule=rules.EXPAND_UNKNOWN
        )
    return "_embedded" if expand else None
