"""The servers to replay on: a new fake, a running one, a real deployment."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from fakeping.families import FAMILIES, tenancy_of
from fakeping.journal.entry import Exchange
from fakeping.journal.recorded import ServedAs
from fakeping.replay.credentials import OfEnvironment, OfTenant, TokenIssuer, realm_below
from fakeping.replay.player import ReplayTarget
from fakeping.server.tenant import Tenant

_UUID = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_ENVIRONMENT = re.compile(rf"/environments/({_UUID})(?=/|$)|^/({_UUID})/as(?=/|$)")
_REALM = re.compile(r"/realms/root/realms/([^/?#]+)((?:/realms/[^/?#]+)*)")


class TenantServer(Protocol):
    """A server, in this process or another, that makes tenants."""

    @property
    def url(self) -> str:
        """The base URL."""

    def tenant(self, *args: Any, **options: Any) -> Tenant:
        """Create a tenant."""


@contextmanager
def of_fake(
    server: TenantServer,
    exchanges: Sequence[Exchange],
    *,
    cafile: Path | None = None,
    **said: Any,
) -> Iterator[ReplayTarget]:
    """Create a tenant for each recorded environment and realm, under the same names if possible.

    Raises `ValueError` or `OSError` for an option that a tenant does not take.
    """
    environments, realms = _addresses(exchanges)
    below = _below(exchanges)
    served = _served(exchanges)
    names: dict[str, str] = {}
    issuers: dict[str, TokenIssuer] = {}
    with ExitStack() as stack:
        for at in range(max(len(environments), len(realms), 1)):
            was = {"environment_id": environments[at : at + 1], "realm": realms[at : at + 1]}
            wanted = {name: found[0] for name, found in was.items() if found}
            tenant = stack.enter_context(_made(server, wanted, _options(wanted, served, said)))
            is_now = {
                "environment_id": tenant.pingone.environment_id,
                "realm": tenant.pingam.realm,
            }
            for realm in below.get(wanted.get("realm", ""), ()):
                tenant.pingam.given.realm(realm)
            for name, old in wanted.items():
                names[old] = is_now[name]
                issuers[old] = OfTenant(tenant)
            issuers.setdefault("", OfTenant(tenant))
        yield ReplayTarget(url=server.url, issuers=issuers, names=names, cafile=cafile)


def of_real(
    url: str,
    exchanges: Sequence[Exchange],
    environ: Mapping[str, str],
    *,
    cafile: Path | None = None,
) -> ReplayTarget:
    """A real deployment, described by environment variables."""
    environments, realms = _addresses(exchanges)
    now = (environ.get("FAKEPING_PINGONE_ENVIRONMENT_ID"), environ.get("FAKEPING_PINGAM_REALM"))
    names = {
        old: new or old
        for found, new in zip((environments, realms), now, strict=True)
        for old in found[:1]
    }
    return ReplayTarget(
        url=url,
        issuers={"": OfEnvironment(environ)},
        names=names,
        cafile=cafile,
        keeps_tokens=True,
    )


def _below(exchanges: Iterable[Exchange]) -> dict[str, list[str]]:
    """The realms below each realm, which no request can create: those with a successful answer."""
    found: dict[str, list[str]] = {}
    for each in exchanges:
        for realm, path in _REALM.findall(each.path):
            name = realm_below(path)
            answered = each.status < HTTPStatus.BAD_REQUEST
            if name and answered and name not in found.setdefault(realm, []):
                found[realm].append(name)
    return found


def _served(exchanges: Iterable[Exchange]) -> dict[str, ServedAs]:
    """How the tenant of each environment and realm behaved; of the first one, without a name."""
    found: dict[str, ServedAs] = {}
    for each in exchanges:
        if each.served_as is not None:
            named = _ENVIRONMENT.search(each.path)
            realms = (realm for realm, _ in _REALM.findall(each.path))
            for name in ("", *filter(None, named.groups() if named else ()), *realms):
                found.setdefault(name, each.served_as)
    return found


def _options(
    wanted: Mapping[str, str], served: Mapping[str, ServedAs], said: Mapping[str, Any]
) -> dict[str, Any]:
    """A tenant's options: `said`, and for the rest what was recorded at each family's address."""
    edition: dict[str, str] = {}
    switches: dict[str, bool] = {}
    auth: dict[str, str] = {}
    for family in FAMILIES:
        was = served.get(wanted.get(tenancy_of(family).option, ""), served.get(""))
        if was is not None:
            edition |= {name: of for name, of in was["editions"].items() if name == family.name}
            switches |= {
                name: on
                for name, on in was["switches"].items()
                if name.startswith(f"{family.name}.")
            }
            auth.setdefault("auth", was["auth"])
    merged = {
        "edition": edition | said.get("edition", {}),
        "switches": switches | said.get("switches", {}),
    }
    return {**auth, **said, **merged}


def _made(server: TenantServer, wanted: Mapping[str, str], said: Mapping[str, Any]) -> Tenant:
    options: dict[str, Any] = {**wanted, **said}
    try:
        return server.tenant(**options)
    except ValueError as error:
        if "another tenant has" not in str(error):
            raise
        return server.tenant(**said)


def _addresses(exchanges: Iterable[Exchange]) -> tuple[list[str], list[str]]:
    """The environments and realms that existed before the recording."""
    environments: dict[str, None] = {}
    realms: dict[str, None] = {}
    made = {change.id for each in exchanges for change in each.changes}
    for each in exchanges:
        found = _ENVIRONMENT.search(each.path)
        if each.unknown_address is None and each.status < HTTPStatus.BAD_REQUEST:
            environments.update({id_: None for id_ in found.groups() if id_} if found else {})
            realms.update({realm: None for realm, _ in _REALM.findall(each.path)})
    return [each for each in environments if each not in made], [*realms]
