"""Replies as aiohttp sends them: whole, cut short, or an error before any tenant is known."""

import asyncio
import socket
import struct
import sys
from contextlib import suppress

from aiohttp import web

from fakeping.core.exchange import Cut, Reply, Stream
from fakeping.core.problem_document import problem_document
from fakeping.version import __version__

# Identifies the fake, and no library's version.
_NAME = f"fakeping/{__version__}"


def response_of(reply: Reply) -> web.Response:
    """A whole reply."""
    response = web.Response(status=reply.status, headers=reply.headers, body=reply.body)
    response.headers["Server"] = _NAME
    return response


def refused(status: int, detail: str) -> web.Response:
    """An error reply, after which the connection closes."""
    response = response_of(problem_document(status, detail, {}))
    response.force_close()
    return response


async def in_parts(request: web.BaseRequest, reply: Reply) -> web.StreamResponse:
    """Send a reply that is no whole one: a stream, or one that ends early."""
    if reply.stream is not None:
        return await _streamed(request, reply, reply.stream)
    return await _cut(request, reply, reply.cut or "drop")


async def _cut(request: web.BaseRequest, reply: Reply, how: Cut) -> web.StreamResponse:
    """Send the part of a reply that is to arrive, and close the connection."""
    response = web.StreamResponse(status=reply.status or 500, headers=reply.headers)
    response.headers["Server"] = _NAME
    response.force_close()
    transport = request.transport
    if transport is None:  # the client was faster
        return response
    if how == "truncate" and reply.body:
        response.content_length = len(reply.body)
        await response.prepare(request)
        await response.write(reply.body[: len(reply.body) // 2])
    if how == "reset":
        reset(transport)
    transport.close()
    return response


async def _streamed(request: web.BaseRequest, reply: Reply, stream: Stream) -> web.StreamResponse:
    """Send a reply's body, and each part of its stream as it comes."""
    response = web.StreamResponse(status=reply.status, headers=reply.headers)
    response.headers["Server"] = _NAME
    response.force_close()
    loop, over = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
            loop.call_soon_threadsafe(over.set)

    leave = stream.listen(wake)
    try:
        await response.prepare(request)
        part = reply.body
        while not stream.is_over():
            if part:
                await response.write(part)
            if request.transport is None or request.transport.is_closing():
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(stream.pause):
                    await over.wait()
            part = stream.part()
    except ConnectionError:  # the client has left
        pass
    finally:
        leave()
    return response


def reset(transport: asyncio.Transport) -> None:
    """Reset the connection (RST), discarding unsent bytes."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
