"""The ready-file of `fakeping serve`: a server's URLs and tokens, as JSON."""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from fakeping.core import files, outside


def cleared(context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Remove what a dead server left at the ready-file's path.

    Raises `ClickException` for a path that can't be the ready-file's.
    """
    if path is not None and not context.resilient_parsing:
        with _in_one_line():
            files.check(path)
            if _holder(path) is None:
                files.remove(path)
    return path


class FormerFile:
    """The ready-file of a dead server, which nobody reads while another one starts.

    It is removed before anything else is looked at, as that server may have been killed.
    """

    def __init__(self, path: str | None) -> None:
        self._path = Path(path or "")
        self._text: str | None = None
        text = _text_of(self._path) if path else None
        if text is not None and _answering(text) is None:
            with contextlib.suppress(files.Unwritable):
                files.remove(self._path)
                self._text = text

    def put_back(self) -> None:
        """Write it again, as no server has started."""
        if self._text is not None and not self._path.exists():
            with contextlib.suppress(files.Unwritable):
                files.write(self._path, self._text, private=True)


def _text_of(path: Path) -> str | None:
    """The text of a regular file."""
    if files.is_file(path):
        with contextlib.suppress(OSError, ValueError):
            return outside.text(path)
    return None


def _answering(text: str) -> str | None:
    """The URL of a ready-file's server, if that answers."""
    from fakeping.server.health import version_at  # noqa: PLC0415 - few find an older file

    try:
        ready = json.loads(text)
        url = str(ready["listening"])
        if os.name == "posix":  # elsewhere the signal would be sent
            with contextlib.suppress(PermissionError):  # it is another user's
                os.kill(ready["pid"], 0)
        version_at(f"{url}/__fakeping/health", verify=False)
    except Exception:  # noqa: BLE001 - whatever stands in it, nothing answers
        return None
    return url


def _holder(path: Path) -> str | None:
    """The URL of the server that answers and whose file is there."""
    text = _text_of(path)
    return None if text is None else _answering(text)


def require_free(path: Path) -> None:
    """Raise `ClickException` if the file of a server that answers is there."""
    url = _holder(path)
    if url is not None:
        why = f"{path} is the ready-file of the server at {url}, which runs"
        raise click.ClickException(f"{why}: stop that one, or name another file")


class ReadyFile:
    """A file that exists while the server answers, with its URLs and tokens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: str | None = None

    def write(self, document: Mapping[str, Any]) -> None:
        """Write the file atomically and privately: it holds tokens. Raises `ClickException`."""
        text = json.dumps(document, indent=2)
        require_free(self._path)  # two may have started at once
        with _in_one_line():
            files.write(self._path, text, private=True)
        self._written = text

    def remove(self) -> None:
        """Remove the file, unless something else has replaced it."""
        if self._written is not None and _text_of(self._path) == self._written:
            with contextlib.suppress(files.Unwritable):
                files.remove(self._path)


@contextlib.contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except files.Unwritable as error:
        raise click.ClickException(str(error)) from None
