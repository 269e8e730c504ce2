"""The action, run as GitHub's runner runs it: variables name files, steps pass states on."""

import json
import os
import re
import shutil
import subprocess
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import yaml

from tests.interop.outcome import Outcome
from tests.interop.recipe import environment

_ACTION = Path(__file__).parents[3]
_FILES = ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_PATH")


class Runner:
    """What a runner keeps of a job, and how it calls an action."""

    def __init__(self, node: str, folder: Path) -> None:
        self._node = node
        self._folder = folder
        self._said = yaml.safe_load((_ACTION / "action.yml").read_text("utf-8"))
        self._around = {**environment(), "RUNNER_TEMP": str(folder)}
        for name in _FILES:
            file = folder / name
            file.touch()
            self._around[name] = str(file)

    def step(self, which: str, inputs: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run `main` or `post`."""
        known = {name: each["default"] for name, each in self._said["inputs"].items()}
        if not inputs.keys() <= known.keys():
            raise ValueError(f"the action has no such input: {inputs}")
        given = {f"INPUT_{name.upper()}": each for name, each in {**known, **inputs}.items()}
        states = {f"STATE_{name}": each for name, each in self.told("GITHUB_STATE").items()}
        return subprocess.run(
            [self._node, _ACTION / self._said["runs"][which]],
            env={**self._around, **given, **states},
            capture_output=True,
            text=True,
            check=False,
        )

    def told(self, file: str) -> dict[str, str]:
        """What a step has told in one of the runner's files."""
        text = (self._folder / file).read_text("utf-8")
        return {
            name: value
            for name, _, value in re.findall(r"(.+?)<<(.+)\n((?:.*\n)*?)\2\n", text)
            for value in [value.removesuffix("\n")]
        }

    def outputs(self) -> set[str]:
        """The names that the action promises."""
        return {*self._said["outputs"]}


@contextmanager
def _started(runner: Runner, **inputs: str) -> Iterator[dict[str, str]]:
    """The action's server, and the environment of the next steps."""
    started = runner.step("main", {"requirement": "none", **inputs})
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        yield runner.told("GITHUB_ENV")
    finally:
        pid = runner.told("GITHUB_STATE").get("pid")
        if pid and _lives(int(pid)):
            os.kill(int(pid), 15)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _asked(url: str, token: str) -> int:
    try:
        with urlopen(Request(url, headers={"Authorization": f"Bearer {token}"})) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def next_steps_find_a_server(runner: Runner) -> None:
    with _started(runner, edition="pingone=current") as around:
        users = f"{around['PINGONE_URL']}/environments/{around['PINGONE_ENVIRONMENT_ID']}/users"
        assert _asked(users, around["PINGONE_TOKEN"]) == 200
        told = runner.told("GITHUB_OUTPUT")
        assert told.keys() == runner.outputs()
        assert told["url"] == around["FAKEPING_URL"]
        ready = json.loads(Path(told["ready-file"]).read_text("utf-8"))
        assert ready["control_url"] == told["control-url"]


def options_are_split_as_a_shell_does(runner: Runner) -> None:
    with _started(runner, options="--realm 'two words' --control-key=\"a-key\"") as around:
        assert "two%20words" in around["PINGAM_RESOURCE_SET_URL"]
        assert around["FAKEPING_CONTROL_KEY"] == "a-key"
        ended = runner.step("post", {})
        assert "0 unmatched requests" in ended.stdout, ended.stdout


def the_end_tells_what_is_not_served(runner: Runner) -> None:
    with _started(runner) as around:
        asked = f"{around['PINGONE_URL']}/environments/{around['PINGONE_ENVIRONMENT_ID']}/resorces"
        assert _asked(asked, around["PINGONE_TOKEN"]) == 404
        ended = runner.step("post", {})
        assert ended.returncode == 0
        assert "::warning title=Unmatched request::GET /v1/environments/" in ended.stdout
        assert "the nearest is GET" in ended.stdout
        assert "1 unmatched requests" in ended.stdout
        assert "no operation" in ended.stdout.split("::group::")[1]
        assert not _answers(around["FAKEPING_URL"])


def unmatched_requests_fail_the_job_on_request(runner: Runner) -> None:
    with _started(runner) as around:
        _asked(f"{around['FAKEPING_URL']}/nowhere", "x")
        ended = runner.step("post", {"fail-on-unmatched": "true"})
        assert ended.returncode == 1
        assert "::error title=Unmatched request::GET /nowhere" in ended.stdout


def a_server_that_cannot_start_fails_the_step(runner: Runner) -> None:
    started = runner.step("main", {"requirement": "none", "edition": "pingone=p15"})
    assert started.returncode == 1
    assert "choose from p14c" in started.stdout
    ended = runner.step("post", {})
    assert ended.returncode == 0


def _answers(url: str) -> bool:
    for _ in range(100):
        try:
            urlopen(f"{url}/__fakeping/health").close()
        except OSError:
            return False
    return True


CHECKS: tuple[Callable[[Runner], None], ...] = (
    next_steps_find_a_server,
    options_are_split_as_a_shell_does,
    the_end_tells_what_is_not_served,
    unmatched_requests_fail_the_job_on_request,
    a_server_that_cannot_start_fails_the_step,
)


def run(folder: Path) -> Outcome:
    """Try the action, each time as a job of its own."""
    node = shutil.which("node")
    if node is None:
        return Outcome(skipped="node is not installed")
    broken = {}
    for check in CHECKS:
        job = folder / check.__name__
        job.mkdir()
        try:
            check(Runner(node, job))
        except Exception:  # noqa: BLE001 - whatever it is, the check has failed
            broken[check.__name__] = traceback.format_exc()
    return Outcome(
        passed=len(CHECKS) - len(broken),
        failed=len(broken),
        output="".join(f"{name}: {text}\n" for name, text in broken.items()),
    )
