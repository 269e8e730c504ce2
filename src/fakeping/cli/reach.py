"""Reach a running server from a command, with an error that names the mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeping.cli.mends import mend, require_url, unreached

if TYPE_CHECKING:
    from fakeping.client import RemoteServer


@contextmanager
def reached(url: str, *, control_key: str | None, cafile: Path | None) -> "Iterator[RemoteServer]":
    """Connect to a server; `ClickException` if none answers, or if it refuses what is asked."""
    from fakeping.client import Refused, connect  # noqa: PLC0415 - few commands do

    require_url(url)
    try:
        with connect(url, control_key=control_key, cafile=cafile) as server:
            yield server
    except Refused as error:
        raise click.ClickException(f"{url}: {error}{mend(error, control_key)}") from None
    except OSError as error:
        raise click.ClickException(unreached(error, url)) from None
