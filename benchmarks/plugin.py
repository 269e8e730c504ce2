"""What the pytest plugin costs a session that uses none of its fixtures."""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import ROUNDS, Goal, Row, alone
from benchmarks.processes import ROOT

#: What a session that uses no fixture of ours must not have to load.
HEAVY = ("aiohttp", "jsonschema", "hypothesis", "joserfc", "fakeping")

_PROGRAM = f"""
import json, sys, time
import pytest
began = time.perf_counter()
import pytest_fakeping.plugin
took = time.perf_counter() - began
print(json.dumps([took * 1e3, sum(each in sys.modules for each in {HEAVY!r})]))
"""


def run() -> Iterator[Row]:
    """Import the plugin where pytest is already there."""
    rounds = [_import() for _ in range(ROUNDS)]
    yield alone("import on top of pytest", "ms", [took for took, _ in rounds], Goal(limit=3))
    heavy = [float(number) for _, number in rounds]
    yield alone("heavy modules that come along", "", heavy, Goal(limit=0))


def _import() -> tuple[float, int]:
    output = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    took, heavy = json.loads(output)
    return took, heavy
