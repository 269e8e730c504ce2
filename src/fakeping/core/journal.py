"""What was asked and what was answered, oldest first, and questions about it."""

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from urllib.parse import parse_qsl

from fakeping.core.change import Change
from fakeping.core.exchange import JSON, Reply, Request
from fakeping.core.expectation import ANYTHING, Expectation
from fakeping.core.operation import Caller, Operation
from fakeping.core.redact import recorded_headers, recorded_query

#: Longer bodies are cut when they are recorded.
MAX_BODY = 64 * 1024

_REFUSED = 400

# One entry: a plain tuple, for it leaves the collector's sight where an object would not.
_Entry = tuple[
    int,  # number
    float,  # at
    float,  # duration
    str | None,  # operation
    str,  # method
    str,  # path
    str,  # query
    int,  # status
    Caller | None,
    str | None,  # rule
    tuple[tuple[str, str], ...],  # request headers
    bytes,  # request body
    bytes,  # reply body
    str | None,  # fault
    tuple[Change, ...],
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer, without their secrets."""

    #: Counted from 1 within the journal's life; a `clear` does not start anew.
    number: int
    at: datetime
    #: Seconds inside the fake.
    duration: float
    #: `None` when nothing stands at that path and method.
    operation: str | None
    method: str
    path: str
    query_string: str
    status: int
    caller: Caller | None
    #: The rule that decided: that it is refused, or how it is answered.
    rule: str | None
    headers: Mapping[str, str]
    request_body: bytes
    reply_body: bytes
    #: The scripted failure that was applied.
    fault: str | None = None
    #: What it did to the state, in that order.
    changes: tuple[Change, ...] = ()

    @property
    def query(self) -> dict[str, str]:
        """The query parameters that the operation understands."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @property
    def json(self) -> JSON:
        """The request's body decoded; `None` when it is not JSON."""
        return _decoded(self.request_body)

    @property
    def reply_json(self) -> JSON:
        """The answer's body decoded; `None` without one."""
        return _decoded(self.reply_body)

    def __str__(self) -> str:
        """One line: number, request line, status, operation, and the rule that refused."""
        target = f"{self.path}?{self.query_string}" if self.query_string else self.path
        name = self.operation or "no operation"
        reason = f"  [{self.rule}]" if self.rule and self.status >= _REFUSED else ""
        return f"#{self.number} {self.method} {target} -> {self.status}  {name}{reason}"


class Journal:
    """A bounded record of exchanges; the oldest make room for the newest.

    Bounded by entries and by the bytes of their bodies. An assertion that would need an
    exchange that is gone raises, rather than answer from what is left.
    """

    def __init__(
        self,
        *,
        lock: RLock,
        operations: frozenset[str] = frozenset(),
        max_entries: int = 10_000,
        max_bytes: int = 16 * 1024 * 1024,
    ) -> None:
        self._lock = lock
        self._operations = operations
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._entries: deque[_Entry] = deque()
        self._bytes = 0
        self._number = 0
        self._evicted = 0

    def record(
        self,
        *,
        at: float,
        duration: float,
        operation: Operation[object] | None,
        request: Request,
        reply: Reply,
        caller: Caller | None,
        changes: Sequence[Change] = (),
    ) -> None:
        """Keep one exchange, and let the oldest go where there is no room."""
        self._number += 1
        asked, answered = request.body, reply.body
        if operation and operation.confidential:
            asked = answered = b""
        if len(asked) > MAX_BODY:
            asked = asked[:MAX_BODY]
        if len(answered) > MAX_BODY:
            answered = answered[:MAX_BODY]
        self._entries.append(
            (
                self._number,
                at,
                duration,
                operation.name if operation else None,
                request.method,
                request.path,
                recorded_query(request.query, operation.query if operation else ()),
                reply.status,
                caller,
                reply.rule,
                recorded_headers(request.headers),
                asked,
                answered,
                reply.fault,
                tuple(changes),
            )
        )
        self._bytes += len(asked) + len(answered)
        if len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
            self._evict()

    def __len__(self) -> int:
        """Count the exchanges that are held."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Exchange]:
        """Iterate from the oldest to the newest that is held."""
        with self._lock:
            entries = tuple(self._entries)
        return map(_exchange, entries)

    def __getitem__(self, index: int) -> Exchange:
        """The exchange at a position; -1 is the newest."""
        with self._lock:
            return _exchange(self._entries[index])

    def clear(self) -> None:
        """Forget every exchange."""
        with self._lock:
            self._entries.clear()
            self._bytes = self._evicted = 0

    def assert_called(
        self,
        operation: str,
        *,
        count: int | None = None,
        json: JSON = ANYTHING,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        status: int | None = None,
        caller: str | None = None,
    ) -> tuple[Exchange, ...]:
        """Return the matching exchanges: at least one, or exactly `count`.

        `json` is the request's body in part: an object matches one that has these members,
        and any value may be an object with an `==` of its own. `query` and `headers` are
        likewise in part. `caller` is a subject or a client.

        Raises `AssertionError` with the nearest misses, and `ValueError` for an operation
        that does not exist.
        """
        __tracebackhide__ = True  # pytest shows the test's line, and the message
        wanted = Expectation(
            operation=self._known(operation),
            json=json,
            query=query or {},
            headers=headers or {},
            status=status,
            caller=caller,
        )
        exchanges = tuple(self)
        matching = tuple(each for each in exchanges if not wanted.misses(each))
        satisfied = bool(matching) if count is None else len(matching) == count
        if self._evicted and (count is not None or not satisfied):
            raise AssertionError(
                f"The journal has let {self._evicted} of its oldest exchanges go, so nobody can say"
                f" how often {wanted} was called. Clear it between the steps of a long test."
            )
        if not satisfied:
            raise AssertionError(wanted.failure(exchanges, found=len(matching), count=count))
        return matching

    def assert_not_called(self, operation: str, **expected: JSON) -> None:
        """Raise `AssertionError` if `assert_called` with these arguments would find any."""
        __tracebackhide__ = True
        self.assert_called(operation, count=0, **expected)

    def _known(self, operation: str) -> str:
        if self._operations and operation not in self._operations:
            import difflib  # noqa: PLC0415 - only a mistake needs it

            near = difflib.get_close_matches(operation, self._operations, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise ValueError(f"there is no operation {operation!r}{hint}")
        return operation

    def _evict(self) -> None:
        while self._entries and (
            len(self._entries) > self._max_entries or self._bytes > self._max_bytes
        ):
            *_, asked, answered, _fault, _changes = self._entries.popleft()
            self._bytes -= len(asked) + len(answered)
            self._evicted += 1


def _exchange(entry: _Entry) -> Exchange:
    return Exchange(
        number=entry[0],
        at=datetime.fromtimestamp(entry[1], UTC),
        duration=entry[2],
        operation=entry[3],
        method=entry[4],
        path=entry[5],
        query_string=entry[6],
        status=entry[7],
        caller=entry[8],
        rule=entry[9],
        headers=dict(entry[10]),
        request_body=entry[11],
        reply_body=entry[12],
        fault=entry[13],
        changes=entry[14],
    )


def _decoded(body: bytes) -> JSON:
    try:
        return json.loads(body)
    except ValueError:
        return None
