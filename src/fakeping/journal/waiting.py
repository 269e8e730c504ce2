"""Waiting for an exchange without polling, in a thread, asyncio or trio."""

import sys
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from fakeping.core.problem import Refused

T = TypeVar("T")

Listen = Callable[[Callable[[], None]], Callable[[], None]]


def wait(listen: Listen, look: Callable[[], T | None], *, timeout: float) -> T | None:
    """Call `look` now and after each exchange until it returns a value; `None` after `timeout`."""
    news = Event()
    deadline = _deadline(timeout)

    def tell() -> None:
        if not news.is_set():  # an event a request would cost the requests more than the wait
            news.set()

    unlisten = listen(tell)
    try:
        while (found := look()) is None:
            if not news.wait(max(0.0, deadline - monotonic())):
                return look()
            news.clear()
        return found
    finally:
        unlisten()


async def wait_async(listen: Listen, look: Callable[[], T | None], *, timeout: float) -> T | None:  # noqa: ASYNC109 - trio's own, and asyncio's, are each only in one of them
    """`wait` for a coroutine of asyncio or trio, without blocking its event loop."""
    news = _trio_news() or _AsyncioNews()
    deadline = _deadline(timeout)
    unlisten = listen(news.tell)
    try:
        while (found := look()) is None:
            if not await news.heard(max(0.0, deadline - monotonic())):
                return look()
        return found
    finally:
        unlisten()


def _deadline(timeout: float) -> float:
    if not timeout >= 0:  # or it is NaN
        raise Refused(f"a timeout is a number of seconds, 0 or more, not {timeout!r}")
    return monotonic() + timeout


def blocks_a_loop() -> bool:
    """Whether an event loop runs in this thread, which a blocking wait would stop."""
    asyncio = sys.modules.get("asyncio")
    return _trio_token() is not None or (
        asyncio is not None and asyncio._get_running_loop() is not None  # noqa: SLF001 - documented
    )


class _AsyncioNews:
    def __init__(self) -> None:
        import asyncio  # noqa: PLC0415 - it runs: this costs a look-up

        self._asyncio = asyncio
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()
        self._is_set = False

    def tell(self) -> None:
        if not self._is_set:  # as above
            self._is_set = True
            self._loop.call_soon_threadsafe(self._event.set)

    async def heard(self, within: float) -> bool:
        try:
            async with self._asyncio.timeout(within):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        self._is_set = False
        return True


class _TrioNews:
    def __init__(self, trio: Any, token: Any) -> None:
        self._trio = trio
        self._token = token
        self._event = trio.Event()
        self._is_set = False

    def tell(self) -> None:
        if not self._is_set:  # as above
            self._is_set = True
            self._token.run_sync_soon(self._event.set)

    async def heard(self, within: float) -> bool:
        with self._trio.move_on_after(within) as scope:
            await self._event.wait()
        if scope.cancelled_caught:
            return False
        self._event = self._trio.Event()
        self._is_set = False
        return True


def _trio_news() -> _TrioNews | None:
    token = _trio_token()
    return _TrioNews(sys.modules["trio"], token) if token is not None else None


def _trio_token() -> Any:
    # Looked up in `sys.modules`, so that trio is not imported where nobody uses it.
    trio = sys.modules.get("trio")
    if trio is None:
        return None
    try:
        return trio.lowlevel.current_trio_token()
    except RuntimeError:
        return None
