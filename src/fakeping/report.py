"""What happened to a test's tenants, as its report tells it."""

from collections.abc import Sequence

from fakeping.core.entry import Exchange
from fakeping.tenants import Tenant

# Enough of a journal for a person to read.
_SHOWN = 20


def journal(tenants: Sequence[Tenant], strays: Sequence[Exchange]) -> str:
    """Every tenant's exchanges, and what was asked of nobody meanwhile."""
    lines: list[str] = []
    for tenant in tenants:
        exchanges = list(tenant.journal)
        if len(exchanges) > _SHOWN:
            lines.append(f"... {len(exchanges) - _SHOWN} earlier exchanges")
        lines += [str(each) for each in exchanges[-_SHOWN:]]
    if strays:
        lines += ["", "For an environment or realm of nobody, or no operation at all:"]
        lines += [str(each) for each in strays[-_SHOWN:]]
    return "\n".join(lines) or "Nothing was called."
