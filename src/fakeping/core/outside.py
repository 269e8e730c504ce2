"""What comes from outside a server: the one way in for files that people name.

A file is a regular one of bounded length: a device, a pipe or a folder is refused, at once, rather
than read for ever. JSON in it is read as strictly as a request's body.
"""

import errno
import os
import stat
from pathlib import Path

from fakeping.core.body import NESTED_DEPTH, read_json
from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.core.problem import Malformed

MAX_FILE = limit(
    "file.bytes",
    256 * 1024 * 1024,
    unit="bytes",
    bounds="a file that is read: a seed, a recording, a list of known differences",
    past="it is refused, on one line",
)

# Somebody else's pipe would not be there yet, and nobody waits for it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotRead(OSError):
    """A file that is there and is not read: its message says why."""

    def __str__(self) -> str:
        """Why, without the system's number for it."""
        return str(self.strerror)


def contents(path: Path) -> bytes:
    """The bytes of a regular file. Raises `OSError` for whatever else has that name."""
    with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NotRead(errno.EINVAL, "it is no regular file")
        raw = file.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise NotRead(errno.EFBIG, f"it is longer than {MAX_FILE} bytes")
    return raw


def text(path: Path) -> str:
    """The text of a regular file in UTF-8. Raises `OSError`, and `ValueError` for no text."""
    return contents(path).decode("utf-8")


def json_text(raw: bytes | str) -> JSON:
    """A JSON text of somebody else's: a line of a file, an answer. Raises `ValueError`."""
    try:
        return read_json(raw.encode() if isinstance(raw, str) else raw, depth=NESTED_DEPTH)
    except Malformed as problem:
        raise ValueError(problem.detail.replace("the body", "it")) from None
