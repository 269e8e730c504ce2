"""PingOne's SDK for Go, as its Terraform provider uses it; and the recipe."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tests.interop.outcome import Outcome
from tests.interop.recipe import environment, write_recipe
from tests.interop.serving import served

_HERE = Path(__file__).parent
_PARALLEL = 4  # Terraform's own

#: What the SDK's calls cover: the operations, with the statuses of the answers that it took.
COVERS = {
    "PingOne's SDK for Go": (
        "current",
        {
            "pingone.resource.list": (200,),
            "pingone.resource.create": (201, 400),
            "pingone.resource.read": (200, 401, 404),
            "pingone.resource.update": (200, 404),
            "pingone.resource.delete": (204, 400, 404),
            "pingone.scope.list": (200,),
            "pingone.scope.create": (201,),
            "pingone.scope.read": (200, 404),
            "pingone.scope.update": (200, 404),
            "pingone.scope.delete": (204, 404),
            "pingone.attribute.list": (200,),
            "pingone.attribute.create": (201,),
            "pingone.attribute.read": (200, 404),
            "pingone.attribute.update": (200, 404),
            "pingone.attribute.delete": (204, 404),
            "pingone.secret.read": (200,),
            "pingone.secret.rotate": (200,),
            "pingone.environment.read": (200, 404),
            "pingone.environment.list": (200,),
            "pingone.environment.create": (201,),
            "pingone.environment.update": (200,),
            "pingone.environment.update_type": (200,),
            "pingone.environment.delete": (204,),
            "pingone.bill_of_materials.read": (200,),
            "pingone.bill_of_materials.update": (200,),
            "pingone.population.list": (200,),
            "pingone.population.create": (201, 400),
            "pingone.population.read": (200, 404),
            "pingone.population.update": (200, 404),
            "pingone.population.delete": (204, 400, 404),
            "pingone.application.list": (200,),
            "pingone.application.create": (201,),
            "pingone.application.read": (200, 404),
            "pingone.application.update": (200, 404),
            "pingone.application.delete": (204, 400, 404),
            "pingone.application_secret.read": (200, 404),
            "pingone.application_secret.rotate": (200,),
            "pingone.application_secret.delete_previous": (204,),
            "pingone.grant.list": (200,),
            "pingone.grant.create": (201,),
            "pingone.grant.read": (200, 404),
            "pingone.grant.update": (200, 404),
            "pingone.grant.delete": (204, 404),
            "pingone.user.list": (200,),
            "pingone.user.create": (201, 400),
            "pingone.user.read": (200, 404),
            "pingone.user.update": (200, 404),
            "pingone.user.delete": (204, 404),
            "pingone.user.patch": (200,),
            "pingone.user.account": (200,),
            "pingone.user.update_enabled": (200,),
            "pingone.user.update_mfa_enabled": (200,),
            "pingone.user.update_population": (200,),
            "pingone.password.read": (200,),
            "pingone.sign_on_policy.list": (200,),
            "pingone.sign_on_policy.create": (201,),
            "pingone.sign_on_policy.read": (200, 404),
            "pingone.sign_on_policy.update": (200, 404),
            "pingone.sign_on_policy.delete": (204, 400, 404),
            "pingone.sign_on_policy_action.list": (200,),
            "pingone.sign_on_policy_action.create": (201,),
            "pingone.sign_on_policy_action.read": (200, 404),
            "pingone.sign_on_policy_action.update": (200, 404),
            "pingone.sign_on_policy_action.delete": (204, 400, 404),
            "pingone.sign_on_policy_assignment.list": (200,),
            "pingone.sign_on_policy_assignment.create": (201,),
            "pingone.sign_on_policy_assignment.read": (200, 404),
            "pingone.sign_on_policy_assignment.update": (200, 404),
            "pingone.sign_on_policy_assignment.delete": (204, 404),
            "pingone.application_attribute.list": (200,),
            "pingone.application_attribute.create": (201,),
            "pingone.application_attribute.read": (200, 404),
            "pingone.application_attribute.update": (200, 404),
            "pingone.application_attribute.delete": (204, 404),
            "pingone.role.list": (200,),
            "pingone.application_role_assignment.list": (200,),
            "pingone.application_role_assignment.create": (201, 400),
            "pingone.application_role_assignment.read": (200, 404),
            "pingone.application_role_assignment.delete": (204,),
            "pingone.user_role_assignment.list": (200,),
            "pingone.user_role_assignment.create": (201, 400),
            "pingone.user_role_assignment.read": (200, 404),
            "pingone.user_role_assignment.delete": (204,),
            "pingone.token": (200, 401),
        },
    )
}


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
        uncovered = list(_uncovered(server.answered()))
    recipe = folder / "recipe"
    write_recipe("go", recipe)
    for name in ("go.mod", "go.sum"):
        shutil.copy(_HERE / name, recipe)
    documented = _test(go, recipe, environment())
    return Outcome(
        passed=own.passed + documented.passed,
        failed=own.failed + documented.failed + len(uncovered),
        output="".join([own.output, documented.output, *uncovered]),
    )


def _uncovered(answered: Mapping[str, set[int]]) -> Iterator[str]:
    """What `COVERS` promises, and no call of the tests got."""
    for _, promised in COVERS.values():
        for operation, statuses in promised.items():
            if missing := set(statuses) - answered.get(operation, set()):
                yield f"COVERS has {operation} with {sorted(missing)}, which no call got\n"


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
