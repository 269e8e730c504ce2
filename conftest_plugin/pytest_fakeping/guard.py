"""`fakeping_guard`: a test that tries to reach a real Ping host fails, and reaches nothing.

It watches two things. The interpreter's audit events say which names Python looks up and which
addresses it connects to: a name is refused before the look-up. What sockets send shows the host of
a request through a proxy or on an open connection: see `sent`. Both cover whatever uses Python's
sockets: http.client, urllib3, httpx, asyncio, anyio, trio. Libraries with sockets of their own
(uvloop, pycurl, gRPC), and other programs, are out of reach.
"""

import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import pytest

from pytest_fakeping.hosts import Hosts
from pytest_fakeping.sent import BY_HOST, BY_TLS, SocketWatch
from pytest_fakeping.settings import servers_of, settings

# The audit events that show a destination, and the position of that in their arguments.
_EVENTS = {
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
}

_GUARD = pytest.StashKey["Guard"]()


class RealPingRefused(ConnectionRefusedError):
    """The test tried to reach a real Ping host while `fakeping_guard` was active."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to reach a real host."""

    host: str
    #: The interpreter's event, such as `socket.getaddrinfo`, or the refused request, such as
    #: `CONNECT to 127.0.0.1:3128`.
    event: str
    #: The nearest line outside Python and installed packages, if there is one.
    line: str = ""

    def __str__(self) -> str:
        """The host, the event, and the line of code."""
        return f"{self.host}, by {self.event}" + (f" from {self.line}" if self.line else "")


class Guard:
    """Refuses real hosts while it is armed, and fails the test that tried to reach one.

    `fakes` are the URLs of the session's servers: requests to these may have any `Host`.
    """

    def __init__(
        self, hosts: Iterable[str] = (), *, always: bool = False, fakes: Iterable[str] = ()
    ) -> None:
        self._hosts = Hosts(hosts)
        self._fakes = fakes
        #: Whether every test is guarded, unless its marker says `guard=False`.
        self.always = always
        self.armed = False
        self._attempts: list[Attempt] = []
        self._children = _Children()
        self._watch = SocketWatch(self._ask)
        self._listening = False
        self._undo: Callable[[], None] | None = None

    @property
    def attempts(self) -> list[Attempt]:
        """The running test's attempts, in this process and in forked ones."""
        self._attempts += self._children.reported()
        return self._attempts

    def arm(self) -> None:
        """Start refusing."""
        if not self._listening:
            self._listening = True
            sys.addaudithook(self._hear)  # audit hooks can't be removed
        if not self.armed:
            self.armed = True
            self._children.begin()
            self._watch.begin()
            self._undo = _tell_aiohttp(self._check)

    def disarm(self) -> None:
        """Stop refusing."""
        self.armed = False
        self._watch.end()
        if self._undo:
            self._undo()
            self._undo = None

    def is_real(self, host: str) -> bool:
        """Whether a host is Ping's, or one of those in the options."""
        return host in self._hosts

    def judge(self) -> None:
        """Fail the test if it has made an attempt."""
        if self.attempts:
            pytest.fail(self._told(), pytrace=False)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Arm the guard for a test, with `--fakeping-guard`."""
        if self.always and not self.armed and _wanted(item):
            self.arm()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Fail a test that made an attempt, even if it caught the error."""
        __tracebackhide__ = True
        try:
            yield
        except pytest.skip.Exception:
            self.judge()
            raise
        except BaseException as error:
            if self.attempts:
                error.add_note(self._told())
            raise
        self.judge()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        """Fail the test for later attempts, and disarm the guard."""
        __tracebackhide__ = True
        try:
            yield
            self.judge()
        finally:
            self.disarm()
            self._forget()

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.armed and event in _EVENTS:
            self._check(_host(arguments[_EVENTS[event]]), event)

    _hear.__cantrace__ = True  # type: ignore[attr-defined]  # so that coverage sees it

    def _ask(self, host: str, how: str, sender: Any) -> None:
        """Refuse data for a real host, unless the peer is a fake that is called by that name."""
        if not self.armed or not self.is_real(host):
            return
        peer = _peer(sender)
        if how in {BY_HOST, BY_TLS} and self._is_fake(peer):
            return
        self._check(host, f"{how} to {peer[0]}:{peer[1]}" if peer else how)

    def _is_fake(self, peer: tuple[str, int] | None) -> bool:
        """Whether a peer is a server of this session. An unknown peer may be, if one speaks TLS."""
        fakes = [urlsplit(each) for each in self._fakes]
        if peer is None:
            return any(each.scheme == "https" for each in fakes)
        return any(peer[1] == each.port and peer[0] in _addresses(each.hostname) for each in fakes)

    def _check(self, host: str, event: str) -> None:
        if self.armed and self.is_real(host):
            attempt = Attempt(host=host, event=event, line=_asking())
            self._children.tell(attempt)
            self._attempts.append(attempt)
            raise RealPingRefused(f"fakeping_guard refuses {attempt}")

    def _forget(self) -> None:
        self.attempts.clear()

    def _told(self) -> str:
        lines = "".join(f"\n  {each}" for each in self.attempts)
        self._forget()
        return f"this test tried to reach a real Ping host, and was refused:{lines}"


