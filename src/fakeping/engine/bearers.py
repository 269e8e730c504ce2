"""Lookup of the tenant that issued a token, for requests without a tenant and for redaction."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import unquote

from fakeping.core.causes import Cause
from fakeping.core.exchange import AUTHORIZATION, Request, bearer
from fakeping.core.family import Family
from fakeping.core.problem import Problem
from fakeping.redaction.known_of_all import KnownOfAll
from fakeping.redaction.redact import recorded_path

# Shorter parts are words of the path itself.
_LEAST = 13

# Separators of a path's segments, and of the parts of a segment.
_BETWEEN = re.compile(r"[/;=,]")


class Issuing(Protocol):
    """A tenant that issues tokens."""

    @property
    def addresses(self) -> Collection[tuple[str, str]]:
        """Its addresses: each a family's name and the identifier in that family's URLs."""

    @property
    def stores(self) -> Mapping[str, Any]:
        """Each family's state, by the family's name."""


T = TypeVar("T", bound=Issuing)


class Bearers(Generic[T]):
    """Finds the tenant of a token, among those that hold the token and the one that it names.

    `known` holds the secrets of all tenants; `addresses` has the tenant at each address.
    """

    def __init__(
        self,
        families: Iterable[Family[Any]],
        known: KnownOfAll,
        addresses: Mapping[tuple[str, str], T],
    ) -> None:
        self._families = tuple(each for each in families if each.tenanted)
        self._known = known
        self._addresses = addresses

    def home(self, family: Family[Any], request: Request) -> T | None:
        """The tenant that issued the request's bearer token; `None` without one."""
        token = bearer(request)
        return None if token is None else next(self._issuers(token, (family,)), None)

    def cause(
        self, problem: Problem, family: Family[Any], request: Request, tenant: T | None
    ) -> Cause | None:
        """Why a request was not authenticated, as far as its tenant alone could not tell."""
        if problem.cause == "no-token":
            return "no-bearer" if request.headers.get(AUTHORIZATION) else "no-token"
        token = bearer(request)
        if problem.cause != "unknown-token" or token is None:
            return problem.cause
        if any(each is tenant for each in self._issuers(token, (family,))):
            return "other-token"
        issuers = [*self._issuers(token, self._families)]
        if any(each is tenant for each in issuers):
            return "other-family"
        return "other-tenant" if issuers else "unknown-token"

    def shown(self, path: str, *, request: Request, tenant: T | None) -> str:
        """Redact a path: the request's own token, and any that a tenant issued."""
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
        """Each tenant that issued the text as a token in one of these families."""
        owners = self._known.owners(text)
        for family in families:
            named = self._addresses.get((family.name, family.address_in(text)))
            for tenant in owners if named is None else [named, *owners]:
                # `get`, so that no store is made just to look into it: that takes time.
                store = tenant.stores.get(family.name)
                if store is not None and family.issued(store, text):
                    yield tenant
