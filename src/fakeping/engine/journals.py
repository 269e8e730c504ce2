"""Makes the journals of a server: each tenant's, and that of unmatched requests."""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from fakeping.core.editions import KnownOperations
from fakeping.core.family import Family
from fakeping.journal.advice import Advice
from fakeping.journal.journal import Journal
from fakeping.journal.limits import JournalLimits
from fakeping.journal.recorder import Echo
from fakeping.journal.unmatched import Guide
from fakeping.journal.unread import Unread

# Those that a request without a tenant was meant for.
_UNKNOWN: Mapping[str, str] = MappingProxyType({})


class Journals:
    """Makes journals with hints from `guide`; `limits` and `secrets` are their defaults."""

    def __init__(
        self,
        families: Iterable[Family[Any]],
        guide: Guide,
        *,
        limits: JournalLimits | None,
        secrets: bool,
    ) -> None:
        self._families = families = tuple(families)
        self._known = lru_cache(maxsize=None)(partial(KnownOperations.of, families))
        self._guide = guide
        self._unread = Unread(families)
        self._limits = limits
        self._secrets = secrets
        # Tenants of the same editions get the same hints.
        self._advices: dict[frozenset[tuple[str, str]], Advice] = {}
        #: Receives each entry of every journal that is made from now on.
        self.echo: Echo | None = None

    def of_tenant(self, *, editions: Mapping[str, str], **said: Any) -> Journal:
        """Make a journal for a tenant of these editions."""
        return self.new(editions=editions, unread=self._unread.of(editions.values()), **said)

    def new(
        self,
        *,
        editions: Mapping[str, str] = _UNKNOWN,
        limits: JournalLimits | None = None,
        secrets: bool | None = None,
        **said: Any,
    ) -> Journal:
        """Make a journal."""
        journal = Journal(
            operations=self._known(frozenset(editions.items())),
            limits=limits or self._limits,
            secrets=self._secrets if secrets is None else secrets,
            advise=self._advice(editions),
            **said,
        )
        journal.echo = self.echo
        return journal

    def _advice(self, editions: Mapping[str, str]) -> Advice:
        key = frozenset(editions.items())
        found = self._advices.get(key)
        if found is None:
            found = self._advices[key] = Advice(self._guide, self._families, editions)
        return found
