"""One tenant: the unit of isolation, found from what a client sends anyway."""

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
from fakeping.redaction.known import Known


class Place:
    """Where exchanges are kept, and the crashes of ours among them."""

    def __init__(
        self,
        *,
        clock: Clock,
        ids: Ids,
        new_journal: Callable[..., Journal],
        known: Known | None = None,
        max_stored: int = MAX_STORED,
    ) -> None:
        self.clock = clock
        self.ids = ids
        #: One request at a time; also held when a test seeds or looks from a thread of its own.
        self.lock = Lock()
        #: What no record may show: every secret of this tenant, or of all tenants together.
        self.known = Known(known, owner=self)
        self.journal = new_journal(lock=self.lock, known=self.known)
        #: What the request under way has done to the state so far.
        self.changes: list[Change] = []
        #: How many bytes its stores hold, and may.
        self.stored = Stored(self.note, now=clock.timestamp, most=max_stored)
        #: What is scripted to fail, while something is.
        self.script: Script | None = None
        #: How its requests were answered, where somebody wants to know the coverage.
        self.tally: Tally | None = None
        #: What only a bug of fakeping raises. Whoever owns the tenant must not let it pass.
        self.crashes = Crashes()

    def note(self, change: Change) -> None:
        """Note what a request does to the state, and the secret that comes with it."""
        self.changes.append(change)
        if change.after is not None:
            self.known.learn_of(change.after)

    def disown(self) -> None:
        """Raise `ForkedError` from whoever uses it in this process: another one serves it."""
        self.lock.refuse()
        self.clock.disown()


_NO_SEED: Mapping[str, Any] = MappingProxyType({})


class Stores(dict[str, Any]):
    """Each family's state by the family's name, made when it is first asked for.

    Most tenants of a suite touch one family.
    """

    def __init__(self) -> None:
        super().__init__()
        self.makers: dict[str, Callable[[], Any]] = {}
        #: What each of them held at first, and what the tenant's seed made of it.
        self.births: dict[str, Any] = {}
        self.seeds: Mapping[str, Any] = _NO_SEED
        #: Where the clock stood, where the seed says so.
        self.seed_clock: Any = None

    def __missing__(self, family: str) -> Any:
        """Make a family's state."""
        store = self[family] = self.makers[family]()
        self.births[family] = store.capture()
        return store


class Tenant(Place):
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
        name: str | None = None,
        known: Known | None = None,
        max_stored: int = MAX_STORED,
    ) -> None:
        super().__init__(
            clock=clock, ids=ids, new_journal=new_journal, known=known, max_stored=max_stored
        )
        self.id = id_
        #: Where the ids of each family's state come from.
        self.series = series
        #: What it is called where people read of it, such as the test that it is for.
        self.name = name
        #: How each family's state is written down.
        self.documents = documents
        #: Where it is found: the family's name, and what stands in its URLs.
        self.addresses: set[tuple[str, str]] = set()
        #: Each family's state, by the family's name.
        self.stores = stores
        #: The name of each family's edition.
        self.editions = editions
