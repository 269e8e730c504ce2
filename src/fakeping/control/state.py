"""A tenant's state as a document: read, replace, add, reset."""

from fakeping.control.surface import HEADERS, ControlCall, answer, row, tenant_of
from fakeping.core.exchange import Reply, encoded


def read_state(call: ControlCall) -> Reply:
    """Read a tenant's state: all that was added to it."""
    return answer(tenant_of(call).snapshot())


def replace_state(call: ControlCall) -> Reply:
    """Replace a tenant's state with a document's."""
    tenant_of(call).reset(to=call.body)
    return Reply(204)


def add_state(call: ControlCall) -> Reply:
    """Load a document on top of a tenant's state."""
    tenant_of(call).add(call.body)
    return Reply(204)


def reset(call: ControlCall) -> Reply:
    """Reset a tenant to its seed, to empty, or to a document."""
    tenant_of(call).reset(to=call.body.get("to", call.body))
    return Reply(204)


def give(call: ControlCall) -> Reply:
    """Create one entity in a tenant's state, as Python's `given` does."""
    given = call.store.give_from(tenant_of(call), call.body)
    return Reply(201, encoded(given), HEADERS)


_STATE = "/tenants/{tenant_id}/state"

OPERATIONS = (
    row("state.read", f"GET {_STATE}", read_state, {200: "control/state"}),
    row("state.replace", f"PUT {_STATE}", replace_state, {204: None}, "control/state"),
    row("state.add", f"PATCH {_STATE}", add_state, {204: None}, "control/state"),
    row(
        "reset",
        "POST /tenants/{tenant_id}/reset",
        reset,
        {204: None},
        "control/reset_request",
    ),
    row(
        "given",
        "POST /tenants/{tenant_id}/given",
        give,
        {201: "control/given"},
        "control/given_request",
    ),
)
