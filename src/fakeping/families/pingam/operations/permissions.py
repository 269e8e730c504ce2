"""The permission_request endpoint: a resource server gets a ticket for what a party requests."""

from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.operation import Operation, row
from fakeping.families.oauth import OAuthError
from fakeping.families.pingam import refusals
from fakeping.families.pingam.model import Permission
from fakeping.families.pingam.operations.call import AMCall, issuer, owner
from fakeping.families.pingam.rules import uma as rules
from fakeping.families.pingam.store import AccessManager


def request(call: AMCall) -> Reply:
    """Issue a permission ticket for resources of the PAT's resource owner."""
    wanted = call.body if isinstance(call.body, list) else [call.body]
    ticket = call.store.tickets.issue(
        tuple(_permission(call, each) for each in wanted),
        realm=call.address,
        owner=owner(call),
        issuer=issuer(call),
    )
    return Reply(201, encoded({"ticket": ticket.value}), {"Content-Type": "application/json"})


def _permission(call: AMCall, said: JSON) -> Permission:
    edition = call.store.edition
    id_ = _member(said, edition.id_member, error=f"invalid_{edition.id_member}")
    scopes = _member(said, edition.scopes_member, error="invalid_scope")
    found = call.store.resource_sets.find(id_, realm=call.address, owner=owner(call))
    if found is None:
        raise OAuthError(
            f"invalid_{edition.id_member}",
            f"Could not find Resource Set, {id_}",
            rule=rules.TICKET_RESOURCE,
        )
    if not set(scopes) <= set(found.resource_scopes):
        raise OAuthError(
            "invalid_scope",
            "Requested scopes are not in allowed scopes for resource set.",
            rule=rules.TICKET_SCOPE,
        )
    return Permission(resource_id=id_, scopes=tuple(dict.fromkeys(scopes)))


def _member(said: JSON, name: str, *, error: str) -> JSON:
    """A required member. Its type is checked by the schema."""
    if said.get(name) is None:
        rule = rules.TICKET_SCOPE if error == "invalid_scope" else rules.TICKET_RESOURCE
        raise OAuthError(
            error, f"Invalid Permission Request. Missing required attribute, '{name}'.", rule=rule
        )
    return said[name]


OPERATIONS: tuple[Operation[AccessManager], ...] = (
    row(
        "pingam.permission_request",
        "POST /uma/{realm*}/permission_request",
        request,
        {201: "pingam/ticket"},
        body_schema="pingam/permission_request",
        rule=rules.TICKET,
        trailing_slash=False,
        confidential=True,
        render_problem=refusals.uma,
    ),
)
