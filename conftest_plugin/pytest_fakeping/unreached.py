"""Possible reasons why no request reached a test's tenants. Imported when a test fails."""

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
    """Lines about the tenants' addresses, proxy variables, and other tenants that were called.

    `server` is the one in this process, if any; `before` has the position of each of its tenants'
    journals at the beginning of the test.
    """
    for each in tenants:
        yield (
            f"This tenant is at {each.pingone.url} and {each.pingam.url}:"
            f" environment {each.pingone.environment_id}, realm {each.pingam.realm}"
        )
    keeping = {line for each in tenants for line in proxies(each.pingone.url)}
    yield from sorted(keeping)
    if server is not None:
        yield from _others(server, {each.id for each in tenants}, before)


def proxies(url: str) -> Iterator[str]:
    """A line about the environment variables that send clients of a URL to a proxy."""
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
    """Whether every client exempts a host: some read `no_proxy`, some `NO_PROXY`."""
    said = [os.environ[name] for name in variables if os.environ.get(name)]
    return bool(said) and all(proxy_bypass_environment(host, {"no": each}) for each in said)


def _others(server: "FakePing", own: set[str], before: Mapping[str, int]) -> Iterator[str]:
    for id_, each in [*server.tenants.world.tenants.items()]:
        count = each.journal.position - before.get(id_, 0)
        if id_ not in own and count > 0:
            times = "once" if count == 1 else f"{count} times"
            yield f"Meanwhile another tenant was called {times}: {each.name or id_}"
