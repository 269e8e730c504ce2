"""The files of a recipe, for a client that runs them as they stand there."""

import os
import re
import sys
from pathlib import Path

_RECIPES = Path(__file__).parents[2] / "docs" / "recipes"
# A block's first line is a comment with the file's name.
_FILE = re.compile(r"^```\w+\n(?://|<!--) (\S+)(?: -->)?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def write_recipe(name: str, folder: Path) -> None:
    """Write the files of a recipe into a folder."""
    for path, content in _FILE.findall((_RECIPES / f"{name}.md").read_text("utf-8")):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")


def environment() -> dict[str, str]:
    """The environment of somebody who has fakeping on the path."""
    here = Path(sys.executable).parent
    return {**os.environ, "PATH": f"{here}{os.pathsep}{os.environ['PATH']}"}
