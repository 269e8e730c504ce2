"""Atomic writes of text files, which never replace anything but a regular file."""

import os
import stat
from pathlib import Path

# Paths of the process's open streams, which are written to and not replaced.
_STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}
_NUMBERED = ("/dev/fd/", "/proc/self/fd/")

# ValueError comes of a NUL in a name, OverflowError of too large a stream number.
_SAYS_NO = (OSError, ValueError, OverflowError)


class Unwritable(OSError):
    """A file can't be written; the message says which, and why."""


def write(path: Path, text: str, *, private: bool = False) -> None:
    """Write a text to a regular file atomically, following symbolic links.

    With `private`, only the user may read it. A stream such as /dev/stdout is written to. Raises
    `Unwritable` for a device, a pipe, a socket, a folder, and for any `OSError`.
    """
    content = text.encode("utf-8", "backslashreplace")
    try:
        stream = _stream(path)
        if stream is not None:
            _pour(stream, content)
            return
        target = Path(os.path.realpath(path))
        mode = _mode(target, path)
        part = target.with_name(f".{target.name[:100]}.{os.urandom(6).hex()}")
        # Permissions of a new file, before the umask.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            if mode is not None and not private:
                part.chmod(mode)
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except _SAYS_NO as error:
        raise _unwritable(path, error) from None


def check(path: Path) -> None:
    """Raise `Unwritable` where `write` would: for another thing than a file, without a folder."""
    try:
        if _stream(path) is None:
            target = Path(os.path.realpath(path))
            _mode(target, path)
            target.parent.stat()
    except _SAYS_NO as error:
        raise _unwritable(path, error) from None


def remove(path: Path) -> None:
    """Delete a file that `write` wrote, if it exists. Raises `Unwritable`."""
    check(path)
    if _stream(path) is None:
        try:
            Path(os.path.realpath(path)).unlink(missing_ok=True)
        except _SAYS_NO as error:
            raise _unwritable(path, error) from None


def is_file(path: Path) -> bool:
    """Whether the path is no open stream, so that `write` creates a file."""
    return _stream(path) is None


def _stream(path: Path) -> int | None:
    """The file descriptor of the open stream that a path names."""
    named = os.path.abspath(path)  # noqa: PTH100 - and follow no link
    for prefix in _NUMBERED:
        number = named.removeprefix(prefix)
        if number != named and number.isdecimal():
            return int(number)
    return _STREAMS.get(named)


def _pour(stream: int, content: bytes) -> None:
    with os.fdopen(os.dup(stream), "wb") as file:
        file.write(content)


def _mode(target: Path, named: Path) -> int | None:
    """Permissions of the existing file, if any. Raises `Unwritable` unless it is a regular one."""
    try:
        found = target.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        raise Unwritable(f"cannot write {_shown(named)}: it is {_kind(found)}, and no regular file")
    return stat.S_IMODE(found)


def _kind(mode: int) -> str:
    kinds = {
        stat.S_IFDIR: "a directory",
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
        stat.S_IFLNK: "a link that leads nowhere",
    }
    return kinds.get(stat.S_IFMT(mode), "something else")


def _shown(path: Path) -> str:
    name = str(path)
    return name if name.isprintable() else repr(name)


def _unwritable(path: Path, error: Exception) -> Unwritable:
    if isinstance(error, Unwritable):
        return error
    reason = (isinstance(error, OSError) and error.strerror) or error
    return Unwritable(f"cannot write {_shown(path)}: {reason}")
