"""Safe reading of files that users name, and of other servers' answers.

Only regular files are read, and only what is of limited length.

A device, a pipe or a folder is refused at once, rather than read for ever. JSON is decoded as
strictly as a request's body.
"""

import errno
import os
import stat
from pathlib import Path
from typing import Protocol

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

MAX_ANSWER = limit(
    "answer.bytes",
    256 * 1024 * 1024,
    unit="bytes",
    bounds="one answer of a fakeping in another process, of a deployment that `fakeping contract`"
    " asks, or of what `fakeping replay` does; 64 KiB before it is known to be a fakeping",
    past="`OSError`, one line, or a difference",
)

# Bytes to read at a time: memory is taken for what came, not for what was announced.
_PART = 1024 * 1024

# Opening a pipe without a writer would block.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class SupportsRead(Protocol):
    """Something that bytes are read from, at most so many at a time."""

    def read(self, amount: int, /) -> bytes:
        """The next bytes; none at the end."""
        ...


class NotRead(OSError):
    """A file or an answer is not of a kind or length that is read; the message says which."""

    def __str__(self) -> str:
        """The reason, without the `errno`."""
        return str(self.strerror)


def contents(path: Path) -> bytes:
    """The bytes of a regular file. Raises `OSError` for anything else."""
    with open(os.open(path, _FLAGS), "rb") as file:  # noqa: PTH123 - a descriptor
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NotRead(errno.EINVAL, "it is no regular file")
        raw = file.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise NotRead(errno.EFBIG, f"it is longer than {MAX_FILE} bytes")
    return raw


def answer(response: SupportsRead, most: int = MAX_ANSWER, *, part: int = _PART) -> bytes:
    """The body of another server's answer, read in parts.

    Raises `OSError` if it is longer than `most` bytes.
    """
    body = bytearray()
    while more := response.read(min(part, most + 1)):
        body += more
        if len(body) > most:
            raise NotRead(errno.EFBIG, f"the answer is longer than {most} bytes")
    return bytes(body)


def text(path: Path) -> str:
    """The text of a regular UTF-8 file. Raises `OSError`, or `ValueError` if it is not UTF-8."""
    return contents(path).decode("utf-8")


def json_text(raw: bytes | str) -> JSON:
    """Decode JSON from a file or from another server strictly. Raises `ValueError`."""
    try:
        return read_json(raw.encode() if isinstance(raw, str) else raw, depth=NESTED_DEPTH)
    except Malformed as problem:
        raise ValueError(problem.detail.replace("the body", "it")) from None
