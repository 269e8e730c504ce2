"""Requests and replies: HTTP without an HTTP library."""

import json
from collections.abc import Callable, ItemsView, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from fakeping.core import values
from fakeping.core.problem import Problem
from fakeping.core.text import writable

JSON = values.JSON

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Headers(Mapping[str, str]):
    """Header fields, looked up in any case. The door may bring a mapping of its own instead."""

    def __init__(self, fields: Mapping[str, str] = NO_HEADERS) -> None:
        self._fields = {name.lower(): value for name, value in fields.items()}

    def __getitem__(self, name: str) -> str:
        """Return a field's value."""
        return self._fields[name.lower()]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field's value, or something else where there is none."""
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


# Made for every request, and written to by nobody: freezing each would cost 2 microseconds.
@dataclass(slots=True, kw_only=True)
class Request:
    """What arrived.

    `path` and `query` are as on the wire, still percent-encoded. `headers` is looked up in
    any case. `base_url` is what the caller knows the server by, without a trailing slash;
    absolute links are built from it; a web page of the server's own comes from one of `origins`.
    `unread` is what kept the body from being read, and `malformed` what is wrong with the head.
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
        """The same request, where bytes of its line that are no UTF-8 are read as Latin-1.

        An answer may repeat its path, and links begin with its base URL.
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
    """A body that was put together from others, which may be well known when it is new."""

    #: It counts of this very body: who sends another one need not think of it.
    body: bytes
    parts: tuple[bytes, ...]


#: How a connection ends before the answer is through: closed without a word, reset, or closed
#: halfway through the body.
Cut = Literal["drop", "reset", "truncate"]


def bearer(request: Request) -> str | None:
    """The bearer token that a request comes with."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What keeps a reply back at the door, which waits without holding anybody else up."""

    #: Real seconds until it is over: 0 or less when it is, infinite when only news can end it.
    remaining: Callable[[], float]
    #: Has a function called, from whatever thread, when `remaining` may have changed.
    #: Returns the function that ends this.
    listen: Callable[[Callable[[], None]], Callable[[], None]]
    #: The reply, once it is over.
    reply: Callable[[], "Reply"]
    #: Seconds between one look at `remaining` and the next, however much news there is.
    pause: Callable[[], float] = lambda: 0.0


@dataclass(slots=True)
class Reply:
    """What goes back: encoded already, so that a stored entity's bytes are sent as they are.

    `rule` is the behaviour that decided, and `fault` the scripted failure that was applied.
    The door carries out `hold` and `cut`; who asks in process sees them, and the reply at once.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS)
    rule: str | None = None
    fault: str | None = None
    hold: Hold | None = None
    cut: Cut | None = None
    #: What the body was put together from: no word begins in one part and ends in another.
    parts: Parts | None = None

    @property
    def json(self) -> JSON:
        """The decoded body; `None` without one."""
        return json.loads(self.body) if self.body else None


# Documents are trees: to look for circles would take a third of the time.
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
).encode


def encoded(document: JSON) -> bytes:
    """Encode a document as compact UTF-8 JSON."""
    return _encode(document).encode()