def guard_of(config: pytest.Config) -> Guard:
    """The session's guard; the first call registers its hooks."""
    guard = config.stash.get(_GUARD, None)
    if guard is None:
        said = settings(config)
        fakes = servers_of(config)
        guard = config.stash[_GUARD] = Guard(said.guard_hosts, always=said.guard, fakes=fakes)
        config.pluginmanager.register(guard, "fakeping-guard")
    return guard


def _wanted(item: pytest.Item) -> bool:
    said = (each.kwargs.get("guard") for each in item.iter_markers("fakeping"))
    return next((each for each in said if each is not None), True)


def _host(said: Any) -> str:
    """The host name, or address, in an audit event's argument."""
    if isinstance(said, tuple) and said:  # an address: host, port and more
        said = said[0]
    if isinstance(said, (bytes, bytearray)):
        said = said.decode("utf-8", "replace")
    return said if isinstance(said, str) else ""


def _peer(sender: Any) -> tuple[str, int] | None:
    """The address that a socket is connected to, or `None`."""
    with suppress(AttributeError, OSError, TypeError, ValueError):
        host, port = sender.getpeername()[:2]
        return host, port
    return None


def _addresses(host: str | None) -> set[str]:
    if host is None:
        return set()
    with suppress(OSError):
        return {str(each[4][0]) for each in socket.getaddrinfo(host, None)}
    return {host}


class _Children:
    """Collects the attempts of forked processes.

    They inherit a file from this process, and append to it.
    """

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._process = 0
        self._read = 0

    def begin(self) -> None:
        """Create the file, once."""
        if self._file is None and hasattr(os, "fork"):
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - as long as the guard
            self._process = os.getpid()

    def tell(self, attempt: Attempt) -> None:
        """Write an attempt to the file, in a child."""
        if self._file is not None and os.getpid() != self._process:
            fields = (attempt.host, attempt.event, attempt.line)
            line = "\t".join(ascii(each)[1:-1] for each in fields)
            with suppress(OSError):
                self._file.write(f"{line}\n".encode())

    def reported(self) -> Iterator[Attempt]:
        """The attempts of children since the last call."""
        if self._file is None or os.getpid() != self._process:
            return
        size = os.fstat(self._file.fileno()).st_size
        lines = os.pread(self._file.fileno(), size - self._read, self._read).decode()
        self._read = size
        for line in lines.splitlines():
            host, event, where = line.split("\t")
            yield Attempt(host=host, event=f"{event} in a forked process", line=where)


def _asking() -> str:
    """The nearest line of the user's own code, as `file:line`."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - as `traceback` does, for less
    while frame is not None:
        name = frame.f_code.co_filename
        ours = frame.f_globals.get("__name__", "").partition(".")[0] == __package__
        if not ours and "site-packages" not in name and not name.startswith((*_PYTHON, "<")):
            return f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


_PYTHON = tuple({sys.base_prefix + "/lib", sys.base_prefix + "\\Lib"})


def _tell_aiohttp(check: Callable[[str, str], None]) -> Callable[[], None] | None:
    """Check names in aiohttp's asynchronous resolver too, if it is loaded."""
    resolver = sys.modules.get("aiohttp.resolver")
    if resolver is None:
        return None
    kind = resolver.AsyncResolver
    resolve = kind.resolve

    async def checked(self: Any, host: str, *others: Any, **named: Any) -> Any:
        check(host, "aiohttp.AsyncResolver")
        return await resolve(self, host, *others, **named)

    kind.resolve = checked

    def undo() -> None:
        with suppress(AttributeError):
            kind.resolve = resolve

    return undo
