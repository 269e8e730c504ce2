"""State of one tenant, the unit of isolation; requests reach it by an id in their URLs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from fakeping.core.change import Change
from fakeping.core.family import Document
from fakeping.core.forked import Lock
from fakeping.core.sources import Clock, Ids, Series
from fakeping.core.stored import MAX_STORED, Stored
from fakeping.core.tally import Tally
from fakeping.engine.crash import Crashes
from fakeping.faults.script import Script
from fakeping.journal.journal import Journal
from fakeping.redaction.known import Beyond, Known


class JournalScope:
    """A journal with its lock, clock, redaction and storage limit: a tenant's, or the server's."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        new_journal: Callable[..., Journal],
        known: Known,
        max_stored: int = MAX_STORED,
    ) -> None:
        self.clock = clock
        self.ids = ids
        #: Serializes requests, and tests that seed or read state from threads of their own.
        self.lock = Lock()
        #: Secrets to redact in records: this tenant's, or those of all tenants.
        self.known = known
        self.journal = new_journal(lock=self.lock, known=self.known)
        #: Changes by the current request so far.
        self.changes: list[Change] = []
        #: How often the state has changed: who shows it looks again when this is another number.
        self.revision = 0
        #: Bytes of its stores, with their limit.
        self.stored = Stored(self.note, now=clock.timestamp, most=max_stored)
        #: Its scripted failures; `None` without one.
        self.script: Script | None = None
        #: Counts of its answers, if the coverage is measured.
        self.tally: Tally | None = None
        #: Exceptions from bugs in fakeping, which the tenant's owner must report.
        self.crashes = Crashes()

    def note(self, change: Change) -> None:
        """Record a change by the current request, and the secrets in it."""
        self.changes.append(change)
        self.revision += 1
        if change.after is not None:
            self.known.learn_of(change.after)

    def disown(self) -> None:
        """Make later uses raise `ForkedError`: for a forked child, whose parent serves it."""
        self.lock.refuse()
        self.clock.disown()


_NO_SEED: Mapping[str, Any] = MappingProxyType({})


class Stores(dict[str, Any]):
    """Each family's store, by the family's name, made on first use.

    Most tenants of a test suite use one family.
    """

    def __init__(self) -> None:
        super().__init__()
        self.makers: dict[str, Callable[[], Any]] = {}
        #: A snapshot of each store when new, and after the tenant's seed.
        self.births: dict[str, Any] = {}
        self.seeds: Mapping[str, Any] = _NO_SEED
        #: A snapshot of the clock, if the seed sets it.
        self.seed_clock: Any = None

    def __missing__(self, family: str) -> Any:
        """Make a family's store."""
        store = self[family] = self.makers[family]()
        self.births[family] = store.capture()
        return store


class TenantState(JournalScope):
    """One environment and one realm, with state, tokens, journal, clock and ids of their own."""

    def __init__(
        self,
        *,
        id_: str,
        clock: Clock,
        ids: Ids,
        series: Series,
        stores: Stores,
        editions: Mapping[str, str],
        new_journal: Callable[..., Journal],
        documents: Mapping[str, Document[Any]],
        beyond: Beyond,
        name: str | None = None,
        auth: str = "strict",
        switched: Mapping[str, bool] = MappingProxyType({}),
        max_stored: int = MAX_STORED,
    ) -> None:
        super().__init__(
            clock=clock,
            ids=ids,
            new_journal=new_journal,
            known=Known(beyond, owner=self),
            max_stored=max_stored,
        )
        self.id = id_
        #: The id generator of each family.
        self.series = series
        #: A name for reports, such as that of the tenant's test.
        self.name = name
        #: How it authenticates, and the switches that it was made with.
        self.auth = auth
        self.switched = switched
        #: Writes and loads each family's state.
        self.documents = documents
        #: Its addresses: each a family's name and the identifier in that family's URLs.
        self.addresses: set[tuple[str, str]] = set()
        #: Each family's store, by the family's name.
        self.stores = stores
        #: The name of each family's edition.
        self.editions = editions
