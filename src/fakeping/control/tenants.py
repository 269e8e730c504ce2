"""Tenants and their tokens, and the health check."""

from fakeping.control.surface import HEADERS, ControlCall, answer, row, tenant_of
from fakeping.core.exchange import Reply, encoded
from fakeping.version import __version__


def health(call: ControlCall) -> Reply:  # noqa: ARG001 - every handler has one
    """Check that the server answers."""
    return answer({"status": "ok", "version": __version__})


def list_tenants(call: ControlCall) -> Reply:
    """List every tenant."""
    return answer({"tenants": [call.store.describe(each) for each in call.store.all()]})


def create_tenant(call: ControlCall) -> Reply:
    """Create a tenant."""
    tenant = call.store.create_from(call.body)
    url = f"{call.request.base_url}/__fakeping/tenants/{tenant.id}"
    return Reply(201, encoded(call.store.describe(tenant)), {**HEADERS, "Location": url})


def read_tenant(call: ControlCall) -> Reply:
    """Read one tenant."""
    return answer(call.store.describe(tenant_of(call)))


def delete_tenant(call: ControlCall) -> Reply:
    """Drop a tenant."""
    call.store.drop(tenant_of(call).id)
    return Reply(204)


def create_token(call: ControlCall) -> Reply:
    """Issue a token."""
    tenant = tenant_of(call)
    return Reply(201, encoded(call.store.issue_from(tenant, call.body)), HEADERS)


OPERATIONS = (
    row("health", "GET /health", health, {200: "control/health"}, public=True),
    row("tenant.list", "GET /tenants", list_tenants, {200: "control/tenant_list"}),
    row(
        "tenant.create",
        "POST /tenants",
        create_tenant,
        {201: "control/tenant"},
        "control/tenant_request",
    ),
    row("tenant.read", "GET /tenants/{tenant_id}", read_tenant, {200: "control/tenant"}),
    row("tenant.delete", "DELETE /tenants/{tenant_id}", delete_tenant, {204: None}),
    row(
        "token.create",
        "POST /tenants/{tenant_id}/tokens",
        create_token,
        {201: "control/token"},
        "control/token_request",
    ),
)
