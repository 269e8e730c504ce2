"""Coverage of the APIs."""

from fakeping.control.surface import ControlCall, answer, row, tenant_of
from fakeping.core.exchange import Reply


def read_coverage(call: ControlCall) -> Reply:
    """Read how much of the APIs all requests have covered."""
    return answer(call.store.coverage())


def read_tenant_coverage(call: ControlCall) -> Reply:
    """Read how much of the APIs one tenant's requests have covered."""
    return answer(call.store.coverage(tenant_of(call)))


OPERATIONS = (
    row(
        "coverage.read",
        "GET /coverage",
        read_coverage,
        {200: "control/coverage", 404: "control/problem"},
    ),
    row(
        "tenant.coverage",
        "GET /tenants/{tenant_id}/coverage",
        read_tenant_coverage,
        {200: "control/coverage"},
    ),
)
