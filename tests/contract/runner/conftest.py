import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fakeping import FakePing, Tenant
from fakeping.cli.main import main
from tests.contract.runner.front import variables


class Ran:
    """What a run of the command printed, wrote and returned."""

    def __init__(self, code: int, out: str, err: str, folder: Path) -> None:
        self.code = code
        self.out = out
        self.err = err
        self.folder = folder

    @property
    def json(self) -> Any:
        return json.loads((self.folder / "report.json").read_text("utf-8"))

    @property
    def outcomes(self) -> dict[tuple[str, str], str]:
        """Each rule's outcome, by edition and name."""
        return {
            (run["edition"], each["rule"]): each["outcome"]
            for run in self.json["runs"]
            for each in run["rules"]
        }

    def why_not(self) -> dict[str, str]:
        """Why each rule that was not run was not."""
        return {
            each["rule"]: each["detail"]
            for run in self.json["runs"]
            for each in run["rules"]
            if each["outcome"] == "not run"
        }

    def rules(self, outcome: str) -> list[str]:
        return sorted({rule for (_, rule), found in self.outcomes.items() if found == outcome})


#: Runs `fakeping contract` against a URL, with arguments.
RunContract = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _nobodys_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever the machine says of a deployment is not about these."""
    for name in [each for each in os.environ if each.startswith("FAKEPING_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def contract(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> RunContract:
    """Runs `fakeping contract` in this process."""

    def run(url: str, *arguments: Path | str) -> Ran:
        for prefix in ("FAKEPING", "FAKEPING_AGAINST"):
            if f"{prefix}_PINGAM_REALM" in os.environ:
                monkeypatch.setenv(f"{prefix}_PINGAM_URL", f"{url}/am")
        report = () if "--json" in arguments else ("--json", str(tmp_path / "report.json"))
        code = main(["contract", "--target", url, *report, *map(str, arguments)])
        return Ran(code, *capsys.readouterr(), tmp_path)

    return run


@pytest.fixture
def real(listening: FakePing, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tenant]:
    """A tenant whose credentials the environment has, as a real deployment's."""
    with listening.tenant(edition={"pingone": "current"}) as tenant:
        for name, value in variables(tenant).items():
            monkeypatch.setenv(name, value)
        yield tenant
