"""Why nothing reached a test's tenants, as far as anybody can tell. Imported when a test fails."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import (  # type: ignore[attr-defined]  # typeshed lacks it
    proxy_bypass_environment,
)

if TYPE_CHECKING:
    from fakeping import FakePing, Tenant


def why(
    tenants: "Sequence[Tenant]", server: "FakePing | None", before: Mapping[str, int]
) -> Iterator[str]:
    """Lines that say where the tenants are, what keeps clients away, and who else was called.

    `server` is the one in this process, if there is one; `before` says how far each of its tenants'
    journals was when the test began.
    """
    for each in tenants:
        yield f"This tenant is at {each.pingone.url} and {each.pingam.url}"
    keeping = {line for each in tenants for line in proxies(each.pingone.url)}
    yield from sorted(keeping)
    if server is not None:
        yield from _others(server, {each.id for each in tenants}, before)


def proxies(url: str) -> Iterator[str]:
    """A line for the variables that send clients of a URL to a proxy, if any do."""
    parts = urlsplit(url)
    names = [
        name for each in (f"{parts.scheme}_proxy", "all_proxy") for name in (each, each.upper())
    ]
    said = [name for name in names if os.environ.get(name)]
    if said and not _exempt(parts.netloc, ("no_proxy", "NO_PROXY")):
        host = parts.hostname or ""
        exempt = ",".join(dict.fromkeys([host, "127.0.0.1", "localhost"]))
        yield (
            f"{' and '.join(said)} {'is' if len(said) == 1 else 'are'} set, and NO_PROXY does not"
            f" exempt {host}: a client that heeds that asks the proxy instead. Set"
            f" NO_PROXY={exempt} (and no_proxy)."
        )


def _exempt(host: str, variables: Iterable[str]) -> bool:
    """Whether every client asks a host itself: some read the one variable, some the other."""
    said = [os.environ[name] for name in variables if os.environ.get(name)]
    return bool(said) and all(proxy_bypass_environment(host, {"no": each}) for each in said)


def _others(server: "FakePing", own: set[str], before: Mapping[str, int]) -> Iterator[str]:
    for id_, each in [*server.tenants.world.tenants.items()]:
        count = each.journal.position - before.get(id_, 0)
        if id_ not in own and count > 0:
            times = "once" if count == 1 else f"{count} times"
            yield f"Meanwhile another tenant was called {times}: {each.name or id_}"
