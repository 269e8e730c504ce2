"""HTTP requests and replies as plain values, independent of any HTTP library."""

import json
from collections.abc import Callable, ItemsView, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from fakeping.core import values
from fakeping.core.causes import Cause
from fakeping.core.problem import Problem
from fakeping.core.text import writable

JSON = values.JSON

#: The header of a bearer token, and of a client's id and secret.
AUTHORIZATION = "Authorization"

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Headers(Mapping[str, str]):
    """Header fields with case-insensitive lookup; an HTTP server may pass a mapping of its own."""

    def __init__(self, fields: Mapping[str, str] = NO_HEADERS) -> None:
        self._fields = {name.lower(): value for name, value in fields.items()}

    def __getitem__(self, name: str) -> str:
        """Return a field's value."""
        return self._fields[name.lower()]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field's value, or the default."""
        return self._fields.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the lower-case names."""
        return iter(self._fields)

    def items(self) -> ItemsView[str, str]:
        """Return the lower-case names and their values."""
        return self._fields.items()

    def __len__(self) -> int:
        """Count the fields."""
        return len(self._fields)


# Not frozen, though nobody writes to it: that would cost every request 2 microseconds.
@dataclass(slots=True, kw_only=True)
class Request:
    """An HTTP request.

    `path` and `query` are as on the wire, still percent-encoded. `headers` ignores case.
    `base_url` is the server's URL as the client knows it, without a trailing slash: absolute
    links begin with it. `origins` are those of the server's own web pages. `unread` is the
    problem that kept the body from being read, `malformed` one with the head.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=Headers)
    body: bytes = b""
    base_url: str = "http://fakeping.invalid"
    origins: frozenset[str] = frozenset()
    unread: Problem | None = None
    malformed: Problem | None = None

    def writable(self) -> "Request":
        """Decode the request line's bytes that are not UTF-8 as Latin-1.

        A reply may repeat the path, and links begin with the base URL: both must be encodable.
        """
        asked = self.path.isascii() and self.query.isascii()
        if asked and self.method.isascii() and self.base_url.isascii():
            return self
        return replace(
            self,
            method=writable(self.method),
            path=writable(self.path),
            query=writable(self.query),
            base_url=writable(self.base_url),
        )


class Parts(NamedTuple):
    """A body joined from others, which may have been sent before where the whole was not."""

    #: The joined bytes. Ignored for a reply whose body is another object.
    body: bytes
    parts: tuple[bytes, ...]


#: How a connection ends early: closed without an answer, reset, or closed halfway through the
#: answer's body.
Cut = Literal["drop", "reset", "truncate"]


def bearer(request: Request) -> str | None:
    """The token of an `Authorization: Bearer` header (RFC 6750); `None` without one."""
    scheme, _, token = request.headers.get(AUTHORIZATION, "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Delays a reply in the HTTP server, without holding up other requests."""

    #: Real seconds left: 0 or less once it is over, infinite while only `listen` can tell.
    remaining: Callable[[], float]
    #: Registers a function to call, from any thread, when `remaining` may have changed.
    #: Returns the function that unregisters it.
    listen: Callable[[Callable[[], None]], Callable[[], None]]
    #: The reply, once it is over.
    reply: Callable[[], "Reply"]
    #: Least seconds between two calls of `remaining`, however often `listen` calls.
    pause: Callable[[], float] = lambda: 0.0


@dataclass(frozen=True, slots=True)
class Stream:
    """A reply in parts that are sent as they come, until it is over or its client has left."""

    #: The next part, or nothing so far.
    part: Callable[[], bytes]
    is_over: Callable[[], bool]
    #: Seconds between two parts.
    pause: float
    #: Registers a function to call, from any thread, when it is over. Returns the function that
    #: unregisters it.
    listen: Callable[[Callable[[], None]], Callable[[], None]]


@dataclass(slots=True)
class Reply:
    """An HTTP response. Its body is bytes, so that an entity's cached bytes are sent as they are.

    `rule` names the behaviour that decided, `fault` the scripted failure that was applied. The
    HTTP server carries out `hold` and `cut`; callers in process get the reply at once.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    rule: str | None = None
    fault: str | None = None
    hold: Hold | None = None
    cut: Cut | None = None
    #: What comes after the body, over HTTP.
    stream: Stream | None = None
    #: Why the caller was not authenticated. Not sent: the journal alone tells.
    cause: Cause | None = None
    #: The bodies that this one was joined from; no word spans two of them.
    parts: Parts | None = None

    @property
    def json(self) -> JSON:
        """The decoded body; `None` without one."""
        return json.loads(self.body) if self.body else None


# JSON documents are trees: a check for cycles would take a third of the time.
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
).encode


def encoded(document: JSON) -> bytes:
    """Encode a document as compact UTF-8 JSON."""
    return _encode(document).encode()
