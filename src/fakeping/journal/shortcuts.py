"""What tests ask of a journal most often."""

from abc import abstractmethod
from typing import Unpack

from fakeping.journal.entry import Exchange
from fakeping.journal.expectation import Expectation, Expected
from fakeping.journal.places import NoSuchExchange
from fakeping.journal.search import Searchable
from fakeping.literals.names import Op

#: The methods of a journal that tests call: wrong arguments are explained.
ASKED = (
    *("calls", "watch", "find", "count", "retries", "wait_for", "wait_for_async", "assert_order"),
    *("assert_called", "assert_called_once", "assert_not_called", "assert_nothing_else"),
    *("assert_no_duplicate_effects", "to_curl", "to_har", "to_jsonl", "to_pytest"),
)


class Shortcuts(Searchable):
    """The newest exchange, and how many there are of a kind."""

    @property
    def last(self) -> Exchange:
        """The newest exchange. Raises `IndexError` if there is none."""
        newest = self.after(max(self.position - 1, 0))
        if not newest:
            raise NoSuchExchange("nothing was called, or the journal was cleared since")
        return newest[-1]

    def count(self, operation: Op = "*", *, since: int = 0, **expected: Unpack[Expected]) -> int:
        """Return the number of matching exchanges; see `assert_called` for the arguments.

        Raises `Evicted` if exchanges were dropped: there may have been more.
        """
        wanted = self.expectation(operation, expected)
        found, _ = self.matching(wanted, since=since)
        self._require_all(since, f"how often {wanted} was called")
        return len(found)

    def assert_called_once(
        self, operation: Op, *, since: int = 0, **expected: Unpack[Expected]
    ) -> Exchange:
        """Return the only matching exchange; see `assert_called` for arguments and errors."""
        __tracebackhide__ = True
        [found] = self.assert_called(operation, count=1, since=since, **expected)
        return found

    @abstractmethod
    def assert_called(
        self,
        operation: Op,
        *,
        count: int | range | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        since: int = 0,
        **expected: Unpack[Expected],
    ) -> tuple[Exchange, ...]:
        """Return the matching exchanges."""

    @abstractmethod
    def expectation(self, operation: str, expected: Expected) -> Expectation:
        """Make a description of exchanges."""

    @abstractmethod
    def _require_all(self, since: int, what: str) -> None:
        """Raise `Evicted` if exchanges were dropped."""
