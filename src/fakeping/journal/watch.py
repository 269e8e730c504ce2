"""Looking at a journal as it grows: each exchange once, however many look."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from fakeping.core.patterns import Patience
from fakeping.journal.entry import Exchange, Sieve
from fakeping.journal.expectation import Expectation
from fakeping.journal.search import Searchable, found_in


class Watch:
    """Finds a journal's exchanges that are as expected, each once, as they come."""

    def __init__(self, journal: Searchable, wanted: Expectation, *, since: int) -> None:
        self.journal = journal
        self.wanted = wanted
        #: The number of the newest exchange that was looked at.
        self.seen = since

    def look(self) -> tuple[Exchange, ...]:
        """Return the matches that came since the last look: a long journal is looked at once."""
        found, newest = self.journal.matching(self.wanted, since=self.seen)
        self.seen = max(self.seen, newest)
        return found

    def count(self, *, until: int) -> int:
        """How many matches have come since the last look, up to that number."""
        entries = (each for each in self.journal.entries_after(self.seen)[0] if each[0] <= until)
        self.seen = max(self.seen, until)
        return sum(1 for _ in found_in(self.journal, self.wanted, entries))

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


@dataclass(slots=True, eq=False, kw_only=True)
class _Group:
    """Watches that look for the same: one look is for all of them."""

    wanted: Expectation
    sieve: Sieve | None
    #: What else a match has to be like, where there is more to it.
    matches: Callable[[Exchange], bool] | None
    #: Each with what is called with the number of new matches.
    members: dict[Watch, Callable[[int], None]]
    #: What it takes to say whether something matches.
    patience: frozenset[Patience]
    #: How many this look has found.
    found: int = 0

    @classmethod
    def of(cls, watch: Watch, found: Callable[[int], None]) -> Self:
        """The group of one."""
        wanted = watch.wanted
        return cls(
            wanted=wanted,
            sieve=wanted.sieve(),
            matches=None if wanted.is_plain else wanted.matches,
            members={watch: found},
            patience=wanted.patience(),
        )


class Crowd:
    """Watches of one journal. They look together: no exchange is made twice, or for nobody."""

    def __init__(self, journal: Searchable) -> None:
        self._journal = journal
        self._seen = 0
        self._groups: dict[object, _Group] = {}
        self._key_of: dict[Watch, object] = {}
        # Who of them wants to know of an operation.
        self._about: dict[str | None, list[_Group]] = {}

    def __len__(self) -> int:
        """Count them."""
        return len(self._key_of)

    def add(self, watch: Watch, found: Callable[[int], None]) -> None:
        """Have a function called with how many matches have come after what the watch has seen."""
        if self:
            self.look()
        else:
            self._seen = self._journal.position
        missed = watch.count(until=self._seen)
        if missed:
            found(missed)
        # Whoever expects the same writes the same: two that are equal may be of unlike types.
        self._join(repr(watch.wanted), watch, found)

    def remove(self, watch: Watch) -> None:
        """Look for it no more."""
        key = self._key_of.pop(watch, None)
        if key is not None:
            del self._groups[key].members[watch]
            if not self._groups[key].members:
                del self._groups[key]
                self._about.clear()

    def look(self) -> None:
        """Look at what came since the last look."""
        entries, self._seen = self._journal.entries_after(self._seen)
        for number, entry in entries:
            exchange: Exchange | None = None
            for group in self._those_about(entry.operation):
                if group.sieve is not None and not group.sieve(entry):
                    continue
                if group.matches is not None:
                    exchange = exchange or self._journal.shown(entry, number)
                    if not group.matches(exchange):
                        continue
                group.found += 1
        for group in tuple(self._groups.values()):
            self._tell(group)

    def _tell(self, group: _Group) -> None:
        """Tell a group what was found; if a pattern of it is spent, those who have their own."""
        found, group.found = group.found, 0
        _, *others = group.members
        is_spent = any(each.is_spent for each in group.patience)
        if others and is_spent:
            for each in others:
                hear = group.members[each]
                self.remove(each)
                hear(each.count(until=self._seen))
                self._join(each, each, hear)
        for watch, hear in tuple(group.members.items()):
            watch.seen = self._seen
            if found or is_spent:
                hear(found)

    def _join(self, key: object, watch: Watch, found: Callable[[int], None]) -> None:
        self._key_of[watch] = key
        group = self._groups.get(key)
        if group is not None:
            group.members[watch] = found
        else:
            self._groups[key] = _Group.of(watch, found)
            self._about.clear()

    def _those_about(self, operation: str | None) -> list[_Group]:
        those = self._about.get(operation)
        if those is None:
            those = self._about[operation] = [
                each for each in self._groups.values() if each.wanted.names(operation)
            ]
        return those
