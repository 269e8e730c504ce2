"""The lines that `fakeping serve` begins with: where to look, and what to do next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from fakeping.cli.parameters import DEFAULT_PORT
from fakeping.version import __version__

if TYPE_CHECKING:
    from fakeping.core.family import Family
    from fakeping.families import Handles

    _Handles = list[tuple[Family[Any], Any]]

# What `fakeping env` and the command line take the control key from.
_VARIABLE = "FAKEPING_CONTROL_KEY"

# Columns of the labels.
_LEAST = 15


class Answering(Protocol):
    """What is told of a server."""

    @property
    def url(self) -> str:
        """Where it answers."""

    @property
    def control_url(self) -> str:
        """Where its control API is."""

    @property
    def loopback(self) -> bool:
        """Whether this machine alone reaches it."""

    @property
    def record_secrets(self) -> bool:
        """Whether journals keep secrets as they are."""


def text_of(server: Answering, tenant: "Handles", *, key: str | None, quiet: bool) -> str:
    """The lines; `key` is what to show of the control key. Of a quiet server, the first alone."""
    lines = [f"fakeping {__version__} answers at {server.url}"]
    if not quiet:
        rows = list(_rows(server, tenant, key))
        width = max(_LEAST, *(len(label) + 1 for label, _ in rows))
        lines += [f"  {label:{width}}{text}" for label, text in rows]
    return "\n".join([*lines, *(f"  WARNING: {each}" for each in warnings(server))])


def members_of(server: Answering, tenant: "Handles", *, key: str | None) -> dict[str, Any]:
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


def warnings(server: Answering) -> Iterator[str]:
    """What whoever started the server must know."""
    if not server.loopback:
        yield "whoever reaches this address can use it. Keep real tokens away."
    if server.record_secrets:
        yield "the journal records secrets as they are. Mind who reads it."


def _rows(server: Answering, tenant: "Handles", key: str | None) -> Iterator[tuple[str, str]]:
    """Labels, each with what it stands before."""
    from fakeping.families import tenancy_of  # noqa: PLC0415 - loaded by now

    handles = _handles(tenant)
    yield "page", f"{server.control_url}/"
    for each, handle in handles:
        yield f"{each.product:7} {handle.edition}", tenancy_of(each).entry(handle)
    yield from _editions(handles)
    yield from _key(key)
    asking = f"curl -s {server.control_url}/tenants/{tenant.id}"
    yield "ids, tokens", _with_token(asking, f"${_VARIABLE}") if key else asking
    yield "try it", _curl(server, handles)


def _key(key: str | None) -> Iterator[tuple[str, str]]:
    """How the commands below come by a key: no argument shows it, and no history keeps it."""
    if key is not None and not key.startswith("$"):
        yield "control key", key
        yield "first", f"read -r {_VARIABLE}; export {_VARIABLE}  # and paste the key"


def _with_token(command: str, token: str) -> str:
    """A curl command with a token, which goes through a pipe: arguments are shown by `ps`."""
    return f"printf 'Authorization: Bearer %s' \"{token}\" | {command} -H @-"


def _curl(server: Answering, handles: "_Handles") -> str:
    """A command that lists what the first family has, with a fresh token whenever it runs."""
    from fakeping.families import tenancy_of  # noqa: PLC0415 - loaded by now

    family, handle = handles[0]
    usual = server.url == f"http://127.0.0.1:{DEFAULT_PORT}"
    where = "" if usual else f" --url {server.url}"
    token = f"$(fakeping env{where} {family.name.upper()}_TOKEN)"
    return _with_token(f"curl -s {tenancy_of(family).entry(handle)}", token)


def _editions(handles: "_Handles") -> Iterator[tuple[str, str]]:
    """How to have the edition that the vendor's clients need."""
    needed: dict[str, list[str]] = {}
    for family, handle in handles:
        for each in family.clients:
            if each.edition != handle.edition:
                needed.setdefault(f"{family.name}={each.edition}", []).append(each.name)
    for edition, names in needed.items():
        yield "editions", f"{' and '.join(names)} need --edition {edition}"


def _handles(tenant: "Handles") -> "_Handles":
    from fakeping.families import FAMILIES  # noqa: PLC0415 - loaded by now

    return [(each, tenant.handle(each)) for each in FAMILIES]
