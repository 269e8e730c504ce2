"""Whose a token is: for requests that name no tenant, and so that no record shows one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from fakeping.core.exchange import Request, bearer
from fakeping.core.operation import Family
from fakeping.core.redact import recorded_path
from fakeping.core.tenant import Tenant

# Shorter ones are words of the path itself.
_LEAST = 12


class Bearers:
    """Knows every tenant's tokens. Nothing is looked up where a request is somebody's and holds."""

    def __init__(self, families: Iterable[Family[Any]], tenants: Mapping[str, Tenant]) -> None:
        self._families = tuple(each for each in families if each.tenanted)
        self._tenants = tenants

    def home(self, family: Family[Any], request: Request) -> Tenant | None:
        """The tenant that issued the token that a request comes with."""
        token = bearer(request)
        if token is None:
            return None
        holders = (each for each in self._all() if self._issued(each, token, among=[family]))
        return next(holders, None)

    def shown(self, path: str, *, request: Request, tenant: Tenant | None) -> str:
        """A path as it may be recorded: without its own token, or one that somebody issued."""
        own = bearer(request)
        tenants = self._all() if tenant is None else [tenant]

        def is_secret(part: str) -> bool:
            if len(part) < _LEAST:
                return False
            text = unquote(part)
            return any(
                spelled == own or self._issued(each, spelled, among=self._families)
                for spelled in {text, text.lower(), text.upper()}
                for each in tenants
            )

        return recorded_path(path, is_secret)

    def _all(self) -> list[Tenant]:
        return list(self._tenants.values())  # at once: others make tenants meanwhile

    def _issued(self, tenant: Tenant, token: str, *, among: Iterable[Family[Any]]) -> bool:
        return any(family.issued(store, token) for family, store in _held(tenant, among))


def _held(tenant: Tenant, families: Iterable[Family[Any]]) -> Iterator[tuple[Family[Any], Any]]:
    """The families whose state the tenant has begun, with that: making it takes time."""
    for family in families:
        store = tenant.stores.get(family.name)
        if store is not None:
            yield family, store
