"""The journal of a tenant: its record of exchanges, with queries and assertions."""

from collections.abc import Sequence
from threading import RLock
from typing import Self, Unpack

from fakeping.core.editions import KnownOperations
from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.journal import assertion, waiting
from fakeping.journal.count import Count, counted, times
from fakeping.journal.entry import Exchange
from fakeping.journal.expectation import Expectation, Expected, called, fits, require_known
from fakeping.journal.exports import Exports
from fakeping.journal.limits import JournalLimits
from fakeping.journal.recorded import Advise, FindUnread
from fakeping.journal.retries import Retry, duplicated, retries_of
from fakeping.journal.shortcuts import ASKED, Shortcuts
from fakeping.journal.watch import Watch
from fakeping.literals.names import Op
from fakeping.redaction.known import Known


@explained(*ASKED)
class Journal(Shortcuts, Exports, Guided):
    """A bounded record of exchanges, with queries and assertions.

    An assertion that depends on a dropped exchange raises `Evicted`, rather than answer from
    what is left. Exchanges are numbered: with `since=journal.position`, only later ones count.
    """

    def __init__(
        self,
        *,
        lock: RLock,
        operations: KnownOperations | None = None,
        limits: JournalLimits | None = None,
        secrets: bool = False,
        advise: Advise | None = None,
        unread: FindUnread | None = None,
        unmatched: Self | None = None,
        known: Known | None = None,
    ) -> None:
        super().__init__(
            lock=lock, limits=limits, secrets=secrets, advise=advise, unread=unread, known=known
        )
        self._operations = operations
        self._all_unmatched = unmatched
        self._unmatched_before = unmatched.position if unmatched is not None else 0
        # Numbers of the exchanges that successful assertions covered.
        self._asserted: set[int] = set()

    def calls(
        self, operation: Op = "*", *, since: int = 0, **expected: Unpack[Expected]
    ) -> tuple[Exchange, ...]:
        """Return the matching exchanges; see `assert_called` for the arguments. Asserts nothing."""
        wanted = self.expectation(operation, expected)
        return self.matching(wanted, since=since)[0]

    def watch(self, operation: Op, *, since: int = 0, **expected: Unpack[Expected]) -> Watch:
        """Return an object that finds each match once, as it comes; see `assert_called`."""
        return Watch(self, self.expectation(operation, expected), since=since)

    def find(
        self, operation: Op = "*", *, since: int = 0, **expected: Unpack[Expected]
    ) -> Exchange | None:
        """Return the first matching exchange, or `None`. Asserts nothing."""
        return next(iter(self.calls(operation, since=since, **expected)), None)

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
        """Return the matching exchanges: at least one, or as many as the arguments demand.

        `operation` is a name or a pattern such as `pingone.resource.*`. `json` is the request's
        body and `reply` the answer's, in part: an object matches one that has these members, and
        `...` in a list stands for any elements. `query` and `headers` are likewise in part.
        `caller` is a subject or a client; `status`, `rule` and `fault` are the answer's, `cause`
        why it is a 401. Any value may be a type, a compiled pattern, a range, a set, a function,
        or an object with an `==` of its own.

        Raises `Unmet`, an `AssertionError`, with the nearest misses; `Evicted` if exchanges that
        it needs were dropped; `ValueError` for an operation that does not exist.
        """
        __tracebackhide__ = True  # pytest shows the test's line, and the message
        wanted = self.expectation(operation, expected)
        often = counted(count, at_least=at_least, at_most=at_most)
        found, _ = self.matching(wanted, since=since)
        exchanges: tuple[Exchange, ...] = ()
        if not often.holds(len(found)):
            exchanges = self.after(since)  # there may be more by now
            found = tuple(filter(wanted.matches, exchanges))
        too_many = often.most is not None and len(found) > often.most
        certain = too_many or (often.most is None and often.holds(len(found)))
        if not certain:
            self._require_all(since, f"how often {wanted} was called")
        if not often.holds(len(found)):
            raise assertion.too_few_or_many(wanted, often, exchanges, unmatched=self._unmatched())
        self._asserted.update(each.number for each in found)
        return found

    def assert_not_called(
        self, operation: Op, *, since: int = 0, **expected: Unpack[Expected]
    ) -> None:
        """Raise `Unmet` if `assert_called` with these arguments would find any."""
        __tracebackhide__ = True
        self.assert_called(operation, count=0, since=since, **expected)

    def assert_order(self, *steps: Op | Expectation, since: int = 0) -> tuple[Exchange, ...]:
        """Return an exchange for each step, in this order; there may be others in between.

        A step is an operation, or `called("pingone.resource.create", json={...})`. Raises
        `Unmet`, or `Evicted` if the first exchanges were dropped.
        """
        __tracebackhide__ = True
        wanted = [require_known(_step(each), self._operations) for each in steps]
        exchanges = self.after(since)
        found: list[Exchange] = []
        for each in exchanges:
            if len(found) < len(wanted) and wanted[len(found)].matches(each):
                found.append(each)
        if len(found) < len(wanted):
            self._require_all(since, f"in which order {assertion.named(wanted)} were called")
            raise assertion.out_of_order(wanted, found, exchanges)
        self._asserted.update(each.number for each in found)
        return tuple(found)

    def assert_nothing_else(self, *, since: int = 0) -> None:
        """Raise `Unmet` if there is an exchange that no successful assertion covered."""
        __tracebackhide__ = True
        exchanges = self.after(since)
        rest = [each for each in exchanges if each.number not in self._asserted]
        if rest:
            raise assertion.unexpected(rest, exchanges)
        self._require_all(since, "what else was called")

    def retries(self, *, since: int = 0) -> tuple[Retry, ...]:
        """Return the writes whose answers were lost, each with the result of its retry."""
        return retries_of(self.after(since))

    def assert_no_duplicate_effects(
        self, *, since: int = 0, allow_refused: bool = False
    ) -> tuple[Retry, ...]:
        """Raise `Unmet` if a retry repeated a write, or failed because of it; return the writes.

        Of the writes whose answers were lost, a retry (the same operation, path and body by the
        same caller) must not take effect a second time, nor be refused because of the first, as
        for a unique name. `allow_refused` is for clients that recover from such a refusal.
        """
        __tracebackhide__ = True
        found = self.retries(since=since)
        fates = {"twice"} if allow_refused else {"twice", "refused"}
        bad = [each for each in found if each.fate in fates]
        if bad:
            raise duplicated(bad)
        self._require_all(since, "whether a write took effect twice")
        return found

    def wait_for(
        self,
        operation: Op,
        *,
        count: int = 1,
        timeout: float = 5.0,
        since: int = 0,
        **expected: Unpack[Expected],
    ) -> tuple[Exchange, ...]:
        """Block until there are `count` matches, and return all. For requests from other threads.

        Earlier matches count; `since=journal.position`, taken before, excludes them.
        `timeout` is in real seconds, whatever the tenant's clock says. Returns as soon as the
        exchange is recorded. Raises `Unmet` with the nearest misses.
        """
        __tracebackhide__ = True
        wanted = self.expectation(operation, expected)
        watch = Watch(self, wanted, since=since)
        found = waiting.wait(watch.listen, watch.until(count), timeout=timeout)
        hint = "; it stopped this thread's event loop meanwhile: await wait_for_async"
        return self._arrived(
            found, wanted, count, since, f"{timeout:g} s{hint if waiting.blocks_a_loop() else ''}"
        )

    async def wait_for_async(
        self,
        operation: Op,
        *,
        count: int = 1,
        timeout: float = 5.0,  # noqa: ASYNC109 - what it raises says what came nearest
        since: int = 0,
        **expected: Unpack[Expected],
    ) -> tuple[Exchange, ...]:
        """`wait_for` for a coroutine of asyncio or trio, without blocking its event loop."""
        __tracebackhide__ = True
        wanted = self.expectation(operation, expected)
        watch = Watch(self, wanted, since=since)
        found = await waiting.wait_async(watch.listen, watch.until(count), timeout=timeout)
        return self._arrived(found, wanted, count, since, f"{timeout:g} s")

    def clear(self) -> None:
        """Remove every exchange."""
        super().clear()
        self._asserted.clear()

    def __contains__(self, wanted: object) -> bool:
        """Whether an exchange matches an operation's name or pattern, or `called(...)`.

        Raises `Evicted` and `ValueError` as `assert_called` does.
        """
        step = self._wished(wanted)
        found = any(fits(step, each) for each in self.after(0))
        if not found:
            self._require_all(0, f"whether {step} was called")
        return found

    def __eq__(self, other: object) -> bool:
        """Whether its exchanges match these one by one, each as in `wanted in journal`."""
        if not isinstance(other, list | tuple):
            return NotImplemented
        steps = [self._wished(each) for each in other]
        exchanges = self.after(0)
        self._require_all(0, "what was called in all")
        return len(steps) == len(exchanges) and all(map(fits, steps, exchanges))

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        """The number of exchanges, and their operations with statuses."""
        return assertion.summed_up(self.after(0))

    def explain(self, op: str, other: object) -> list[str] | None:
        """Lines on why `journal == other`, `other in journal` or its negation is false."""
        exchanges = self.after(0)
        if op == "==" and isinstance(other, list | tuple):
            return assertion.unlike([self._wished(each) for each in other], exchanges)
        wanted = self._wished(other)
        if op in {"in", "not in"} and isinstance(wanted, Expectation):
            count = Count(least=0, most=0) if op == "not in" else Count(least=1)
            unmet = assertion.too_few_or_many(wanted, count, exchanges, unmatched=self._unmatched())
            return str(unmet).splitlines()
        return None

    def _wished(self, wanted: object) -> object:
        if not isinstance(wanted, str | Expectation):
            return wanted
        return require_known(_step(wanted), self._operations)

    def _arrived(
        self,
        found: tuple[Exchange, ...] | None,
        wanted: Expectation,
        count: int,
        since: int,
        within: str,
    ) -> tuple[Exchange, ...]:
        if found is None:
            exchanges = self.after(since)
            self._require_all(since, f"whether {wanted} was called")
            so_far = sum(wanted.matches(each) for each in exchanges)
            raise assertion.too_few_or_many(
                wanted,
                Count(least=count),
                exchanges,
                unmatched=self._unmatched(),
                opening=f"{wanted} was called {times(so_far)} of {count} within {within}.",
            )
        self._asserted.update(each.number for each in found)
        return found

    def expectation(self, operation: str, expected: Expected) -> Expectation:
        """Make a description of `assert_called`'s arguments. Raises `ValueError`."""
        return require_known(called(operation, **expected), self._operations)

    def _require_all(self, since: int, what: str) -> None:
        """Raise `Evicted` if exchanges after `since` were dropped."""
        gone = self.gone(since)
        if gone and not self.limits.entries:
            raise assertion.switched_off(what)
        if gone:
            raise assertion.evicted(gone, what)

    def _unmatched(self) -> Sequence[Exchange]:
        return (
            self._all_unmatched.after(self._unmatched_before)
            if self._all_unmatched is not None
            else ()
        )


def _step(step: str | Expectation) -> Expectation:
    return step if isinstance(step, Expectation) else called(step)
