"""A listening socket on the running loop, and its connections."""

import asyncio
import ssl
from typing import Any, Self

from aiohttp import web

from fakeping.server.aiohttp_door import Answer, settings
from fakeping.server.connection import Connections, tls

# Seconds for requests under way to end, once the server stops.
_GRACE = 2.0

# Connections that can wait to be accepted.
_BACKLOG = 128


class Listening:
    """A listening socket and its connections, from `begin` to `end`."""

    def __init__(self, listener: asyncio.Server, runner: web.ServerRunner) -> None:
        self._listener = listener
        self._runner = runner
        #: The addresses of its sockets.
        self.addresses: list[Any] = [each.getsockname() for each in listener.sockets]

    @classmethod
    async def begin(
        cls, answer: Answer, host: str, port: int, context: ssl.SSLContext | None
    ) -> Self:
        """Listen, and call `answer` with each request. Raises `OSError`."""
        served = Connections(answer, access_log=None, **settings())
        listener = await asyncio.get_running_loop().create_server(
            served, host, port, backlog=_BACKLOG, **tls(context)
        )
        runner = web.ServerRunner(served, shutdown_timeout=_GRACE)
        await runner.setup()
        return cls(listener, runner)

    def refuse(self) -> None:
        """Close the socket to new connections."""
        self._listener.close()

    async def end(self) -> None:
        """Wait for requests under way, and close every connection."""
        await self._runner.cleanup()
