"""Remote calls: how `fakeping.connect` calls a tenant's Python methods."""

from fakeping.control.surface import ControlCall, answer, row, tenant_of
from fakeping.core.exchange import Reply


def carry_out(call: ControlCall) -> Reply:
    """Call a method of a tenant's, such as `pingone.given.resource`."""
    base_url = call.request.base_url
    return answer(call.store.carry_out(tenant_of(call), call.body, base_url=base_url))


OPERATIONS = (
    row(
        "call",
        "POST /tenants/{tenant_id}/calls",
        carry_out,
        {200: "control/call_result"},
        "control/call_request",
    ),
)
