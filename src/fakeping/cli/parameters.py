"""What the options of several commands are."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

DEFAULT_PORT = 8900


def start(url: str) -> str:
    """What to do where nothing listens at a URL of this machine; else nothing."""
    parts = urlsplit(url)
    if parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return ""
    port = "" if parts.port == DEFAULT_PORT else f" --port {parts.port or 80}"
    return f"; start one with `fakeping serve{port}`"


class _File(click.Path):
    """A regular file: not a pipe, which could block, or a device without end."""

    def convert(self, value: Any, parameter: Any, context: Any) -> Any:
        path = Path(os.fsdecode(super().convert(value, parameter, context)))
        if not path.is_file():
            self.fail(f"{value!r} is no regular file.", parameter, context)
        return path


class Number(click.IntRange):
    """A whole number in a range, called so where it is none."""

    name = "number"


class Realm(click.ParamType):  # type: ignore[type-arg]  # click 8.1 has none
    """A realm's name."""

    name = "text"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Refuse what no terminal shows, and no administrator could have typed."""
        if isinstance(value, str) and not value.isprintable():
            self.fail(f"{value!r} is no realm's name, such as alpha.", param, ctx)
        return value


FILE = _File(exists=True, dir_okay=False, path_type=Path)


CAFILE = click.option(
    "--cafile", type=FILE, help="The authorities to trust, as PEM, instead of the system's."
)
CONTROL_KEY = click.option(
    "--control-key",
    envvar="FAKEPING_CONTROL_KEY",
    show_envvar=True,
    help="What the server's control API asks for.",
)
URL = click.option(
    "--url",
    default=f"http://127.0.0.1:{DEFAULT_PORT}",
    show_default=True,
    envvar="FAKEPING_URL",
    show_envvar=True,
    help="Where the server is.",
)
