"""Standard output of a running server, written by a thread: no request waits for who reads it."""

import sys
import threading
from collections.abc import Callable
from typing import TextIO

from fakeping.core.limits import limit

#: Makes a line, or several, with their ends. It is called by the thread that writes.
Make = Callable[[], str]

MOST_WAITING = limit(
    "serve.lines",
    2_000,
    unit="lines",
    bounds="the lines about requests that wait until standard output takes them",
    past="further ones are left out, and how many is told",
)
MOST_BYTES = limit(
    "serve.line-bytes",
    8 * 1024 * 1024,
    unit="bytes",
    bounds="the requests that those lines are about",
    past="further ones are left out, and how many is told",
)

# Seconds between two writes: a request in between costs no switch of threads.
_PAUSE = 0.05

# Seconds to write the rest in the end; whoever does not read by then has no use for it.
_FAREWELL = 1.0


class Output:
    """Writes lines in order, and leaves out those that cannot wait any longer.

    A closed stream ends it silently. `left_out` makes the line that tells how many were left out.
    """

    def __init__(self, stream: TextIO | None, left_out: Callable[[int], str]) -> None:
        self._write = _writer(stream)
        self._encoding = getattr(stream, "encoding", None) or "utf-8"
        self._left_out = left_out
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._waiting: list[Make] = []
        self._bytes = 0
        self._left = 0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fakeping output", daemon=True)
        self._thread.start()

    def put(self, make: Make, size: int = 0) -> None:
        """Write this next; what has a size may be left out. Returns at once."""
        with self._lock:
            full = len(self._waiting) >= MOST_WAITING or self._bytes + size > MOST_BYTES
            if size and full:
                self._left += 1
                return
            self._waiting.append(make)
            self._bytes += size
        if not self._news.is_set():
            self._news.set()

    def end(self) -> None:
        """Write what waits, if somebody reads it."""
        self._ending.set()
        self._news.set()
        self._thread.join(_FAREWELL)

    def _run(self) -> None:
        while not (self._ending.is_set() and not self._waiting and not self._left):
            self._news.wait()
            self._ending.wait(_PAUSE)
            self._news.clear()
            try:
                self._send(self._taken())
            except (OSError, ValueError):  # nobody reads any more, or the stream was closed
                return

    def _taken(self) -> str:
        with self._lock:
            taken, self._waiting = self._waiting, []
            left, self._left = self._left, 0
            self._bytes = 0
        return "".join(each() for each in taken) + (self._left_out(left) if left else "")

    def _send(self, text: str) -> None:
        data = memoryview(text.encode(self._encoding, "replace"))
        while data:
            sent = self._write(data)
            if sent is None:  # a pipe that does not block, and is full
                self._ending.wait(_PAUSE)
                if self._ending.is_set():
                    return
            else:
                data = data[sent:]


def _writer(stream: TextIO | None) -> Callable[[memoryview], int | None]:
    """Write past the stream's buffer, whose lock a blocked write would keep from everybody."""
    if stream is None:
        return len
    try:
        number = stream.fileno()
    except (OSError, ValueError, AttributeError):  # not a file, as in a test

        def write(data: memoryview) -> int:
            stream.write(bytes(data).decode(stream.encoding or "utf-8"))
            stream.flush()
            return len(data)

        return write
    stream.flush()
    if sys.platform == "win32":
        from colorama import just_fix_windows_console  # noqa: PLC0415 - click's own, there alone

        just_fix_windows_console()  # a console takes colours once it is told to
    raw = open(number, "wb", buffering=0, closefd=False)  # noqa: SIM115 - it has no name
    return raw.write
