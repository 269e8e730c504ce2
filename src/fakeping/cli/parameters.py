"""What the options of several commands are."""

import os
from pathlib import Path
from typing import Any

import click

DEFAULT_PORT = 8900


class _File(click.Path):
    """A regular file: not a pipe, which could block, or a device without end."""

    def convert(self, value: Any, parameter: Any, context: Any) -> Any:
        path = Path(os.fsdecode(super().convert(value, parameter, context)))
        if not path.is_file():
            self.fail(f"{value!r} is no regular file.", parameter, context)
        return path


FILE = _File(exists=True, dir_okay=False, path_type=Path)
