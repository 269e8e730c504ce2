"""The ready-file of `fakeping serve`: a server's URLs and tokens, as JSON."""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from fakeping.core import files, outside


def require_writable(
    context: click.Context, _option: click.Parameter, path: Path | None
) -> Path | None:
    """Raise `ClickException` for a path that can't be the ready-file's."""
    if path is not None and not context.resilient_parsing:
        with _in_one_line():
            files.remove(path)
    return path


class FormerFile:
    """The ready-file of an earlier server, which nobody reads while another one starts.

    It is removed before anything else, for that server may have been killed.
    """

    def __init__(self, path: str | None) -> None:
        self._path = Path(path or "")
        self._text: str | None = None
        if path and files.is_file(self._path):
            with contextlib.suppress(OSError, ValueError, files.Unwritable):
                self._text = outside.text(self._path)
                files.remove(self._path)

    def put_back(self, *, if_alive: bool = True) -> None:
        """Write it again, as no other server has started; by default if its own still answers."""
        if self._text is None or self._path.exists() or (if_alive and not _answers(self._text)):
            return
        with contextlib.suppress(files.Unwritable):
            files.write(self._path, self._text, private=True)


def _answers(text: str) -> bool:
    """Whether the server of a ready-file answers."""
    from fakeping.server.health import version_at  # noqa: PLC0415 - few starts fail

    try:
        ready = json.loads(text)
        if os.name == "posix":  # elsewhere the signal would be sent
            os.kill(ready["pid"], 0)
        return bool(version_at(f"{ready['url']}/__fakeping/health"))
    except Exception:  # noqa: BLE001 - whatever stands in it, nothing answers
        return False


class ReadyFile:
    """A file that exists while the server answers, with its URLs and tokens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: str | None = None

    def write(self, document: Mapping[str, Any]) -> None:
        """Write the file atomically and privately: it holds tokens. Raises `ClickException`."""
        text = json.dumps(document, indent=2)
        with _in_one_line():
            files.write(self._path, text, private=True)
        self._written = text

    def remove(self) -> None:
        """Remove the file, unless something else has replaced it."""
        if self._written is not None and files.is_file(self._path):
            with contextlib.suppress(OSError, ValueError):
                if outside.text(self._path) == self._written:
                    files.remove(self._path)


@contextlib.contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except files.Unwritable as error:
        raise click.ClickException(str(error)) from None
