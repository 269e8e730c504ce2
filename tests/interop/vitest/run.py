"""Vitest with a generated client of the control API and openid-client, from the recipe."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.interop.npm import installed
from tests.interop.outcome import Outcome
from tests.interop.recipe import environment, write_recipe

_PACKAGES = (
    *("vitest@4", "typescript@5", "@types/node@22", "openid-client@6"),
    *("openapi-typescript@7", "openapi-fetch@0.17"),
)
_STEPS = (
    ["openapi-typescript", "control.json", "--output", "control.d.ts"],
    ["tsc"],
    ["vitest", "run", "--reporter=json", "--outputFile=report.json"],
)

#: What openid-client itself asks for in the recipe; the rest of it is `fetch`.
COVERS = {
    "openid-client": ("current", {"pingone.discovery": (200,), "pingone.token": (200,)}),
}


def run(folder: Path) -> Outcome:
    """Run the recipe's steps in a folder."""
    npm = shutil.which("npm")
    if npm is None:
        return Outcome(skipped="npm is not installed")
    try:
        modules = installed(npm, "vitest", _PACKAGES)
    except subprocess.CalledProcessError as error:
        return Outcome(skipped=f"npm can't have the packages: {error.stderr.strip()}")
    write_recipe("vitest", folder)
    (folder / "node_modules").symlink_to(modules)
    around = environment()
    told = subprocess.run(
        ["fakeping", "openapi", "control"], env=around, capture_output=True, check=True
    )
    (folder / "control.json").write_bytes(told.stdout)
    for step in _STEPS:
        ran = subprocess.run(
            [modules / ".bin" / step[0], *step[1:]],
            cwd=folder,
            env=around,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode and step is not _STEPS[-1]:
            return Outcome(failed=1, output=ran.stdout + ran.stderr)
    report = folder / "report.json"
    if not report.exists():
        return Outcome(failed=1, output=ran.stdout + ran.stderr)
    return outcome(report.read_text("utf-8"))


def outcome(report: str) -> Outcome:
    """What Vitest's report tells."""
    whole = json.loads(report)
    broken = [each["message"] for each in whole["testResults"] if each["message"]]
    failed = [
        f"{each['fullName']}: {'; '.join(each['failureMessages'])}"
        for file in whole["testResults"]
        for each in file["assertionResults"]
        if each["status"] == "failed"
    ]
    return Outcome(
        passed=whole["numPassedTests"],
        failed=len(failed) or (0 if whole["success"] else 1),
        output="".join(f"{each}\n" for each in [*failed, *broken]),
    )
