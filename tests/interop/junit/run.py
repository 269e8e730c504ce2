"""JUnit with the JDK's HTTP client, from the recipe; and a UMA resource server's calls."""

from pathlib import Path

from tests.interop.maven import run_maven
from tests.interop.outcome import Outcome

_HERE = Path(__file__).parent


def run(folder: Path) -> Outcome:
    """Run the recipe's tests and ours in a folder."""
    return run_maven("junit", folder, beside=_HERE.glob("*.java"))
