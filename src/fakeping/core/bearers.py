"""Whose a token is: for requests that name no tenant, and so that no record shows one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from fakeping.core.exchange import Request, bearer
from fakeping.core.operation import Family
from fakeping.core.redact import recorded_path
from fakeping.core.tenant import Tenant

# Shorter ones are words of the path itself.
_LEAST = 13

# Between the parts of a path, and those of a segment.
_BETWEEN = re.compile(r"[/;=,]")


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
        return next(
            (each for each in self._all() if _is_issued(token, _held(each, [family]))), None
        )

    def shown(self, path: str, *, request: Request, tenant: Tenant | None) -> str:
        """A path as it may be recorded: without its own token, or one that somebody issued."""
        ours = () if tenant is None else {address for _, address in tenant.addresses}
        unknown = [
            each for each in _BETWEEN.split(path) if len(each) >= _LEAST and each not in ours
        ]
        if not unknown:
            return path
        own = bearer(request)
        tenants = self._all() if tenant is None else (tenant,)
        held = [each for tenant in tenants for each in _held(tenant, self._families)]

        def is_secret(part: str) -> bool:
            text = unquote(part) if "%" in part else part
            return any(each == own or _is_issued(each, held) for each in {text, text.lower()})

        return recorded_path(path, is_secret) if any(map(is_secret, unknown)) else path

    def _all(self) -> list[Tenant]:
        return list(self._tenants.values())  # at once: others make tenants meanwhile


def _is_issued(text: str, held: Iterable[tuple[Family[Any], Any]]) -> bool:
    for family, store in held:  # noqa: SIM110 - `any` costs twice as much
        if family.issued(store, text):
            return True
    return False


def _held(tenant: Tenant, families: Iterable[Family[Any]]) -> Iterator[tuple[Family[Any], Any]]:
    """The families whose state the tenant has begun, with that: making it takes time."""
    for family in families:
        store = tenant.stores.get(family.name)
        if store is not None:
            yield family, store
