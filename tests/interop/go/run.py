"""PingOne's SDK for Go, as its Terraform provider uses it; and the recipe."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.interop.outcome import Outcome
from tests.interop.recipe import environment, write_recipe
from tests.interop.serving import served

_HERE = Path(__file__).parent
_PARALLEL = 4  # Terraform's own


def run(folder: Path) -> Outcome:
    """Run the tests, with what they need in a folder."""
    go = shutil.which("go")
    if go is None:
        return Outcome(skipped="go is not installed")
    fetched = subprocess.run(
        [go, "mod", "download"], cwd=_HERE, capture_output=True, text=True, check=False
    )
    if fetched.returncode:
        return Outcome(skipped=f"go can't have the modules: {fetched.stderr.strip()}")
    with served(folder, edition="pingone=current") as server:
        told = {
            "FAKEPING_READY_FILE": str(server.ready_file),
            "SSL_CERT_FILE": str(server.authority),
        }
        own = _test(go, _HERE, {**os.environ, **told})
    recipe = folder / "recipe"
    write_recipe("go", recipe)
    for name in ("go.mod", "go.sum"):
        shutil.copy(_HERE / name, recipe)
    documented = _test(go, recipe, environment())
    return Outcome(
        passed=own.passed + documented.passed,
        failed=own.failed + documented.failed,
        output=own.output + documented.output,
    )


def _test(go: str, folder: Path, around: Mapping[str, str]) -> Outcome:
    command = [go, "test", "-json", "-count=1", f"-parallel={_PARALLEL}", "."]
    ran = subprocess.run(
        command, cwd=folder, env=around, capture_output=True, text=True, check=False
    )
    return outcome(ran.stdout.splitlines(), ended=ran.returncode)


def outcome(lines: Iterable[str], *, ended: int) -> Outcome:
    """What `go test -json` told, line by line. Of nested tests the innermost count."""
    ends: dict[str, str] = {}
    said: list[tuple[str, str]] = []
    for event in map(json.loads, lines):
        name, action = event.get("Test", ""), event["Action"]
        if "Output" in event:
            said.append((name, event["Output"]))
        elif name and action in {"pass", "fail"}:
            ends[name] = action
    inner = {name for name in ends if not any(each.startswith(f"{name}/") for each in ends)}
    failed = {name for name, action in ends.items() if action == "fail"}
    count = len(inner & failed) or len(failed) or (1 if ended else 0)
    output = "".join(text for name, text in said if name in failed or (ended and not name))
    return Outcome(passed=len(inner - failed), failed=count, output=output)
