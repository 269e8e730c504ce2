"""A pytest plugin: the CPU time of a test, from the end of the first one to the end of the last.

The first test also starts whatever serves the session, so it is left out. The figure goes,
in milliseconds, to the file that FAKEPING_SUITE_CLOCK names.
"""

import os
import time
from pathlib import Path

_ends: list[float] = []


def pytest_runtest_logfinish() -> None:
    """Note when a test ended."""
    _ends.append(time.process_time())


def pytest_sessionfinish(exitstatus: int) -> None:
    """Write the mean down."""
    if exitstatus == 0:
        mean = (_ends[-1] - _ends[0]) / (len(_ends) - 1)
        Path(os.environ["FAKEPING_SUITE_CLOCK"]).write_text(str(mean * 1e3), "utf-8")
