"""Long polls: requests held back until a journal has the exchanges that they ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from fakeping.core.exchange import Hold, Reply
from fakeping.core.limits import limit
from fakeping.core.problem_document import problem_document
from fakeping.journal.search import Searchable
from fakeping.journal.watch import Crowd, Watch

MOST = limit(
    "control.waiters",
    200,
    unit="requests",
    bounds="requests of the control API that wait for an exchange at the same time",
    past="503 with Retry-After, as a problem",
)

#: A look has a fixed cost: under load, one look counts many exchanges.
BETWEEN = limit(
    "control.look",
    0.02,
    unit="seconds",
    bounds="the time between two looks at new exchanges for requests that wait",
    past="a request that waits is answered that much later; the first look is at once",
)


@dataclass(slots=True, eq=False)
class _Waiter:
    watch: Watch
    is_settled: Callable[[int], bool]
    found: int = 0
    is_over: bool = False
    #: Wakes the one that holds the request back.
    hear: Callable[[], None] = lambda: None

    def has_enough(self) -> bool:
        """Whether the exchanges so far settle it."""
        self.count(self.watch.count(until=self.watch.journal.position))
        return self.is_over

    def count(self, more: int) -> None:
        self.found += more
        self.is_over = self.is_over or self.is_settled(self.found)


class Waiters:
    """The long polls of one server.

    They share the work: new exchanges wake one of them, which counts the matches of all, and wakes
    those that are settled.
    """

    def __init__(self) -> None:
        self._waiting: dict[_Waiter, None] = {}
        self._crowds: dict[Searchable, Crowd] = {}
        self._news = False
        self._looked = 0.0
        #: Whether the server has stopped, and no reply is held back any more.
        self.closed = False
        # What wakes each open stream of events.
        self._streams: dict[Callable[[], None], None] = {}

    def __len__(self) -> int:
        """The number of open long polls."""
        return len(self._waiting)

    def wait(
        self,
        watch: Watch,
        *,
        seconds: float,
        is_settled: Callable[[int], bool],
        reply: Callable[[], Reply],
        meanwhile: Callable[[], Reply],
    ) -> Reply:
        """The reply to a long poll, held back until enough matches have come.

        `meanwhile` makes the reply for a caller in process, who does not wait.
        """
        waiter = _Waiter(watch, is_settled)
        if not seconds or waiter.has_enough():
            return reply()
        if len(self) >= MOST:
            busy = f"{MOST} requests wait for an exchange already, and no more may"
            return problem_document(503, busy, {"Retry-After": "1"})
        deadline = monotonic() + seconds

        def remaining() -> float:
            if waiter in self._waiting:
                self._look(waiter)
            else:
                waiter.has_enough()
            return 0.0 if waiter.is_over or self.closed else deadline - monotonic()

        def listen(hear: Callable[[], None]) -> Callable[[], None]:
            waiter.hear = hear
            return self._enter(waiter)

        now = meanwhile()
        now.hold = Hold(remaining=remaining, listen=listen, reply=reply, pause=self._pause)
        return now

    def open(self) -> None:
        """Accept long polls."""
        self.closed = False

    def close(self) -> None:
        """Answer every long poll with what there is, and hold no more of them."""
        self.closed = True
        for each in tuple(self._waiting):
            each.hear()
        for wake in tuple(self._streams):
            wake()

    @property
    def stream_count(self) -> int:
        """The number of open streams of events."""
        return len(self._streams)

    def enter_stream(self, wake: Callable[[], None]) -> Callable[[], None]:
        """Register a stream, to wake at the end. Returns the function that unregisters it."""
        self._streams[wake] = None
        return lambda: self._streams.pop(wake, None)

    def _enter(self, waiter: _Waiter) -> Callable[[], None]:
        journal = waiter.watch.journal
        crowd = self._crowds.setdefault(journal, Crowd(journal))
        crowd.add(waiter.watch, waiter.count)
        self._wake_those_over()
        self._waiting[waiter] = None
        deaf = waiter.watch.listen(self._tell)
        if journal.position > waiter.watch.seen:  # recorded by another thread meanwhile
            self._tell()

        def leave() -> None:
            deaf()
            del self._waiting[waiter]
            crowd.remove(waiter.watch)
            if not crowd:
                self._crowds.pop(journal, None)
            if self._news:  # it may have been the one that was woken
                self._wake_one()

        return leave

    def _tell(self) -> None:
        if not self._news:  # whoever was woken looks soon
            self._news = True
            self._wake_one()

    def _wake_one(self) -> None:
        for each in self._waiting:
            each.hear()
            break

    def _look(self, asking: _Waiter) -> None:
        """Count new exchanges for all waiters, and wake the others that are settled."""
        if not self._news:
            return
        self._news = False
        for crowd in self._crowds.values():
            crowd.look()
        self._looked = monotonic()
        self._wake_those_over(asking)

    def _wake_those_over(self, asking: _Waiter | None = None) -> None:
        for each in self._waiting:
            if each.is_over and each is not asking:
                each.hear()

    def _pause(self) -> float:
        return max(0.0, self._looked + BETWEEN - monotonic())
