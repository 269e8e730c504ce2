"""Spring Security's resource server, from the recipe."""

from pathlib import Path

from tests.interop.maven import run_maven
from tests.interop.outcome import Outcome


def run(folder: Path) -> Outcome:
    """Run the recipe's tests in a folder."""
    return run_maven("spring", folder)
