"""What to do about a server that does not answer, or that refuses what is asked."""

from http import HTTPStatus
from typing import TYPE_CHECKING

import click

from fakeping.cli.parameters import start
from fakeping.core.authority import base_url

if TYPE_CHECKING:
    from fakeping.client.connection import Refused


def require_url(url: str) -> None:
    """Raise `UsageError` for what is not a server's URL."""
    try:
        base_url(url)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def unreached(error: OSError, url: str) -> str:
    """What is wrong with a server that does not answer, and what to do."""
    from fakeping.client.connection import Unreachable  # noqa: PLC0415 - few commands do

    return f"{error}{start(url)}" if isinstance(error, Unreachable) else f"{url}: {error}"


def mend(refused: "Refused", control_key: str | None) -> str:
    """What to do about a refusal: name the control key where none was said; else nothing."""
    wanted = refused.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} and not control_key
    return "; --control-key or FAKEPING_CONTROL_KEY has the key" if wanted else ""
