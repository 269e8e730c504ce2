"""Convert aiohttp's requests for the world, and its replies for aiohttp. One route for all."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from math import inf
from typing import Any, TypeVar

from aiohttp import HttpVersion10, HttpVersion11, web
from aiohttp.http_exceptions import HttpProcessingError

from fakeping.core.exchange import Hold, Reply, Request
from fakeping.core.fields import ONCE, are_single, combined
from fakeping.core.limits import limit
from fakeping.core.operation import HTML
from fakeping.core.problem import Malformed, Problem, TooLarge, TooSlow
from fakeping.engine.world import World
from fakeping.server.hosts import HostNames
from fakeping.server.responses import in_parts, refused, response_of
from fakeping.version import __version__

MAX_BODY = limit(
    "http.body",
    1024 * 1024,
    unit="bytes",
    bounds="the body of one request",
    past="413 in the family's shape; the control API takes more of whoever may steer the server",
)

# Bytes a second: a large body has a later deadline.
_PACE = 1024 * 1024

_Bytes = TypeVar("_Bytes", bytes, bytearray)

#: Seconds for a client to send a body.
PATIENCE = limit(
    "request.body-time",
    15,
    unit="seconds",
    bounds="the body of one request, from its first byte to the last, and a second for each MiB",
    past="408 in the family's shape, and the connection is closed",
)

#: Seconds for a request's headers, and for an idle connection.
KEEP_ALIVE = limit(
    "connection.idle",
    20,
    unit="seconds",
    bounds="an open connection from one answer to the end of the next request's headers",
    past="the connection is closed",
)

MAX_LINE = limit(
    "request.line",
    8190,
    unit="bytes",
    bounds="the target of a request, and each of its header fields",
    past="400, and the connection is closed",
)
MAX_FIELDS = limit(
    "request.header-fields",
    128,
    unit="fields",
    bounds="the header fields of one request",
    past="400, and the connection is closed",
)

# Seconds between checks whether the client of a held reply is still connected.
_GLANCE = 1.0

# From `/`, also behind a proxy that serves it below another path.
_PAGE = "__fakeping/"

# What a client that is no browser is told there: paths below the same.
_WHERE = {
    "fakeping": __version__,
    "page": _PAGE,
    "health": f"{_PAGE}health",
    "tenants": f"{_PAGE}tenants",
    "openapi": f"{_PAGE}openapi.json",
}

# The reply to a client that has left.
_NOBODY = Reply(503)

_ANOTHER_HOST = (
    "this server is not the host that the request names; --allowed-host NAME, or"
    " FakePing(allowed_hosts=[NAME]), has it answer to one more"
)


class _Quiet(logging.Filter):
    """Keep requests that aiohttp could not parse out of the log: they may hold credentials."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError)


def _logger() -> logging.Logger:
    logger = logging.getLogger("fakeping.http")
    if not any(isinstance(each, _Quiet) for each in logger.filters):
        logger.addFilter(_Quiet())
    return logger


Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def settings() -> dict[str, Any]:
    """The options of aiohttp's protocol, in every way of serving."""
    return {
        "auto_decompress": False,
        "keepalive_timeout": KEEP_ALIVE,
        "lingering_time": 1,
        "max_field_size": MAX_LINE,
        "max_headers": MAX_FIELDS,
        "max_line_size": MAX_LINE,
        "logger": _logger(),
    }


def build_app(world: World, names: HostNames) -> web.Application:
    """Serve a world from an aiohttp application."""
    app = web.Application(client_max_size=MAX_BODY, handler_args=settings())
    answer = build_answer(world, names)
    app.router.add_route("*", "/{path:.*}", answer, expect_handler=_in_its_time)
    return app


async def _in_its_time(request: web.Request) -> None:
    """Do nothing: `_encourage` handles `Expect`, once it is known that the body is wanted."""


