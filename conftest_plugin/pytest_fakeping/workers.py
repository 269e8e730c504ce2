"""Names of pytest-xdist's workers, for files that each of them writes for the same test.

With `--dist each` all workers run every test; no worker knows how tests are distributed.
"""

from typing import Any

import pytest

# The key in a worker's input from pytest-xdist.
_INPUT = "fakeping_runs_every_test"


class Workers:
    """Tells workers, from the main process, that the others run the same tests."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker."""
        node.workerinput[_INPUT] = node.config.getoption("dist") == "each"


def name_of(config: pytest.Config) -> str:
    """The worker's name if others run the same tests, else empty."""
    said: dict[str, Any] = getattr(config, "workerinput", {})
    return str(said["workerid"]) if said.get(_INPUT) else ""
