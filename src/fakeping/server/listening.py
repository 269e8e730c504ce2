"""A socket that listens on the running loop, and the connections that it takes."""

import asyncio
import ssl
from typing import Any, Self

from aiohttp import web

from fakeping.server.aiohttp_door import Answer, settings
from fakeping.server.connection import Connections, tls

# Seconds for requests under way to end after the server was told to stop.
_GRACE = 2.0

# Connections that wait until the server takes them.
_BACKLOG = 128


class Listening:
    """A listening socket and its connections, from `begin` to `end`."""

    def __init__(self, listener: asyncio.Server, runner: web.ServerRunner) -> None:
        self._listener = listener
        self._runner = runner
        #: Where it listens, as sockets have it.
        self.addresses: list[Any] = [each.getsockname() for each in listener.sockets]

    @classmethod
    async def begin(
        cls, answer: Answer, host: str, port: int, context: ssl.SSLContext | None
    ) -> Self:
        """Listen, and have `answer` called with each request. Raises `OSError`."""
        served = Connections(answer, access_log=None, **settings())
        listener = await asyncio.get_running_loop().create_server(
            served, host, port, backlog=_BACKLOG, **tls(context)
        )
        runner = web.ServerRunner(served, shutdown_timeout=_GRACE)
        await runner.setup()
        return cls(listener, runner)

    def refuse(self) -> None:
        """Take no more connections."""
        self._listener.close()

    async def end(self) -> None:
        """Let requests under way end, and close every connection."""
        await self._runner.cleanup()
