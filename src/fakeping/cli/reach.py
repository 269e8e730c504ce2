"""Reach a running server from a command, with an error that names the mend."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fakeping.cli.parameters import start
from fakeping.core.authority import base_url

if TYPE_CHECKING:
    from fakeping.client import RemoteServer


def require_url(url: str) -> None:
    """Raise `UsageError` for what is not a server's URL."""
    try:
        base_url(url)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def reached(url: str, *, control_key: str | None, cafile: Path | None) -> "Iterator[RemoteServer]":
    """Connect to a server; `ClickException` if none answers, or if it refuses what is asked."""
    from fakeping.client import Refused, Unreachable, connect  # noqa: PLC0415 - few commands do

    require_url(url)
    try:
        with connect(url, control_key=control_key, cafile=cafile) as server:
            yield server
    except Unreachable as error:
        raise click.ClickException(f"{error}{start(url)}") from None
    except Refused as error:
        mend = "" if control_key else "; --control-key or FAKEPING_CONTROL_KEY has the key"
        wrong = error.status in {401, 403}
        raise click.ClickException(f"{url}: {error}{mend if wrong else ''}") from None
    except OSError as error:
        raise click.ClickException(f"{url}: {error}") from None
