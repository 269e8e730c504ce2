"""Vitest with openid-client, from the recipe."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.interop.outcome import Outcome
from tests.interop.recipe import environment, write_recipe

_PACKAGES = ("vitest@4", "openid-client@6")


def run(folder: Path) -> Outcome:
    """Run the recipe's tests in a folder."""
    npm = shutil.which("npm")
    if npm is None:
        return Outcome(skipped="npm is not installed")
    write_recipe("vitest", folder)
    install = [npm, "install", "--no-audit", "--no-fund", "--prefer-offline", *_PACKAGES]
    installed = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if installed.returncode:
        return Outcome(skipped=f"npm can't have the packages: {installed.stderr.strip()}")
    ran = subprocess.run(
        [npm, "exec", "--", "vitest", "run", "--reporter=json", "--outputFile=report.json"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
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
