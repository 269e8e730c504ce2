"""A container of an image: processes, network and mounts of its own, and a root to read alone."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.image.containerfile import Config

_ENTER = Path(__file__).with_name("enter.py")
_PATIENCE = 120  # seconds, on a busy machine


class Container:
    """A container that runs."""

    def __init__(self, process: subprocess.Popen[str], said: Mapping[str, Any]) -> None:
        self.process = process
        self._said = said

    def first(self) -> int:
        """The id of its first process, as the host counts."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        until = time.monotonic() + _PATIENCE
        while not (children := task.read_text("ascii").split()):
            if time.monotonic() > until:
                raise TimeoutError("the container has no process")
            time.sleep(0.001)
        return int(children[0])

    def greeting(self) -> tuple[str, float]:
        """What it says when it accepts connections; seconds since its first process began."""
        output = self.process.stdout
        assert output is not None
        said = output.readline()
        ready = time.monotonic()
        while "WARNING" not in said:  # the last line
            line = output.readline()
            if not line:
                raise RuntimeError(f"the container ended: {said}")
            said += line
        return said, ready - float(Path(self._said["began"]).read_text("ascii"))

    def wait_for_imports(self) -> None:
        """Wait until its first process runs the image's Python, and has begun to import."""
        maps = Path(f"/proc/{self.first()}/maps")
        until = time.monotonic() + _PATIENCE
        while "re2" not in maps.read_text("utf-8"):
            if time.monotonic() > until:
                raise TimeoutError("the container imports nothing")
            time.sleep(0.001)

    def execute(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the image inside, as its user."""
        said = {key: each for key, each in self._said.items() if key != "began"}
        return self._entered(
            ["--net", "--mount", "--pid"],
            [sys.executable, str(_ENTER), json.dumps({**said, "command": command})],
        )

    def beside(self, *arguments: str) -> str:
        """Run this environment's Python in the container's network; what it prints."""
        ran = self._entered(["--net"], [sys.executable, *arguments])
        if ran.returncode:
            raise RuntimeError(ran.stderr)
        return ran.stdout

    def _entered(self, names: list[str], command: list[str]) -> subprocess.CompletedProcess[str]:
        entered = ["nsenter", "--target", str(self.first()), *names]
        return subprocess.run([*entered, *command], capture_output=True, text=True, check=False)

    def stop(self) -> tuple[int, float]:
        """Send SIGTERM to the first process, as `docker stop` does; its exit code, and seconds."""
        first, since = self.first(), time.monotonic()
        os.kill(first, signal.SIGTERM)
        return self.process.wait(_PATIENCE), time.monotonic() - since


@contextmanager
def container(
    root: Path, config: Config, work: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Container]:
    """Start a container of an image, with new volumes and files in a folder, and end it."""
    work.mkdir()
    volumes = {}
    for number, where in enumerate(config.volumes):
        volume, image = work / f"volume-{number}", root / where.lstrip("/")
        shutil.copytree(image, volume)
        os.chown(volume, image.stat().st_uid, image.stat().st_gid)
        volumes[where] = str(volume)
    said = {
        "root": str(root),
        "volumes": volumes,
        "user": config.user,
        "folder": config.folder,
        "environment": {**config.environment, **(environment or {})},
        "command": [*config.command["ENTRYPOINT"], *config.command["CMD"]],
        "began": str(work / "began"),
    }
    spaces = ["--mount", "--net", "--pid", "--fork", "--kill-child"]
    process = subprocess.Popen(
        ["unshare", *spaces, sys.executable, str(_ENTER), json.dumps(said)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield Container(process, said)
        finally:
            process.kill()
