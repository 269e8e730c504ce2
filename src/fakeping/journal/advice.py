"""Hints at a request: what is nearest to an unmatched one, and which edition its client needs."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from fakeping.core.family import Family, KnownClient
from fakeping.journal.recorded import Recorded
from fakeping.journal.unmatched import Guide, choose
from fakeping.redaction.redact import Fields

_AGENT = "User-Agent"

# Header fields to keep what is known of: clients repeat theirs.
_KEPT = 256


class Advice:
    """Hints at requests that a tenant of these editions answered."""

    def __init__(
        self, guide: Guide, families: Iterable[Family[Any]], editions: Mapping[str, str]
    ) -> None:
        self._guide = guide
        self._editions = frozenset(editions.items())
        self._clients = [
            (family, client)
            for family in families
            for client in family.clients
            if editions.get(family.name, client.edition) != client.edition
        ]
        self._own = dict(editions)
        #: Whether requests with these header fields have a hint even if they were matched.
        self.about = lru_cache(maxsize=_KEPT)(self._is_about)

    def __call__(self, exchange: Recorded) -> str | None:
        """The hint; `None` for most requests."""
        nearest = self._guide.hint(exchange, self._editions)
        needed = self._needed(exchange.headers.get(_AGENT, ""))
        return "; ".join(filter(None, (nearest, needed))) or None

    def _is_about(self, fields: Fields) -> bool:
        return self._needed(dict(fields).get(_AGENT, "")) is not None

    def _needed(self, agent: str) -> str | None:
        """Which edition a client needs that this tenant has not."""
        if not self._clients:
            return None
        agent = agent.lower()
        found = next((each for each in self._clients if each[1].agent in agent), None)
        return found and self._told(*found)

    def _told(self, family: Family[Any], client: KnownClient) -> str:
        own = self._own[family.name]
        way = choose(family.name, client.edition)
        return f"{client.name} needs the edition {client.edition}, and this is {own}: {way}"
