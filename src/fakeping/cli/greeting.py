"""The lines that `fakeping serve` begins with: where to look, and what to do next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fakeping.version import __version__

if TYPE_CHECKING:
    from fakeping.core.family import Family
    from fakeping.server.fakeping import FakePing
    from fakeping.server.tenant import Tenant

_LABEL = 15


def text_of(server: "FakePing", tenant: "Tenant", *, key: str | None, quiet: bool) -> str:
    """The lines; `key` is what to show of the control key. Of a quiet server, the first alone."""
    lines = [f"fakeping {__version__} answers at {server.url}"]
    if not quiet:
        lines += _lines(server, tenant, key)
    return "\n".join([*lines, *(f"  WARNING: {each}" for each in warnings(server))])


def members_of(server: "FakePing", tenant: "Tenant", *, key: str | None) -> dict[str, Any]:
    """The same as members of a JSON object."""
    families = {each.name: handle.edition for each, handle in _handles(tenant)}
    return {
        "version": __version__,
        "url": server.url,
        "control_url": server.control_url,
        "control_key": key,
        "tenant": tenant.id,
        "editions": families,
        "warnings": list(warnings(server)),
    }


def warnings(server: "FakePing") -> Iterator[str]:
    """What whoever started the server must know."""
    if not server.loopback:
        yield "whoever reaches this address can use it. Keep real tokens away."
    if server.record_secrets:
        yield "the journal records secrets as they are. Mind who reads it."


def _lines(server: "FakePing", tenant: "Tenant", key: str | None) -> Iterator[str]:
    from fakeping.families import tenancy_of  # noqa: PLC0415 - loaded by now

    for each, handle in _handles(tenant):
        yield _labelled(f"{each.product:7} {handle.edition}", tenancy_of(each).entry(handle))
    shown = f' -H "Authorization: Bearer {key}"' if key else ""
    yield _labelled("tokens", f"curl -s {server.control_url}/tenants/{tenant.id}{shown}")


def _labelled(label: str, text: str) -> str:
    return f"  {label:{_LABEL}}{text}"


def _handles(tenant: "Tenant") -> list[tuple["Family[Any]", Any]]:
    from fakeping.families import FAMILIES  # noqa: PLC0415 - loaded by now

    return [(each, tenant.handle(each)) for each in FAMILIES]
