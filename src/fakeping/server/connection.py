"""A client's connection: a deadline for each thing that the client does or leaves undone.

aiohttp bounds how long a connection is idle or sends headers, and
`aiohttp_door` how long it sends a body.

What aiohttp waits for without end is here: a client that asks and does not read, one that ends its
own side, and headers that are short one by one and long together. An answer that the server holds
back has no deadline: a long poll, or a delay that a test asked for.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, cast

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import EMPTY_PAYLOAD

from fakeping.core.limits import limit
from fakeping.server.responses import refused, reset

#: Seconds that a client may leave an answer unread, counted from when the server has to wait.
UNREAD = limit(
    "connection.unread",
    25,
    unit="seconds",
    bounds="a client that does not read its answers: more than 64 KiB of them wait for it",
    past="the connection is reset",
)

#: Seconds that what was written may take to arrive once the server closes the connection.
FAREWELL = limit(
    "connection.close",
    5,
    unit="seconds",
    bounds="the rest of an answer on a connection that the server closes; TLS's goodbye too",
    past="the connection is reset",
)

#: Seconds for a TLS handshake.
HANDSHAKE = limit(
    "connection.handshake",
    20,
    unit="seconds",
    bounds="a TLS handshake, from the first byte to the last",
    past="the connection is reset",
)

#: Seconds for which an answer is held back for a client that has ended its own side.
HALF_CLOSED = limit(
    "connection.half-closed",
    2,
    unit="seconds",
    bounds="an answer that is held back, once its client has closed its side of the connection",
    past="the connection is closed; answers that are due at once are sent before that",
)

MAX_CONNECTIONS = limit(
    "connections",
    20_000,
    unit="connections",
    bounds="connections that are open at once, below what the system's file descriptors allow",
    past="a new connection is reset",
)

MAX_HEADERS = limit(
    "request.headers",
    64 * 1024,
    unit="bytes",
    bounds="all header fields of one request together",
    past="431, and the connection is closed",
)

# What may arrive of a request besides its header fields, before any of it is understood.
_LINE = 16 * 1024


class HeadersTooLarge(HttpProcessingError):
    """A request's header fields are too much together."""

    code = 431


class Connections(web.Server):
    """Makes a `Connection` for each client, while there are not too many."""

    def __init__(self, handler: Any, **kwargs: Any) -> None:
        super().__init__(handler, **kwargs)
        self._how = kwargs
        #: How many are open.
        self.count = 0

    def __call__(self) -> "Connection":
        """A protocol for one more client."""
        return Connection(self, loop=asyncio.get_running_loop(), **self._how)


class Connection(web.RequestHandler):
    """One client's connection, which is cut when the client keeps the server waiting."""

    __slots__ = ("_connections", "_half_closed", "_heads", "_leaving", "_timer", "_wire")

    def __init__(self, connections: Connections, **kwargs: Any) -> None:
        super().__init__(connections, **kwargs)
        self._connections = connections
        self._heads = _Heads(self._parser)
        self._parser = self._heads  # type: ignore[assignment]  # what aiohttp asks of one
        # aiohttp forgets its own reference before the last byte is sent.
        self._wire: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._leaving = False
        self._half_closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many."""
        self._connections.count += 1
        self._wire = cast("asyncio.Transport", transport)
        if self._connections.count > MAX_CONNECTIONS:
            self._reset()
        else:
            super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Forget the client."""
        if self._wire is not None:
            self._connections.count -= 1
            self._wire = None
        self._stop_waiting()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give the client time to read what is written already."""
        super().pause_writing()
        if not self._leaving:
            self._wait(UNREAD, self._reset)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        if not self._leaving:
            self._stop_waiting()
            if self._half_closed:
                self._wait(HALF_CLOSED, self.force_close)
        super().resume_writing()

    async def start(self) -> None:
        """Answer one request after the other, until the connection is to be closed."""
        try:
            await super().start()
        finally:
            self._leave()

    def force_close(self) -> None:
        """Close the connection, whatever is under way."""
        super().force_close()
        self._leave()

    def eof_received(self) -> bool:  # type: ignore[override]  # asyncio's own says so
        """Say whether the connection stays open, now that the client sends no more.

        It does while an answer is due: a client may close its own side alone. TLS has no half.
        """
        idle = self._waiter is not None and not self._waiter.done()
        if idle or self._leaving or self._wire is None or self.ssl_context is not None:
            return False
        if not self._half_closed:
            self._half_closed = True
            self._heads.end()
            if self._timer is None:
                self._wait(HALF_CLOSED, self.force_close)
        return True

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send an answer; the last one to a client that sends no more ends the connection."""
        sent = await super().finish_response(request, resp, start_time)
        if self._half_closed and not self._messages:
            self.close()
        return sent

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Refuse what could not be understood as a request."""
        if isinstance(exc, HeadersTooLarge):
            return refused(exc.code, exc.message)
        return super().handle_error(request, status, exc, message)

    def _leave(self) -> None:
        """Close in time: what waits to be sent goes first, if the client takes it."""
        if not self._leaving:
            self._leaving = True
            self._stop_waiting()
            if self._wire is not None and self._wire.get_write_buffer_size():
                self._wait(FAREWELL, self._reset)

    def _reset(self) -> None:
        if self._wire is not None:
            reset(self._wire)

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        self._stop_waiting()
        self._timer = self._loop.call_later(seconds, then)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _Heads:
    """aiohttp's parser, which bounds lines one by one, with a bound on a request's headers."""

    __slots__ = (
        "_fed",
        "_feed",
        "_latest",
        "feed_eof",
        "message_consumed",
        "pause_reading",
        "set_upgraded",
    )

    def __init__(self, parser: Any) -> None:
        self._feed = parser.feed_data
        self.feed_eof = parser.feed_eof
        self.message_consumed = parser.message_consumed
        self.pause_reading = parser.pause_reading
        self.set_upgraded = parser.set_upgraded
        # The body of the request that came last, and how much has come of the next one's head.
        self._latest: Any = EMPTY_PAYLOAD
        self._fed = 0

    def feed_data(self, data: bytes) -> Any:
        """Read on. Raises `HeadersTooLarge`, and whatever the parser raises."""
        in_body = not self._latest.is_eof()
        self._fed += len(data)
        found = self._feed(data)
        messages = found[0]
        if messages:
            self._latest = messages[-1][1]
            if self._fed > MAX_HEADERS and any(_size(each) > MAX_HEADERS for each, _ in messages):
                raise _too_large()
        if messages or in_body:
            self._fed = 0
        elif self._fed > MAX_HEADERS + _LINE:
            raise _too_large()
        return found

    def end(self) -> None:
        """Take it that no more comes, in the middle of a body too."""
        if not self._latest.is_eof():
            self._latest.set_exception(web.RequestPayloadError("the client has stopped sending"))
            self._latest.feed_eof()


def _size(message: Any) -> int:
    return sum(len(name) + len(value) + len(": \r\n") for name, value in message.raw_headers)


def _too_large() -> HeadersTooLarge:
    return HeadersTooLarge(message=f"the header fields are more than {MAX_HEADERS} bytes together")


def tls(context: ssl.SSLContext | None) -> dict[str, Any]:
    """What `create_server` is told of TLS."""
    if context is None:
        return {}
    return {
        "ssl": context,
        "ssl_handshake_timeout": HANDSHAKE,
        "ssl_shutdown_timeout": FAREWELL,
    }
