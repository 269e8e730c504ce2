"""From a server's start to its stop: on a thread of its own, or on the caller's event loop."""

import ssl
from abc import ABC, abstractmethod
from threading import Lock
from types import TracebackType
from typing import Self

from fakeping.core.forked import ForkedError
from fakeping.server.aiohttp_door import Answer
from fakeping.server.forks import Serving, serving
from fakeping.server.hosts import HostNames
from fakeping.server.listening import Listening
from fakeping.server.registry import Tenants
from fakeping.server.thread import Loop


class NotListening(RuntimeError):
    """A URL or a port was asked for that the server does not have yet."""

    __module__ = "fakeping"  # where people import it from, and so what a report calls it

    def __init__(self, what: str) -> None:
        super().__init__(
            f"this FakePing does not listen, so it has no {what}: use `with FakePing() as server:`"
            f" or `FakePing().start()`; whoever serves its application knows its {what}"
        )


class Lifetime(ABC):
    """A server that listens between `start` and `stop`, or within `with` or `async with`."""

    def __init__(
        self,
        tenants: Tenants,
        names: HostNames,
        *,
        host: str,
        port: int,
        ssl_context: ssl.SSLContext | None,
    ) -> None:
        self._served = tenants
        self._names = names
        self._host = host
        self._port = port
        # Where it listens, or did last.
        self._bound: int | None = None
        self._ssl_context = ssl_context
        self._listening: Listening | None = None
        self._thread: Loop | None = None
        self._entered = Lock()
        self._serving: Serving | None = None

    @abstractmethod
    def _build_answer(self) -> Answer: ...

    @abstractmethod
    def _let_go(self) -> None: ...

    @property
    def url(self) -> str:
        """The server's base URL, such as `http://127.0.0.1:49321`.

        Raises `NotListening`, a `RuntimeError`, before it listens, unless it has a public URL.
        """
        if self._bound is not None:
            return self._served.base_url
        if self._names.public_url:
            return self._names.public_url
        raise NotListening("URL")

    @property
    def port(self) -> int:
        """The port on which it listens. Raises `NotListening` before it does."""
        if self._bound is None:
            raise NotListening("port")
        return self._bound

    @property
    def address(self) -> str:
        """The host and port to listen on, as configured."""
        return f"{self._host}:{self._port}"

    def __repr__(self) -> str:
        """The URL, or why there is none, and the number of tenants."""
        if self._bound is None:
            where = ", not listening"
        elif self._served.stopped:
            where = ", stopped"
        else:
            where = f" at {self.url}"
        count = len(self._served.all())
        return f"<{type(self).__name__}{where}, {count} tenant{'' if count == 1 else 's'}>"

    def start(self) -> Self:
        """Listen, on a thread of the server's own, and return the server.

        Raises `OSError` when the port can't be had, and `RuntimeError` while it listens already.
        """
        thread = Loop(self)
        thread.start()
        self._thread = thread
        return self

    def stop(self) -> None:
        """Stop listening, if it was started. Does nothing in a forked child: the parent serves."""
        if self._thread is not None and not self._served.world.disowned:
            self._thread.stop()
            self._thread = None

    def __enter__(self) -> Self:
        """Start. Raises as `start` does."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    async def __aenter__(self) -> Self:
        """Listen, on the running loop. Raises as `start` does."""
        if self._served.world.disowned:
            raise ForkedError
        if not self._entered.acquire(blocking=False):
            raise RuntimeError(f"this FakePing listens already, at {self.url}: make another one")
        try:
            listening = await Listening.begin(
                self._build_answer(), self._host, self._port, self._ssl_context
            )
        except BaseException:
            self._entered.release()
            raise
        self._listening = listening
        self._served.stopped = False
        self._serving = serving(self._served.world, listening.addresses)
        host, self._bound = listening.addresses[0][:2]
        named = f"[{host}]" if ":" in host else host
        self._names.own_url = f"{self._names.scheme}://{named}:{self._bound}"
        self._served.base_url = self._names.public_url or self._names.own_url
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening, after requests under way. Does nothing in a forked child."""
        if self._listening is None or self._served.world.disowned:
            return
        self._listening.refuse()
        self._let_go()
        try:
            await self._listening.end()
        finally:
            self._listening = self._serving = None
            self._served.stopped = True
            self._entered.release()
