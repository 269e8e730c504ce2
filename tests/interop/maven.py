"""Tests of a Java client, run by Maven."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.interop.outcome import Outcome
from tests.interop.recipe import environment, write_recipe


def run_maven(recipe: str, folder: Path, *, beside: Iterable[Path] = ()) -> Outcome:
    """Run a recipe's tests in a folder, and the files beside as further tests of its package."""
    maven = shutil.which("mvn")
    if maven is None:
        return Outcome(skipped="mvn is not installed")
    write_recipe(recipe, folder)
    for each in beside:
        shutil.copy(each, folder / "src" / "test" / "java" / "example")
    command = [maven, "--quiet", "--batch-mode"]
    resolved = subprocess.run(
        [*command, "test", "-DskipTests"], cwd=folder, capture_output=True, text=True, check=False
    )
    if resolved.returncode and "Could not transfer" in resolved.stdout:
        return Outcome(skipped=f"mvn can't have the artifacts: {resolved.stdout.strip()}")
    ran = subprocess.run(
        [*command, "test"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    reports = sorted(folder.glob("target/surefire-reports/*.xml"))
    if not reports:
        return Outcome(failed=1, output=ran.stdout + ran.stderr)
    return outcome([each.read_text("utf-8") for each in reports])


def outcome(reports: list[str]) -> Outcome:
    """What JUnit's reports tell."""
    suites = [ET.fromstring(each) for each in reports]  # noqa: S314 - our own runs wrote them
    cases = [each for suite in suites for each in suite.iter("testcase")]
    failed = [
        (each, trouble)
        for each in cases
        for trouble in (*each.iter("failure"), *each.iter("error"))
    ]
    return Outcome(
        passed=len(cases) - len(failed),
        failed=len(failed),
        output="".join(f"{each.get('name')}: {trouble.text}\n" for each, trouble in failed),
    )
