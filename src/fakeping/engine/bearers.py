"""Whose a token is: for requests that name no tenant, and so that no record shows one."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import unquote

from fakeping.core.exchange import Request, bearer
from fakeping.core.family import Family
from fakeping.redaction.known import Known
from fakeping.redaction.redact import recorded_path

# Shorter ones are words of the path itself.
_LEAST = 13

# Between the parts of a path, and those of a segment.
_BETWEEN = re.compile(r"[/;=,]")


class Issuing(Protocol):
    """A tenant, as far as it issues tokens."""

    @property
    def addresses(self) -> Collection[tuple[str, str]]:
        """Where it is found: the family's name, and what stands in its URLs."""

    @property
    def stores(self) -> Mapping[str, Any]:
        """Each family's state, by the family's name."""


T = TypeVar("T", bound=Issuing)


class Bearers(Generic[T]):
    """Finds the tenant of a token. Only those are asked who were given it, or whom it names.

    `known` holds the secrets of all tenants; `addresses` has the tenant at each address.
    """

    def __init__(
        self,
        families: Iterable[Family[Any]],
        known: Known,
        addresses: Mapping[tuple[str, str], T],
    ) -> None:
        self._families = tuple(each for each in families if each.tenanted)
        self._known = known
        self._addresses = addresses

    def home(self, family: Family[Any], request: Request) -> T | None:
        """The tenant that issued the token that a request comes with."""
        token = bearer(request)
        return None if token is None else next(self._issuers(token, (family,)), None)

    def shown(self, path: str, *, request: Request, tenant: T | None) -> str:
        """A path as it may be recorded: without its own token, or one that somebody issued."""
        ours = () if tenant is None else {address for _, address in tenant.addresses}
        unknown = [
            each for each in _BETWEEN.split(path) if len(each) >= _LEAST and each not in ours
        ]
        if not unknown:
            return path
        own = bearer(request)

        def is_secret(part: str) -> bool:
            text = unquote(part) if "%" in part else part
            return any(each == own or self._is_secret(each) for each in {text, text.lower()})

        return recorded_path(path, is_secret) if any(map(is_secret, unknown)) else path

    def _is_secret(self, text: str) -> bool:
        return text in self._known or any(True for _ in self._issuers(text, self._families))

    def _issuers(self, text: str, families: Iterable[Family[Any]]) -> Iterator[T]:
        """Each tenant that issued this in one of these families."""
        owners = self._known.owners(text)
        for family in families:
            named = self._addresses.get((family.name, family.address_in(text)))
            for tenant in owners if named is None else [named, *owners]:
                # Nothing is made to look into it: that takes time.
                store = tenant.stores.get(family.name)
                if store is not None and family.issued(store, text):
                    yield tenant
