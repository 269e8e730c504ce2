"""Looking at a journal as it grows: each exchange once, however many look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from fakeping.core.entry import Entry, Exchange
from fakeping.core.expectation import Expectation
from fakeping.core.recorder import Sieve

if TYPE_CHECKING:
    from fakeping.core.journal import Journal


def matches(
    journal: "Journal",
    wanted: Expectation,
    entries: Iterable[tuple[int, Entry]],
    *,
    most: int | None = None,
) -> tuple[Exchange, ...]:
    """The exchanges that are as expected among a journal's entries, in their order."""
    names, sieve = lru_cache(maxsize=None)(wanted.names), wanted.sieve()
    shown = (
        journal.shown(entry, number)
        for number, entry in entries
        if names(entry[4]) and (sieve is None or sieve(entry))
    )
    return tuple(islice(shown if wanted.is_plain else filter(wanted.matches, shown), most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a journal's matches, in their order."""

    exchanges: tuple[Exchange, ...]
    #: Where to go on from: the number of the newest that was looked at, or of the last one here.
    position: int
    #: How many more matches are held: later ones after a number, earlier ones without.
    more: int


def page(journal: "Journal", wanted: Expectation, *, since: int, most: int) -> Page:
    """At most so many matches: the first after a number, the newest where that is 0.

    Makes no exchange that it does not return. `wanted` has to be plain.
    """
    entries, newest = journal.entries_after(since)
    names, sieve = lru_cache(maxsize=None)(wanted.names), wanted.sieve()
    found = [
        (number, entry)
        for number, entry in entries
        if names(entry[4]) and (sieve is None or sieve(entry))
    ]
    kept = found[:most] if since else found[-most:]
    more = len(found) - len(kept)
    return Page(
        exchanges=tuple(journal.shown(entry, number) for number, entry in kept),
        position=kept[-1][0] if more and since else newest,
        more=more,
    )


class Watch:
    """Finds a journal's exchanges that are as expected, each once, as they come."""

    def __init__(self, journal: "Journal", wanted: Expectation, *, since: int) -> None:
        self.journal = journal
        self.wanted = wanted
        #: The number of the newest exchange that was looked at.
        self.seen = since

    def look(self) -> tuple[Exchange, ...]:
        """Return the matches that came since the last look: a long journal is looked at once."""
        found, newest = self.journal.matching(self.wanted, since=self.seen)
        self.seen = max(self.seen, newest)
        return found

    def until(self, count: int) -> Callable[[], tuple[Exchange, ...] | None]:
        """Return a function that looks, and returns all matches once there are so many."""
        found: list[Exchange] = []

        def look() -> tuple[Exchange, ...] | None:
            found.extend(self.look())
            return tuple(found) if len(found) >= count else None

        return look

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have a function called when there may be more to find; see `Journal.listen`."""
        return self.journal.listen_for(self.wanted, callback)


@dataclass(frozen=True, slots=True)
class _One:
    """One of a crowd."""

    watch: Watch
    sieve: Sieve | None
    #: What else a match has to be like, where there is more to it.
    matches: Callable[[Exchange], bool] | None
    #: Called for each match.
    found: Callable[[], None]


class Crowd:
    """Watches of one journal. They look together: no exchange is made twice, or for nobody."""

    def __init__(self, journal: "Journal") -> None:
        self._journal = journal
        self._seen = 0
        self._all: dict[Watch, _One] = {}
        # Who of them wants to know of an operation.
        self._about: dict[str | None, list[_One]] = {}

    def __len__(self) -> int:
        """Count them."""
        return len(self._all)

    def add(self, watch: Watch, found: Callable[[], None]) -> None:
        """Have a function called for each match that comes after what the watch has seen."""
        self._seen = min(self._seen, watch.seen) if self._all else watch.seen
        wanted = watch.wanted
        matches = None if wanted.is_plain else wanted.matches
        self._all[watch] = _One(watch, wanted.sieve(), matches, found)
        self._about.clear()

    def remove(self, watch: Watch) -> None:
        """Look for it no more."""
        self._all.pop(watch, None)
        self._about.clear()

    def look(self) -> None:
        """Look at what came since the last look."""
        entries, newest = self._journal.entries_after(self._seen)
        self._seen = newest
        for number, entry in entries:
            exchange: Exchange | None = None
            for one in self._those_about(entry[4]):
                if number <= one.watch.seen or not (one.sieve is None or one.sieve(entry)):
                    continue
                if one.matches is not None:
                    exchange = exchange or self._journal.shown(entry, number)
                    if not one.matches(exchange):
                        continue
                one.found()
        for watch in self._all:
            watch.seen = max(watch.seen, newest)

    def _those_about(self, operation: str | None) -> list[_One]:
        those = self._about.get(operation)
        if those is None:
            those = self._about[operation] = [
                each for each in self._all.values() if each.watch.wanted.names(operation)
            ]
        return those
