"""Packages of npm, installed once into a folder that is kept."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.cache import cache


def installed(npm: str, name: str, packages: Iterable[str]) -> Path:
    """The folder `node_modules` with packages. Raises CalledProcessError if npm can't have them."""
    wanted = [*packages]
    key = hashlib.sha256(" ".join(wanted).encode()).hexdigest()[:16]
    kept = cache("interop") / f"{name}-{key}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as made:
            install = [npm, "install", "--no-audit", "--no-fund", "--prefer-offline", *wanted]
            subprocess.run(install, cwd=made, capture_output=True, text=True, check=True)
            shutil.copytree(made, kept, symlinks=True)
    return kept / "node_modules"
