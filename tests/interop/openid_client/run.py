"""openid-client, for JavaScript, against PingOne's sign-in and PingAM's token endpoint."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.interop.maven import outcome
from tests.interop.npm import installed
from tests.interop.outcome import Outcome
from tests.interop.serving import serving

_HERE = Path(__file__).parent
_PACKAGES = ("openid-client@6",)


def run(folder: Path) -> Outcome:
    """Run the tests, with what they need in a folder."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return Outcome(skipped="npm is not installed")
    try:
        modules = installed(npm, "openid-client", _PACKAGES)
    except subprocess.CalledProcessError as error:
        return Outcome(skipped=f"npm can't have the packages: {error.stderr.strip()}")
    for each in _HERE.glob("*.mjs"):
        shutil.copy(each, folder)
    (folder / "node_modules").symlink_to(modules)
    report = folder / "report.xml"
    command = [node, "--test", "--test-reporter=junit", f"--test-reporter-destination={report}"]
    with serving(folder, "--edition", "pingone=current") as ready:
        ran = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "FAKEPING_READY_FILE": str(ready)},
            capture_output=True,
            text=True,
            check=False,
        )
    if not report.exists():
        return Outcome(failed=1, output=ran.stdout + ran.stderr)
    return outcome([report.read_text("utf-8")])
