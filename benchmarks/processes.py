"""Servers in processes of their own, on ports that the system chooses; ended when done with."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server."""

    url: str
    pid: int
    #: What the server says of itself, once it is ready.
    says: Any


@contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    """End a process at the end, kindly at first."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def start(*arguments: str, stdout: int = subprocess.PIPE) -> "subprocess.Popen[str]":
    """Start `python ARGUMENTS` with a pipe for its input, and by default for its output."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=stdout,
        text=True,
    )


@contextmanager
def fakeping(*options: str) -> Iterator[Served]:
    """Run `fakeping serve` with these options, as a user would."""
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.json"
        serve = ("-m", "fakeping", "serve", "--port", "0", "--ready-file", str(ready), *options)
        with (
            (Path(folder) / "output").open("wb") as output,
            ended(start(*serve, stdout=output.fileno())) as process,
        ):
            deadline = time.monotonic() + _PATIENCE
            while not ready.exists():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("fakeping serve did not become ready")
                time.sleep(0.002)
            says = json.loads(ready.read_text("utf-8"))
            yield Served(url=says["url"], pid=process.pid, says=says)


@contextmanager
def bare(documents: Any) -> Iterator[Served]:
    """Run the bare aiohttp application of `benchmarks.bare` over these documents."""
    with ended(start("-m", "benchmarks.bare")) as process:
        assert process.stdin is not None  # noqa: S101 - for mypy
        assert process.stdout is not None  # noqa: S101 - for mypy
        process.stdin.write(json.dumps(documents))
        process.stdin.close()
        port = int(process.stdout.readline())
        yield Served(url=f"http://127.0.0.1:{port}", pid=process.pid, says=None)


def cpu_seconds(pid: int) -> float | None:
    """The CPU time that a process has used, to the nanosecond; `None` where Linux isn't."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        spent = [int((task / "schedstat").read_text().split()[0]) for task in tasks]
    except OSError:
        return None
    return sum(spent) / 1e9


def rss_mib(pid: int) -> float | None:
    """The resident memory of a process; `None` where Linux isn't."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return None
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
