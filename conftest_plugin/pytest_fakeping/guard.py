"""`fakeping_guard`: a test that tries to reach a real Ping host fails, and reaches nothing.

Two things tell where somebody is going. The interpreter's audit events say which names Python looks
up and which addresses it connects to: a name is refused before anybody looks it up. What sockets
send says whom a proxy, or a connection that was open before, is asked for: see `sent`. Both hold
for whatever uses Python's sockets: http.client, urllib3, httpx, asyncio, anyio, trio. What brings
sockets of its own (uvloop, pycurl, gRPC) or a program of its own is out of reach.
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
from pytest_fakeping.sent import BY_HOST, BY_TLS, Watch
from pytest_fakeping.settings import servers_of, settings

# The events that say where somebody is going, and where in their arguments.
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
    """Somebody asked for a real Ping host while `fakeping_guard` was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to reach a real host."""

    host: str
    #: What was tried: an event of the interpreter's such as `socket.getaddrinfo`, or what was about
    #: to be sent, such as `CONNECT to 127.0.0.1:3128`.
    event: str
    #: The nearest line that is neither Python's nor an installed package's, if any is.
    line: str = ""

    def __str__(self) -> str:
        """The host, what was tried, and from where."""
        return f"{self.host}, by {self.event}" + (f" from {self.line}" if self.line else "")


class Guard:
    """Refuses real hosts while it is armed, and fails the test that asked for one.

    `fakes` are the URLs of the session's servers: a request to one of them may bear any name.
    """

    def __init__(
        self, hosts: Iterable[str] = (), *, always: bool = False, fakes: Iterable[str] = ()
    ) -> None:
        self._hosts = Hosts(hosts)
        self._fakes = fakes
        #: Whether every test is guarded that does not say otherwise.
        self.always = always
        self.armed = False
        self._attempts: list[Attempt] = []
        self._children = _Children()
        self._watch = Watch(self._ask)
        self._listening = False
        self._undo: Callable[[], None] | None = None

    @property
    def attempts(self) -> list[Attempt]:
        """What the running test has tried so far, in this process and in those forked from it."""
        self._attempts += self._children.told()
        return self._attempts

    def arm(self) -> None:
        """Refuse from now on."""
        if not self._listening:
            self._listening = True
            sys.addaudithook(self._hear)  # there is no way to take one off again
        if not self.armed:
            self.armed = True
            self._children.begin()
            self._watch.begin()
            self._undo = _tell_aiohttp(self._check)

    def disarm(self) -> None:
        """Refuse nothing any more."""
        self.armed = False
        self._watch.end()
        if self._undo:
            self._undo()
            self._undo = None

    def is_real(self, host: str) -> bool:
        """Whether that is a host of Ping's, or one of those that were named."""
        return host in self._hosts

    def judge(self) -> None:
        """Fail the test if it tried."""
        if self.attempts:
            pytest.fail(self._told(), pytrace=False)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Arm it for a test, where every test is guarded."""
        if self.always and not self.armed and _wanted(item):
            self.arm()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Fail a test that tried, even if it noticed nothing."""
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
        """Judge what was tried since, and disarm it."""
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
        """Refuse what is about to be sent, unless it is a fake that is called by that name."""
        if not self.armed or not self.is_real(host):
            return
        peer = _peer(sender)
        if how in {BY_HOST, BY_TLS} and self._is_fake(peer):
            return
        self._check(host, f"{how} to {peer[0]}:{peer[1]}" if peer else how)

    def _is_fake(self, peer: tuple[str, int] | None) -> bool:
        """Whether a peer is a server of this session; one that nobody knows may be, under TLS."""
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
    """The session's guard, listening to tests from the first time that somebody asks for it."""
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
    """The name, or the address, that an event's argument holds."""
    if isinstance(said, tuple) and said:  # an address: host, port and more
        said = said[0]
    if isinstance(said, (bytes, bytearray)):
        said = said.decode("utf-8", "replace")
    return said if isinstance(said, str) else ""


def _peer(sender: Any) -> tuple[str, int] | None:
    """The address that a socket is connected to, where there is one."""
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
    """Brings home what processes tried that were forked while a guard was armed.

    They share a file with this one, and write to its end.
    """

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._process = 0
        self._read = 0

    def begin(self) -> None:
        """Make the file, once."""
        if self._file is None and hasattr(os, "fork"):
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - as long as the guard
            self._process = os.getpid()

    def tell(self, attempt: Attempt) -> None:
        """Write an attempt down, in a child."""
        if self._file is not None and os.getpid() != self._process:
            fields = (attempt.host, attempt.event, attempt.line)
            line = "\t".join(ascii(each)[1:-1] for each in fields)
            with suppress(OSError):
                self._file.write(f"{line}\n".encode())

    def told(self) -> Iterator[Attempt]:
        """What children have tried since the last time."""
        if self._file is None or os.getpid() != self._process:
            return
        size = os.fstat(self._file.fileno()).st_size
        lines = os.pread(self._file.fileno(), size - self._read, self._read).decode()
        self._read = size
        for line in lines.splitlines():
            host, event, where = line.split("\t")
            yield Attempt(host=host, event=f"{event} in a forked process", line=where)


def _asking() -> str:
    """The nearest frame of the user's own code, as `file:line`."""
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
    """Put the check in front of aiohttp's way around Python's resolver, if aiohttp is there."""
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
