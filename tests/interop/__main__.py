"""Run each client's tests: `python -m tests.interop [NAME...]`."""

import importlib
import sys
import tempfile
from pathlib import Path

from tests.interop.outcome import Outcome

_HERE = Path(__file__).parent


def clients() -> list[str]:
    """The folders with tests of a client."""
    return sorted(each.parent.name for each in _HERE.glob("*/run.py"))


def main(names: list[str]) -> int:
    """Run the tests of these clients, or of all, and tell. Returns 1 if one failed, else 0."""
    failed = False
    for name in names or clients():
        client = importlib.import_module(f"tests.interop.{name}.run")
        with tempfile.TemporaryDirectory() as folder:
            outcome: Outcome = client.run(Path(folder))
        failed |= outcome.failed > 0
        sys.stdout.write(f"{outcome.output}{name}: {outcome}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
