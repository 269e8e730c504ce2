"""Search in a record: all matches of a description, or a page of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from fakeping.journal.entry import Entry, Exchange
from fakeping.journal.expectation import Expectation
from fakeping.journal.recorder import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """A page of a journal's matches, in order."""

    exchanges: tuple[Exchange, ...]
    #: `since` of the next page: the number of this one's last match, or without a next page, of
    #: the newest exchange.
    position: int
    #: Number of further matches: later ones if `since` was given, else earlier ones.
    more: int


def found_in(
    journal: Recorder, wanted: Expectation, entries: Iterable[tuple[int, Entry]]
) -> Iterator[tuple[Entry, int, Exchange | None]]:
    """The matching entries, each with its exchange if that had to be unpacked."""
    names, sieve, is_plain = lru_cache(maxsize=None)(wanted.names), wanted.sieve(), wanted.is_plain
    for number, entry in entries:
        if names(entry.operation) and (sieve is None or sieve(entry)):
            exchange = None if is_plain else journal.shown(entry, number)
            if exchange is None or wanted.matches(exchange):
                yield entry, number, exchange


class Searchable(Recorder):
    """A record with search."""

    def listen_for(self, wanted: Expectation, callback: Callable[[], None]) -> Callable[[], None]:
        """`listen`, for exchanges of the description's operations."""
        return self.listen(callback, about=wanted.names)

    def matching(
        self, wanted: Expectation, *, since: int = 0, most: int | None = None
    ) -> tuple[tuple[Exchange, ...], int]:
        """The matches after a number, and the number of the newest exchange searched.

        At most `most`: the first if `since` is given, else the newest.
        """
        entries, newest = self.entries_after(since)
        backwards = most is not None and not since
        looked_at = reversed(entries) if backwards else entries
        matches = islice(found_in(self, wanted, looked_at), most)
        found = tuple(each or self.shown(entry, at) for entry, at, each in matches)
        return found[::-1] if backwards else found, newest

    def page(self, wanted: Expectation, *, since: int, most: int) -> JournalPage:
        """At most `most` matches: the first after `since`, or if that is 0, the newest.

        For a plain description, it unpacks only the exchanges that it returns.
        """
        entries, newest = self.entries_after(since)
        found = list(found_in(self, wanted, entries))
        kept = found[:most] if since else found[-most:]
        more = len(found) - len(kept)
        return JournalPage(
            exchanges=tuple(each or self.shown(entry, number) for entry, number, each in kept),
            position=kept[-1][1] if more and since else newest,
            more=more,
        )
