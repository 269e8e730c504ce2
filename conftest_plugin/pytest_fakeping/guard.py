"""`fakeping_guard`: a test that tries to reach a real Ping host fails, and reaches nothing.

It hears what Python's own sockets are about to do from the interpreter's audit events, so it holds
for whatever asks them: http.client, urllib3, httpx, asyncio, anyio, trio. A name is refused before
anybody looks it up. What brings a resolver of its own (pycares, uvloop, pycurl) or a process of its
own is out of reach; aiohttp's use of pycares is not.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

import pytest

from pytest_fakeping.settings import settings

#: Domains where Ping Identity serves its customers.
REAL = (
    "pingone.com",
    "pingone.eu",
    "pingone.ca",
    "pingone.asia",
    "pingone.com.au",
    "pingone.sg",
    "pingidentity.com",
    "pingidentity.eu",
    "forgeblocks.com",
    "forgerock.io",
)

# The events that say where somebody is going, and where in their arguments.
_EVENTS = {
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "http.client.send": 1,
}

_GUARD = pytest.StashKey["Guard"]()


class RealPingRefused(ConnectionRefusedError):
    """Somebody asked for a real Ping host while `fakeping_guard` was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to reach a real host."""

    host: str
    #: The interpreter's name for what was tried, such as `socket.getaddrinfo`.
    event: str
    #: The nearest line that is neither Python's nor an installed package's, if any is.
    line: str = ""

    def __str__(self) -> str:
        """The host, what was tried, and from where."""
        return f"{self.host}, by {self.event}" + (f" from {self.line}" if self.line else "")


class Guard:
    """Refuses real hosts while it is armed, and fails the test that asked for one."""

    def __init__(self, hosts: Iterable[str] = (), *, always: bool = False) -> None:
        names = [each.lower().rstrip(".") for each in hosts]
        self._exact = frozenset(each for each in names if not each.startswith("*."))
        self._suffixes = tuple(f".{each}" for each in REAL)
        self._suffixes += tuple(each.removeprefix("*") for each in names if each.startswith("*."))
        #: Whether every test is guarded that does not say otherwise.
        self.always = always
        self.armed = False
        #: What the running test has tried so far.
        self.attempts: list[Attempt] = []
        self._listening = False
        self._undo: Callable[[], None] | None = None

    def arm(self) -> None:
        """Refuse from now on."""
        if not self._listening:
            self._listening = True
            sys.addaudithook(self._hear)  # there is no way to take one off again
        self.armed = True
        self._undo = self._undo or _tell_aiohttp(self._check)

    def disarm(self) -> None:
        """Refuse nothing any more."""
        self.armed = False
        if self._undo:
            self._undo()
            self._undo = None

    def is_real(self, host: str) -> bool:
        """Whether that is a host of Ping's, or one of those that were named."""
        name = host.lower().rstrip(".")
        return name in self._exact or f".{name}".endswith(self._suffixes)

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
            self.attempts.clear()

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.armed and event in _EVENTS:
            for host in _hosts(event, arguments[_EVENTS[event]]):
                self._check(host, event)

    _hear.__cantrace__ = True  # type: ignore[attr-defined]  # so that coverage sees it

    def _check(self, host: str, event: str) -> None:
        if self.armed and self.is_real(host):
            attempt = Attempt(host=host, event=event, line=_asking())
            self.attempts.append(attempt)
            raise RealPingRefused(f"fakeping_guard refuses {attempt}")

    def _told(self) -> str:
        lines = "".join(f"\n  {each}" for each in self.attempts)
        self.attempts.clear()
        return f"this test tried to reach a real Ping host, and was refused:{lines}"


def guard_of(config: pytest.Config) -> Guard:
    """The session's guard, listening to tests from the first time that somebody asks for it."""
    guard = config.stash.get(_GUARD, None)
    if guard is None:
        said = settings(config)
        guard = config.stash[_GUARD] = Guard(said.guard_hosts, always=said.guard)
        config.pluginmanager.register(guard, "fakeping-guard")
    return guard


def _wanted(item: pytest.Item) -> bool:
    said = (each.kwargs.get("guard") for each in item.iter_markers("fakeping"))
    return next((each for each in said if each is not None), True)


def _hosts(event: str, said: Any) -> Iterator[str]:
    """The names that an event's argument holds."""
    if event == "http.client.send":
        said = _through_proxy(said)
    elif isinstance(said, tuple) and said:  # an address: host, port and more
        said = said[0]
    if isinstance(said, (bytes, bytearray)):
        said = said.decode("utf-8", "replace")
    if isinstance(said, str):
        yield said


def _through_proxy(data: Any) -> str | None:
    """Whom a request's first line asks a proxy for; nobody, in a request to the server itself."""
    if not isinstance(data, (bytes, bytearray)):
        return None
    words = bytes(data[:300]).split(b" ", 2)
    if len(words) < 3 or words[1].startswith(b"/"):  # noqa: PLR2004 - method, target, the rest
        return None
    target = words[1].partition(b"://")[2] or words[1]
    return target.partition(b"/")[0].partition(b":")[0].decode("latin-1") or None


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