def build_answer(world: World, names: HostNames) -> Answer:
    """Serve a world from a coroutine that takes aiohttp's requests."""
    once = ONCE.union(*(each.once for each in world.families))

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        unusual = request.version != HttpVersion11 or request.raw_path == "/"
        if (
            unusual
            and (early := _other_version(request) or _at_the_root(request, names)) is not None
        ):
            return early
        try:
            target, authority = _target(request)
            named = names.of(request.headers, authority)
        except Malformed as problem:
            return refused(400, problem.detail)
        if named is None:
            return refused(421, _ANOTHER_HOST)
        headers, malformed = _fields(request, once)
        path, _, query = target.partition("?")
        asked = Request(
            method=request.method,
            path=path,
            query=query,
            headers=headers,
            base_url=named.base_url,
            origins=named.origins,
            malformed=malformed,
        )
        if request.body_exists:
            try:
                most = world.body_limit(asked)
                asked.body = await _body(request, most or MAX_BODY)
            except Problem as problem:
                asked.unread = problem
        reply = world.handle(asked)
        while reply.hold is not None:
            reply = await _let_go(reply.hold, request)
        if reply.cut is not None or reply.stream is not None:
            return await in_parts(request, reply)
        response = response_of(reply)
        if asked.unread is not None:
            response.force_close()
        return response

    return answer


def _other_version(request: web.BaseRequest) -> web.Response | None:
    if request.version == HttpVersion11:
        return None
    if request.version != HttpVersion10:
        return refused(505, "this server speaks HTTP/1.1 and HTTP/1.0")
    if "Transfer-Encoding" in request.headers:
        # RFC 9112, section 6.1: the framing is faulty, whatever it says.
        return refused(400, "a request of the older version has no Transfer-Encoding")
    return None


def _at_the_root(request: web.BaseRequest, names: HostNames) -> web.Response | None:
    """Redirect a browser that asks for `/`, where no API is, and tell others what is where."""
    if request.method not in {"GET", "HEAD"} or request.raw_path != "/":
        return None
    with suppress(Malformed):
        if names.of(request.headers, "") is None:
            return None  # another host, which is told so
    if HTML in request.headers.get("Accept", ""):
        return response_of(Reply(303, b"", {"Location": _PAGE}))
    told = f"{json.dumps(_WHERE, indent=2)}\n".encode()
    return response_of(Reply(200, told, {"Content-Type": "application/json; charset=utf-8"}))


async def _let_go(hold: Hold, request: web.BaseRequest) -> Reply:
    """Hold a reply back until its time is up, its event has come, or the client has left."""
    loop = asyncio.get_running_loop()
    news = asyncio.Event()
    woken = False

    def hear() -> None:
        nonlocal woken
        if not woken:  # until the next look: waking the loop for each exchange costs more than that
            woken = True
            with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
                loop.call_soon_threadsafe(news.set)

    deaf = hold.listen(hear)
    try:
        while (left := hold.remaining()) > 0:
            if request.transport is None or request.transport.is_closing():
                return _NOBODY
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left, _GLANCE)):
                    await news.wait()
                    await asyncio.sleep(hold.pause())
            news.clear()
            woken = False
    finally:
        deaf()
    return hold.reply()


def _fields(
    request: web.BaseRequest, once: frozenset[str]
) -> tuple[Mapping[str, str], Problem | None]:
    """The header fields, and a problem if one is invalid."""
    headers = request.headers
    names = tuple(headers)  # without repeated ones, in some versions of multidict
    if len(names) == len(headers) and are_single(names):
        return headers, None
    return combined(headers.items(), once)


def _target(request: web.BaseRequest) -> tuple[str, str]:
    """The path and query and, for an absolute-form target (RFC 9112, 3.2.2), its authority."""
    target = request.raw_path
    if target.startswith("/"):
        return target, ""
    # A client that uses the server as a proxy sends the absolute form.
    return request.rel_url.raw_path_qs, request.url.raw_authority


async def _body(request: web.BaseRequest, most: int) -> bytes:
    """Read a body of at most `most` bytes. Raises `TooLarge`, `TooSlow` or `Malformed`."""
    if (request.content_length or 0) > most:
        raise TooLarge("the body is too large")
    try:
        if request.content.is_eof():  # it came along with the headers
            return _fitting(request.content.read_nowait(), most)
        await _encourage(request)
        body = bytearray()
        async with asyncio.timeout(PATIENCE) as deadline:
            until = deadline.when() or inf
            async for part in request.content.iter_any():
                body += part
                _fitting(body, most)
                deadline.reschedule(until + len(body) / _PACE)
        return bytes(body)
    except TimeoutError:
        raise TooSlow("the body did not arrive") from None
    except (web.RequestPayloadError, ConnectionError) as error:
        raise Malformed(f"the body could not be read: {error}") from None


def _fitting(body: _Bytes, most: int) -> _Bytes:
    if len(body) > most:
        raise TooLarge("the body is too large")
    return body


async def _encourage(request: web.BaseRequest) -> None:
    """Send 100 Continue to a client that expects it."""
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0  # what follows is a whole answer still
