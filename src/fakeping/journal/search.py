"""A record that is searched: what is as expected among its exchanges, all or a page of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from fakeping.journal.entry import Entry, Exchange
from fakeping.journal.expectation import Expectation
from fakeping.journal.recorder import Recorder


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of a journal's matches, in their order."""

    exchanges: tuple[Exchange, ...]
    #: Where to go on from: the number of the newest that was looked at, or of the last one here.
    position: int
    #: How many more matches are held: later ones after a number, earlier ones without.
    more: int


def found_in(
    journal: Recorder, wanted: Expectation, entries: Iterable[tuple[int, Entry]]
) -> Iterator[tuple[Entry, int, Exchange | None]]:
    """The entries that are as expected, each with its exchange if that had to be made."""
    names, sieve, is_plain = lru_cache(maxsize=None)(wanted.names), wanted.sieve(), wanted.is_plain
    for number, entry in entries:
        if names(entry.operation) and (sieve is None or sieve(entry)):
            exchange = None if is_plain else journal.shown(entry, number)
            if exchange is None or wanted.matches(exchange):
                yield entry, number, exchange


class Searchable(Recorder):
    """A record that finds what is as expected."""

    def listen_for(self, wanted: Expectation, callback: Callable[[], None]) -> Callable[[], None]:
        """`listen`, for exchanges of the operations that are expected."""
        return self.listen(callback, about=wanted.names)

    def matching(
        self, wanted: Expectation, *, since: int = 0, most: int | None = None
    ) -> tuple[tuple[Exchange, ...], int]:
        """The matches after a number, as far as they are held, and the newest number looked at.

        At most so many: the first after a number, the newest where there is none.
        """
        entries, newest = self.entries_after(since)
        backwards = most is not None and not since
        looked_at = reversed(entries) if backwards else entries
        matches = islice(found_in(self, wanted, looked_at), most)
        found = tuple(each or self.shown(entry, at) for entry, at, each in matches)
        return found[::-1] if backwards else found, newest

    def page(self, wanted: Expectation, *, since: int, most: int) -> Page:
        """At most so many matches: the first after a number, the newest where that is 0.

        Makes no exchange that it does not return, where what is wanted is plain.
        """
        entries, newest = self.entries_after(since)
        found = list(found_in(self, wanted, entries))
        kept = found[:most] if since else found[-most:]
        more = len(found) - len(kept)
        return Page(
            exchanges=tuple(each or self.shown(entry, number) for entry, number, each in kept),
            position=kept[-1][1] if more and since else newest,
            more=more,
        )
