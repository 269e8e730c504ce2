"""A closed loop of keep-alive connections over raw sockets: a fixed number of requests, no more."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from benchmarks.processes import Served, cpu_seconds

CONNECTIONS = 8

_DEADLINE = 120.0
_HEADERS_END = b"\r\n\r\n"
_names = count(time.time_ns())


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a round of requests took."""

    per_second: float
    p50: float
    p99: float
    #: The server's CPU time for one request; `None` where it can't be read.
    cpu: float | None


def get(url: str, token: str) -> Callable[[], bytes]:
    """Make the same GET again and again."""
    message = _message("GET", url, token)
    return lambda: message


def create(url: str, token: str) -> Callable[[], bytes]:
    """Make POSTs of resources, each with a name that nobody had."""

    def message() -> bytes:
        body = json.dumps({"name": f"n-{next(_names)}", "description": "made by a benchmark"})
        return _message("POST", url, token, body)

    return message


def drive(server: Served, message: Callable[[], bytes], requests: int) -> Load:
    """Send so many requests over 8 connections; any answer but a 2xx is an error."""
    before = cpu_seconds(server.pid)
    began = time.perf_counter()
    took = sorted(asyncio.run(_run(server.url, message, requests)))
    duration = time.perf_counter() - began
    after = cpu_seconds(server.pid)
    return Load(
        per_second=requests / duration,
        p50=took[requests // 2],
        p99=took[requests * 99 // 100],
        cpu=None if before is None or after is None else (after - before) / requests,
    )


@dataclass(slots=True)
class _Round:
    message: Callable[[], bytes]
    left: int
    done: asyncio.Future[None]
    took: list[float] = field(default_factory=list)
    open: int = CONNECTIONS

    def fail(self, why: str) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError(why))


class _Connection(asyncio.Protocol):
    """Sends a request, waits for all of the answer, and sends the next."""

    def __init__(self, of: _Round) -> None:
        self._round = of
        self._transport: Any = None
        self._sent = 0.0
        self._chunks: list[bytes] = []
        self._missing: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        if self._missing is None:
            self._missing = self._head()
        elif self._missing:
            self._missing -= len(data)
        if self._missing == 0:
            self._round.took.append(time.perf_counter() - self._sent)
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._round.open -= 1
        if self._round.left or exc is not None:
            self._round.fail(f"the server closed a connection: {exc}")
        elif not self._round.open and not self._round.done.done():
            self._round.done.set_result(None)

    def _next(self) -> None:
        if self._round.left <= 0:
            self._transport.close()
            return
        self._round.left -= 1
        self._chunks, self._missing = [], None
        self._sent = time.perf_counter()
        self._transport.write(self._round.message())

    def _head(self) -> int | None:
        received = b"".join(self._chunks)
        head, end, body = received.partition(_HEADERS_END)
        if not end:
            return None
        if not head.startswith(b"HTTP/1.1 2"):
            self._round.fail(received[:300].decode("latin-1"))
        _, _, length = head.lower().partition(b"content-length:")
        return int(length.split(b"\r", 1)[0]) - len(body)


async def _run(url: str, message: Callable[[], bytes], requests: int) -> list[float]:
    where = urlsplit(url)
    if where.hostname != "127.0.0.1" or where.port is None:
        raise ValueError("load goes to a port of the loopback alone")
    host, port = where.hostname, where.port
    loop = asyncio.get_running_loop()
    round_ = _Round(message, requests, loop.create_future())
    for _ in range(CONNECTIONS):
        await loop.create_connection(lambda: _Connection(round_), host, port)
    await asyncio.wait_for(round_.done, _DEADLINE)
    return round_.took


def _message(method: str, url: str, token: str, body: str = "") -> bytes:
    parts = urlsplit(url)
    fields = [
        f"{method} {parts.path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Authorization: Bearer {token}",
    ]
    if body:
        fields += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(fields) + "\r\n\r\n" + body).encode()
