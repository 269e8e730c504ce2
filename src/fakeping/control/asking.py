"""Requests that the control page makes of a tenant's API, as any caller of it."""

from fakeping.control.surface import ControlCall, answer, row, tenant_of
from fakeping.core.exchange import Reply


def ask(call: ControlCall) -> Reply:
    """Send a request to a tenant's API as a caller that holds a token, in its journal or not."""
    return answer(call.store.ask_from(tenant_of(call), call.body, request=call.request))


OPERATIONS = (
    row(
        "ask",
        "POST /tenants/{tenant_id}/ask",
        ask,
        {200: "control/asked"},
        "control/ask_request",
    ),
)
