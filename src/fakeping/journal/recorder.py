"""The bounded record of exchanges, and whoever waits for the next one."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from threading import RLock
from typing import overload

from fakeping.core.change import Change
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.operation import Caller, Operation
from fakeping.core.weight import weigh, weigh_fields
from fakeping.journal.entry import Entry, Exchange, changes_of, exchange_of, outcome_of
from fakeping.journal.limits import JournalLimits
from fakeping.journal.recorded import Advise
from fakeping.redaction.capture import Capture, redacted, whole
from fakeping.redaction.known import Known
from fakeping.redaction.redact import Excerpt, Fields

#: Whether exchanges of an operation matter, by its name; `None` where nothing stood.
About = Callable[[str | None], bool]


@dataclass(frozen=True, slots=True, eq=False)  # a callback may listen twice
class _Listener:
    callback: Callable[[], None]
    about: About | None


class NoSuchExchange(IndexError):
    """There are not as many exchanges."""


def place(index: int, count: int) -> int:
    """Where an index leads to, among so many from the oldest. Raises `NoSuchExchange`."""
    at = index if index >= 0 else count + index
    if not 0 <= at < count:
        raise NoSuchExchange(f"of {count} exchanges there is none at {index}")
    return at


class Recorder:
    """Exchanges, the oldest first; the oldest make room for the newest.

    Bounded by entries and by the bytes of all that they hold. With `secrets`, what would not be
    recorded is.
    """

    def __init__(
        self,
        *,
        lock: RLock,
        limits: JournalLimits | None = None,
        secrets: bool = False,
        advise: Advise | None = None,
        known: Known | None = None,
    ) -> None:
        self._known = known or Known()
        self.limits = limits or JournalLimits()
        self._lock = lock
        self._capture: Capture = whole if secrets else redacted
        self._advise = advise
        self._hide = None if secrets else self._known.hidden
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        #: What the newest exchange may share with the next.
        self._sent: Fields = ()
        self._told: Fields = ()
        self._caller: Caller | None = None
        self._base_url = ""
        #: How many were recorded, and so the newest one's number.
        self._number = 0
        # The numbers of the newest exchange that had to go, and of the newest at a `clear`.
        self._evicted = 0
        self._cleared = 0
        self._listeners: tuple[_Listener, ...] = ()
        # Who of them is told of an operation, found out when one is first told of.
        self._audiences: dict[str | None, tuple[Callable[[], None], ...]] = {}

    def record(
        self,
        *,
        at: float,
        duration: float,
        operation: Operation[object] | None,
        path: str,
        request: Request,
        reply: Reply,
        caller: Caller | None,
        changes: Sequence[Change] = (),
        stray: tuple[str, str] | None = None,
        document: JSON = None,
    ) -> None:
        """Keep one exchange, and let the oldest go where there is no room.

        `path` is the request's, as it may be shown; `document` its body, where it was plain JSON.
        """
        self._number += 1
        limits = self.limits
        if not limits.entries:
            self._evicted = self._number
        else:
            made = len(changes) == 1 and changes[0].before is None
            made = made and reply.status == HTTPStatus.CREATED
            target, asked, answered, sent, told = self._capture(
                operation, path, request, reply, self._known, document, made
            )
            if len(asked) > limits.body:
                asked = Excerpt(asked[: limits.body])
            if len(answered) > limits.body:
                answered = Excerpt(answered[: limits.body])
            kept = changes_of(changes) if changes else None
            held = len(asked) + len(answered) + weigh(target)
            held += self._weigh_shared(sent, told, caller, request.base_url)
            if changes or stray:
                held += _weigh_changes(changes) + weigh(stray)
            plain = reply.fault is None and reply.cut is None and stray is None
            self._entries.append(
                Entry(
                    complex(at, duration),
                    target,
                    asked,
                    answered,
                    operation.name if operation else None,
                    request.method,
                    reply.status,
                    caller,
                    request.base_url,
                    sent,
                    told,
                    reply.rule if plain else outcome_of(reply, stray=stray),
                    kept,
                    held,
                )
            )
            self._bytes += held
            while len(self._entries) > limits.entries or self._bytes > limits.total:
                self._evict()
        if self._listeners:
            self._tell(operation.name if operation else None)

    def listen(
        self, callback: Callable[[], None], *, about: About | None = None
    ) -> Callable[[], None]:
        """Have a function called after each exchange, until the function returned is called.

        `about` says of an operation's name, or of `None`, whether exchanges of it matter: of
        others nothing is told. It must answer the same each time.

        The function is called in the middle of a request, from the thread that serves it: it must
        return at once, and not raise.
        """
        listener = _Listener(callback, about)
        with self._lock:
            self._listeners = (*self._listeners, listener)
            self._audiences = {}

        def unlisten() -> None:
            with self._lock:
                self._listeners = tuple(each for each in self._listeners if each is not listener)
                self._audiences = {}

        return unlisten

    def _tell(self, operation: str | None) -> None:
        """Tell whoever wants to know of an operation: it costs nothing where that is nobody."""
        audience = self._audiences.get(operation)
        if audience is None:
            those = (
                each.callback
                for each in self._listeners
                if each.about is None or each.about(operation)
            )
            # Many that wait may have one function called for all.
            audience = self._audiences[operation] = tuple(dict.fromkeys(those))
        for each in audience:
            each()

    @property
    def position(self) -> int:
        """The number of the newest exchange so far: for `since`, to look at later ones alone."""
        return self._number

    def __len__(self) -> int:
        """Count the exchanges that are held."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Exchange]:
        """Iterate from the oldest to the newest that is held."""
        return iter(self.after(0))

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Exchange, ...]: ...
    def __getitem__(self, index: int | slice) -> Exchange | tuple[Exchange, ...]:
        """The exchange at a position, -1 being the newest; several for a slice."""
        with self._lock:
            first = self._number - len(self._entries) + 1
            if isinstance(index, slice):
                return tuple(
                    self.shown(self._entries[each], first + each)
                    for each in range(*index.indices(len(self._entries)))
                )
            at = place(index, len(self._entries))
            return self.shown(self._entries[at], first + at)

    def after(self, number: int) -> tuple[Exchange, ...]:
        """The exchanges that came after the one with that number, as far as they are held."""
        return tuple(self.shown(entry, each) for each, entry in self.entries_after(number)[0])

    def entries_after(self, number: int) -> tuple[list[tuple[int, Entry]], int]:
        """What `after` shows, with the number of each, and the newest number so far."""
        with self._lock:
            newest = self._number
            # From the newest: what came last is looked at often, and before it there is much.
            later = list(islice(reversed(self._entries), max(0, newest - number)))
        later.reverse()
        return list(enumerate(later, start=newest - len(later) + 1)), newest

    def gone(self, since: int) -> int:
        """How many that came after this number had to make room."""
        return max(0, self._evicted - max(since, self._cleared))

    def clear(self) -> None:
        """Forget every exchange."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0
            self._cleared = self._number

    def shown(self, entry: Entry, number: int) -> Exchange:
        """An entry, as people look at it."""
        return exchange_of(entry, number=number, advise=self._advise, hide=self._hide)

    def _evict(self) -> None:
        self._evicted = self._number - len(self._entries) + 1
        entry = self._entries.popleft()
        self._bytes -= entry.size

    def _weigh_shared(
        self, sent: Fields, told: Fields, caller: Caller | None, base_url: str
    ) -> int:
        """The bytes of what is often the same object as in the exchange before: then none.

        The oldest go first, so that what has been counted stays as long as whoever shares it,
        save that one of those may outlive it.
        """
        held = 0
        if sent is not self._sent:
            self._sent = sent
            held = weigh_fields(sent)
        if told is not self._told:
            self._told = told
            held += weigh_fields(told)
        if caller is not self._caller:
            self._caller = caller
            held += weigh(caller)
        if base_url is not self._base_url:
            self._base_url = base_url
            held += weigh(base_url)
        return held


def _weigh_changes(changes: Sequence[Change]) -> int:
    held = 0
    for each in changes:
        held += len(each.id)
        if each.size is not None:
            held += each.size
            continue
        if each.before is not None:
            held += weigh(each.before)
        if each.after is not None:
            held += weigh(each.after)
    return held
