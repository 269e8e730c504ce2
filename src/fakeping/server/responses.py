"""Replies as aiohttp sends them: whole, cut short, or an error before any tenant is known."""

import asyncio
import socket
import struct
import sys

from aiohttp import web

from fakeping.core.exchange import Cut, Reply
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


async def cut(request: web.BaseRequest, reply: Reply, how: Cut) -> web.StreamResponse:
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


def reset(transport: asyncio.Transport) -> None:
    """Reset the connection (RST), discarding unsent bytes."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
