"""The ready-file of `fakeping serve`: a server's URLs and tokens, as JSON."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeping.core import files, outside

if TYPE_CHECKING:
    from fakeping.server.fakeping import FakePing
    from fakeping.server.tenant import Tenant


def without_an_old_one(
    context: click.Context, _option: click.Parameter, path: Path | None
) -> Path | None:
    """Remove the file of an earlier server that was killed. Raises `ClickException`.

    It goes before any other option is looked at, so that nobody reads it if the server can't start.
    """
    if path is not None and not context.resilient_parsing:
        with _in_one_line():
            files.remove(path)
    return path


class ReadyFile:
    """A file that exists while the server answers, with its URLs and tokens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: str | None = None

    def write(self, server: "FakePing", tenant: "Tenant") -> None:
        """Write the file atomically and privately: it holds tokens. Raises `ClickException`."""
        document = {
            "url": server.url,
            "control_url": server.control_url,
            "control_key": server.control_key,
            "pid": os.getpid(),
            "tenants": [server.describe(tenant)],
        }
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
