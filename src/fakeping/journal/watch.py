"""Incremental search in a growing journal, shared by all who wait for the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from fakeping.core.patterns import Patience
from fakeping.journal.count import require_some
from fakeping.journal.entry import Exchange, Sieve
from fakeping.journal.expectation import Expectation
from fakeping.journal.probes import ProbeIndex
from fakeping.journal.search import Searchable, found_in


class Watch:
    """Finds a journal's matching exchanges, each once, as they come."""

    def __init__(self, journal: Searchable, wanted: Expectation, *, since: int) -> None:
        self.journal = journal
        self.wanted = wanted
        #: The number of the newest exchange searched.
        self.seen = since

    def look(self) -> tuple[Exchange, ...]:
        """Return the matches since the last look."""
        found, newest = self.journal.matching(self.wanted, since=self.seen)
        self.seen = max(self.seen, newest)
        return found

    def count(self, *, until: int) -> int:
        """Count the matches since the last look, up to the exchange with that number."""
        entries = (each for each in self.journal.entries_after(self.seen)[0] if each[0] <= until)
        self.seen = max(self.seen, until)
        return sum(1 for _ in found_in(self.journal, self.wanted, entries))

    def until(self, count: int) -> Callable[[], tuple[Exchange, ...] | None]:
        """Return a function for `wait`, which returns all matches once there are `count`."""
        require_some(count)
        found: list[Exchange] = []

        def look() -> tuple[Exchange, ...] | None:
            found.extend(self.look())
            return tuple(found) if len(found) >= count else None

        return look

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call a function when there may be more matches; see `Journal.listen`."""
        return self.journal.listen_for(self.wanted, callback)


@dataclass(slots=True, eq=False, kw_only=True)
class _Group:
    """Watches with equal descriptions, which share one search."""

    wanted: Expectation
    sieve: Sieve | None
    #: The full check behind the sieve; `None` if the sieve decides.
    matches: Callable[[Exchange], bool] | None
    #: Each with its callback, which gets the number of new matches.
    members: dict[Watch, Callable[[int], None]]
    #: The description's budgets of CPU time.
    patience: frozenset[Patience]
    #: Matches in the current look.
    found: int = 0

    @classmethod
    def of(cls, watch: Watch, found: Callable[[int], None]) -> Self:
        """Make the group of one watch."""
        wanted = watch.wanted
        return cls(
            wanted=wanted,
            sieve=wanted.sieve(),
            matches=None if wanted.is_plain else wanted.matches,
            members={watch: found},
            patience=wanted.patience(),
        )


class Crowd:
    """All watches of one journal, searched in one pass: an exchange is unpacked once, if needed."""

    def __init__(self, journal: Searchable) -> None:
        self._journal = journal
        self._seen = 0
        self._groups: dict[object, _Group] = {}
        self._key_of: dict[Watch, object] = {}
        # Cache of the groups that match an operation, each by a condition of its own.
        self._about: dict[str | None, ProbeIndex[_Group]] = {}

    def __len__(self) -> int:
        """Count them."""
        return len(self._key_of)

    def add(self, watch: Watch, found: Callable[[int], None]) -> None:
        """Add a watch, with a callback that gets the number of matches since its last look."""
        if self:
            self.look()
        else:
            self._seen = self._journal.position
        missed = watch.count(until=self._seen)
        if missed:
            found(missed)
        # Keyed by text: equal values may have different types, such as 1 and `True`.
        self._join(repr(watch.wanted), watch, found)

    def remove(self, watch: Watch) -> None:
        """Remove a watch."""
        key = self._key_of.pop(watch, None)
        if key is not None:
            del self._groups[key].members[watch]
            if not self._groups[key].members:
                del self._groups[key]
                self._about.clear()

    def look(self) -> None:
        """Search the exchanges since the last look."""
        entries, self._seen = self._journal.entries_after(self._seen)
        for number, entry in entries:
            exchange: Exchange | None = None
            for group in self._those_about(entry.operation).candidates(entry):
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
        """Report matches to a group; if its budget is spent, members with their own look again."""
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

    def _those_about(self, operation: str | None) -> ProbeIndex[_Group]:
        those = self._about.get(operation)
        if those is None:
            those = self._about[operation] = ProbeIndex(
                (each, each.wanted)
                for each in self._groups.values()
                if each.wanted.names(operation)
            )
        return those
