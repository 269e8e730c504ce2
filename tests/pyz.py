"""Try the single file: `python -m tests.pyz FILE`."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

_LARGEST = 25  # MB
_PATIENCE = 120  # seconds, on a busy machine


def compiled(file: Path) -> list[str]:
    """The packages in the file that are for one platform and one Python alone."""
    with ZipFile(file) as archive:
        names = [each for each in archive.namelist() if each.endswith((".so", ".pyd"))]
    return sorted({each.split("/")[1].partition(".")[0] for each in names})


def try_it(file: Path, folder: Path) -> None:
    """Start it, ask for its health, and take what a shell needs of it; all by the file alone."""
    around = {**os.environ, "SHIV_ROOT": str(folder / "unpacked")}
    ready = folder / "ready.json"
    command = [sys.executable, "-I", str(file)]
    serve = [*command, "serve", "--port", "0", "--ready-file", str(ready)]
    with subprocess.Popen(serve, env=around, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(server, ready)
            url = json.loads(ready.read_text("utf-8"))["url"]
            for arguments in (["healthcheck", url], ["env", "--url", url, "PINGONE_TOKEN"]):
                said = _said([*command, *arguments], around)
                sys.stdout.write(f"  {arguments[0]}: {said[:40]}\n")
        finally:
            server.terminate()
    if server.returncode:
        raise RuntimeError(f"the server ended with {server.returncode}")


def _said(command: list[str], around: Mapping[str, str]) -> str:
    return subprocess.run(
        command, env=around, check=True, capture_output=True, text=True
    ).stdout.strip()


def _wait(server: subprocess.Popen[bytes], ready: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not ready.exists():
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the file does not start")
        time.sleep(0.05)


def main(file: Path) -> int:
    """Try it and tell. Returns 1 if it is too large, else 0."""
    size = file.stat().st_size / 1e6
    sys.stdout.write(f"{file.name}: {size:.1f} MB, at most {_LARGEST}\n")
    sys.stdout.write(f"  compiled, for one platform and Python: {', '.join(compiled(file))}\n")
    with tempfile.TemporaryDirectory() as folder:
        try_it(file, Path(folder))
    return 1 if size > _LARGEST else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
