"""A client's connection, with a deadline for everything that it waits for.

aiohttp limits how long a connection is idle or sends headers, and `aiohttp_door` how long it sends
a body.

This module limits what aiohttp waits for without end: a client that does not read its replies, and
one that half-closes the connection. A reply that the server holds back has no deadline: a long
poll, or a delay that a test asked for.
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, cast

from aiohttp import web

from fakeping.core.limits import limit
from fakeping.server.heads import HeadersTooLarge, Heads
from fakeping.server.responses import refused, reset

#: Seconds for a client to read a reply, from when its buffer is full.
UNREAD = limit(
    "connection.unread",
    25,
    unit="seconds",
    bounds="a client that does not read its answers: more than 64 KiB of them wait for it",
    past="the connection is reset",
)

#: Seconds to send the rest of the buffer once the server closes the connection.
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

#: Seconds for which a reply is held back from a half-closed client.
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


class Connections(web.Server):
    """Makes a `Connection` for each client, up to a limit."""

    def __init__(self, handler: Any, **kwargs: Any) -> None:
        super().__init__(handler, **kwargs)
        self._how = kwargs
        #: The number of open connections.
        self.count = 0

    def __call__(self) -> "Connection":
        """Make the protocol of a new connection."""
        return Connection(self, loop=asyncio.get_running_loop(), **self._how)


class Connection(web.RequestHandler):
    """One client's connection, which is closed when the client keeps the server waiting."""

    __slots__ = ("_connections", "_half_closed", "_heads", "_leaving", "_timer", "_wire")

    def __init__(self, connections: Connections, **kwargs: Any) -> None:
        super().__init__(connections, **kwargs)
        self._connections = connections
        self._heads = Heads(self._parser)
        self._parser = self._heads  # type: ignore[assignment]  # what aiohttp asks of one
        # aiohttp forgets its own reference before the last byte is sent.
        self._wire: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._leaving = False
        self._half_closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start, or reset the connection if there are too many."""
        self._connections.count += 1
        self._wire = cast("asyncio.Transport", transport)
        if self._connections.count > MAX_CONNECTIONS:
            self._reset()
        else:
            super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Stop the timer, and count the connection as closed."""
        if self._wire is not None:
            self._connections.count -= 1
            self._wire = None
        self._stop_waiting()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Start a deadline: the client does not read."""
        super().pause_writing()
        if not self._leaving:
            self._wait(UNREAD, self._reset)

    def resume_writing(self) -> None:
        """Stop the deadline: the client reads again."""
        if not self._leaving:
            self._stop_waiting()
            if self._half_closed:
                self._wait(HALF_CLOSED, self.force_close)
        super().resume_writing()

    async def start(self) -> None:
        """Answer requests until the connection closes."""
        try:
            await super().start()
        finally:
            self._leave()

    def force_close(self) -> None:
        """Close the connection, even during a reply."""
        super().force_close()
        self._leave()

    def eof_received(self) -> bool:  # type: ignore[override]  # asyncio's own says so
        """Return whether the connection stays open after the client's end of file.

        It does while a reply is due: a client may half-close. Over TLS it can't.
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
        """Send a reply; close the connection after the last one to a half-closed client."""
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
        """Reply to a request that could not be parsed."""
        if isinstance(exc, HeadersTooLarge):
            return refused(exc.code, exc.message)
        return super().handle_error(request, status, exc, message)

    def _leave(self) -> None:
        """Close the connection once its buffer is sent, or the client is too slow."""
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


def tls(context: ssl.SSLContext | None) -> dict[str, Any]:
    """The arguments of `create_server` for TLS."""
    if context is None:
        return {}
    return {
        "ssl": context,
        "ssl_handshake_timeout": HANDSHAKE,
        "ssl_shutdown_timeout": FAREWELL,
    }
