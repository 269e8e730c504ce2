"""A bounded record of exchanges, with callbacks for each new one."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from threading import RLock
from typing import overload

from fakeping.core.caller import Caller
from fakeping.core.change import Change
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.operation import Operation
from fakeping.core.weight import weigh, weigh_fields
from fakeping.journal.advice import Advice
from fakeping.journal.entry import Decision, Entry, Exchange, changes_of, exchange_of, outcome_of
from fakeping.journal.limits import JournalLimits
from fakeping.journal.places import place
from fakeping.journal.recorded import Advise, FindUnread, ServedAs
from fakeping.redaction.capture import Capture, redacted, whole
from fakeping.redaction.known import Known
from fakeping.redaction.redact import Excerpt, Fields

#: Whether a listener wants exchanges of an operation; called with its name, or `None`.
About = Callable[[str | None], bool]


@dataclass(frozen=True, slots=True, eq=False)  # a callback may listen twice
class _Listener:
    callback: Callable[[], None]
    about: About | None


#: Called with each new entry and its number, within its request: returns at once, and never raises.
Echo = Callable[["Recorder", Entry, int], None]

_CREATED = HTTPStatus.CREATED  # to look it up in the enumeration takes each request a while


class Recorder:
    """Exchanges, the oldest first; past a limit, the oldest are dropped.

    Limited in number and in bytes. With `secrets`, exchanges are not redacted.
    """

    #: The tenant's id, and how it behaves, set by the record's owner; `None` of unmatched requests.
    tenant: str | None = None
    served_as: ServedAs | None = None

    def __init__(
        self,
        *,
        lock: RLock,
        limits: JournalLimits | None = None,
        secrets: bool = False,
        advise: Advise | None = None,
        unread: FindUnread | None = None,
        known: Known | None = None,
    ) -> None:
        #: Receives each later entry.
        self.echo: Echo | None = None
        self._known = known or Known()
        self.limits = limits or JournalLimits()
        self._lock = lock
        self._capture: Capture = whole if secrets else redacted
        self._advise = advise
        self._unread = unread
        #: Redacts a text that clients chose; `None` where nothing is redacted.
        self.hide = None if secrets else self._known.hidden
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        #: Values of the newest exchange, which the next may share.
        self._sent: Fields = ()
        self._reply_headers: Fields = ()
        self._caller: Caller | None = None
        self._base_url = ""
        #: Number of exchanges ever recorded, which is the newest one's number.
        self._number = 0
        # Numbers of the last dropped exchange, and of the last one at a `clear`.
        self._evicted = 0
        self._cleared = 0
        self._listeners: tuple[_Listener, ...] = ()
        # Cache of the listeners of each operation.
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
        unknown_address: tuple[str, str] | None = None,
        document: JSON = None,
    ) -> None:
        """Add one exchange, and drop the oldest past the limits.

        `path` is the request's, redacted; `document` its decoded body, if that was plain JSON.
        """
        self._number += 1
        limits = self.limits
        if not limits.entries and self.echo is None:
            self._evicted = self._number
        else:
            made = len(changes) == 1 and changes[0].before is None
            made = made and reply.status == _CREATED
            target, asked, answered, sent, reply_headers = self._capture(
                operation, path, request, reply, self._known, document, made
            )
            if len(asked) > limits.body:
                asked = Excerpt(asked[: limits.body])
            if len(answered) > limits.body:
                answered = Excerpt(answered[: limits.body])
            kept = changes_of(changes) if changes else None
            held = len(asked) + len(answered)
            held += len(target) if target.isascii() else weigh(target)
            held += self._weigh_shared(sent, reply_headers, caller, request.base_url)
            if changes or unknown_address:
                held += _weigh_changes(changes) + weigh(unknown_address)
            plain = not (reply.fault or reply.cut or reply.cause or unknown_address)
            entry = Entry(
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
                reply_headers,
                reply.rule if plain else outcome_of(reply, unknown_address=unknown_address),
                kept,
                held,
            )
            self._entries.append(entry)
            self._bytes += held
            while len(self._entries) > limits.entries or self._bytes > limits.total:
                self._evict()
            if self.echo is not None:
                self.echo(self, entry, self._number)
        if self._listeners:
            self._tell(operation.name if operation else None)

    def listen(
        self, callback: Callable[[], None], *, about: About | None = None
    ) -> Callable[[], None]:
        """Call a function after each exchange; returns a function that stops this.

        `about` returns whether exchanges of an operation, by its name or `None`, are wanted. It
        must return the same each time.

        The callback runs within a request, in the thread that serves it: it must return at once,
        and not raise.
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
        """Call the listeners of an operation; without any, this costs a look-up."""
        audience = self._audiences.get(operation)
        if audience is None:
            those = (
                each.callback
                for each in self._listeners
                if each.about is None or each.about(operation)
            )
            # A callback that several listeners share is called once.
            audience = self._audiences[operation] = tuple(dict.fromkeys(those))
        for each in audience:
            each()

    @property
    def position(self) -> int:
        """The number of the newest exchange so far: as `since`, it selects later ones."""
        return self._number

    def __len__(self) -> int:
        """Count the exchanges in the record."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Exchange]:
        """Iterate from the oldest to the newest."""
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
        """The exchanges with higher numbers, without dropped ones."""
        return tuple(self.shown(entry, each) for each, entry in self.entries_after(number)[0])

    def entries_after(self, number: int) -> tuple[list[tuple[int, Entry]], int]:
        """The entries after a number, each with its own, and the newest number."""
        with self._lock:
            newest = self._number
            # From the newest: mostly the last few of many are wanted.
            later = list(islice(reversed(self._entries), max(0, newest - number)))
        later.reverse()
        return list(enumerate(later, start=newest - len(later) + 1)), newest

    def gone(self, since: int) -> int:
        """How many exchanges after this number were dropped."""
        return max(0, self._evicted - max(since, self._cleared))

    def clear(self) -> None:
        """Remove every exchange."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0
            self._cleared = self._number

    def shown(self, entry: Entry, number: int) -> Exchange:
        """Unpack an entry to an exchange."""
        return exchange_of(
            entry,
            number=number,
            advise=self._advise,
            hide=self.hide,
            unread=self._unread,
            served_as=self.served_as,
        )

    def may_advise(self, entry: Entry) -> bool:
        """Whether an exchange may have a hint or unread members: quick, and false for most."""
        if entry.operation is None or entry.request_body or isinstance(entry.outcome, Decision):
            return True
        return isinstance(self._advise, Advice) and self._advise.about(entry.request_headers)

    def _evict(self) -> None:
        self._evicted = self._number - len(self._entries) + 1
        entry = self._entries.popleft()
        self._bytes -= entry.size

    def _weigh_shared(
        self, sent: Fields, reply_headers: Fields, caller: Caller | None, base_url: str
    ) -> int:
        """The bytes of values that exchanges often share: 0 if the one before has the same object.

        As the oldest are dropped first, the exchange that counts an object is dropped before
        those that share it: these then hold bytes that are not counted.
        """
        held = 0
        if sent is not self._sent:
            self._sent = sent
            held = weigh_fields(sent)
        if reply_headers is not self._reply_headers:
            self._reply_headers = reply_headers
            held += weigh_fields(reply_headers)
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
