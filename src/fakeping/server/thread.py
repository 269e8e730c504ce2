"""A thread with an event loop, for a server in a program without one."""

import asyncio
import threading
from contextlib import AbstractAsyncContextManager
from typing import Any


class Loop:
    """A server on a thread and an event loop of its own."""

    def __init__(self, server: AbstractAsyncContextManager[Any]) -> None:
        self._server = server
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fakeping", daemon=True)

    def start(self) -> None:
        """Start the thread, and listen. Raises the server's error, if it can't."""
        self._thread.start()
        try:
            self._run(self._server.__aenter__())
        except BaseException:
            self._end()
            raise

    def stop(self) -> None:
        """Stop the server, and end the thread."""
        try:
            self._run(self._server.__aexit__(None, None, None))
            self._run(_abandon_the_rest())
        finally:
            self._end()

    def _run(self, coroutine: Any) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _abandon_the_rest() -> None:
    """Cancel the tasks that remain."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for each in rest:
        each.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
