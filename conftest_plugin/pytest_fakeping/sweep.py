"""`--fakeping-sweep`: find the tests that depend on a guess of ours.

After the suite, the tests that use fakeping run once more for each switch, in a pytest process of
their own where that switch is inverted in every tenant, unless the test sets it. A test whose
outcome changes depends on what no source tells for certain.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_fakeping.coverage import coverage_of

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter  # pytest's own name for it is newer than 8.0

    from fakeping.core.family import Family
    from fakeping.core.rules import Rule
    from pytest_fakeping.coverage import Coverage
    from pytest_fakeping.settings import Settings

#: The switch to invert in this session, and the file for its outcomes.
SWITCHED = "FAKEPING_SWEEP_SWITCHED"
FILE = "FAKEPING_SWEEP_FILE"

_FIXTURES = {"fakeping", "make_fakeping", "fakeping_server"}

# A rerun must not stop early, remember failures, or overwrite the suite's reports.
_QUIETLY = (
    *("--maxfail=0", "-p", "no:cacheprovider", "--junitxml="),
    *("--fakeping-cov=off", "--fakeping-journal=off"),
)

# Lines of output to show of a rerun that failed to start.
_TAIL = 5


class Outcomes:
    """The outcome of each test: `passed`, `failed` or `skipped`, with its reason's first line."""

    def __init__(self) -> None:
        self.all: dict[str, tuple[str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst outcome of a test's three phases."""
        known = self.all.get(report.nodeid)
        if known is None or (report.outcome != "passed" and known[0] != "failed"):
            self.all[report.nodeid] = (report.outcome, _reason(report))


def _reason(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message).partition("\n")[0] if crash else ""


class SuiteSweep(Outcomes):
    """Reruns the suite, and reports changed outcomes."""

    def __init__(self, config: pytest.Config, patterns: Sequence[str]) -> None:
        super().__init__()
        self._config = config
        self._patterns = patterns

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: "TerminalReporter") -> None:
        """Invert one switch after the other, and show the tests that it changes."""
        from fakeping.families import FAMILIES

        terminalreporter.section("fakeping: which tests depend on a guess of ours")
        if not any(outcome == "passed" for outcome, _ in self.all.values()):
            terminalreporter.write_line("no test passed")
            return
        about = Rules(coverage_of(self._config))
        quiet: list[str] = []
        uncalled: list[str] = []
        for family in FAMILIES:
            for name, rule in family.switches.items():
                switch = f"{family.name}.{name}"
                if not any(fnmatchcase(switch, each) for each in self._patterns):
                    continue
                if not about.was_called(family, rule):
                    uncalled.append(switch)
                elif not self._turn(terminalreporter, switch, rule):
                    quiet.append(switch)
        tests = sum(outcome == "passed" for outcome, _ in self.all.values())
        passed = f"{tests} passed test{'' if tests == 1 else 's'}"
        _listed(terminalreporter, ("changes", "change"), f"none of {passed}", quiet)
        _listed(terminalreporter, ("is", "are"), "about operations that no test called", uncalled)

    def _turn(self, reporter: "TerminalReporter", switch: str, rule: "Rule") -> bool:
        """Show what a switch changes; return false if that is nothing."""
        if reporter.isatty:  # it takes as long as the suite
            reporter.rewrite(f"{switch} ...", erase=True)
        again, trouble = rerun(self._config, switch)
        if reporter.isatty:
            reporter.rewrite("", erase=True)
        if trouble:
            reporter.write_line(f"{switch}, inverted: ", bold=True)
            reporter.write_line(f"  could not be run again: {trouble}", red=True)
            return True
        changed = [
            (test, outcome, why)
            for test, (outcome, why) in sorted(again.items())
            if test in self.all and outcome != self.all[test][0]
        ]
        if not changed:
            return False
        reporter.write_line(f"{switch}, inverted: ", bold=True)
        reporter.write_line(f"  {rule.name} ({rule.evidence.value}): {rule.says}")
        reporter.write_line(f"  {rule.source}")
        for test, outcome, why in changed:
            ended = f"{outcome}, not {self.all[test][0]}"
            reporter.write_line(f"  {test}: {ended}{f': {why}' if why else ''}", yellow=True)
        return True


class Rules:
    """Which rules the tests' requests were about: those whose operations they called."""

    def __init__(self, coverage: "Coverage | None") -> None:
        from fakeping.families import FAMILIES
        from fakeping.reference.rulebook import entries

        #: The operations that were called; `None` if nobody counted.
        self._called = None if coverage is None else coverage.called()
        self._about = {
            each.rule.name: frozenset((*each.refuses, *each.answers)) for each in entries(FAMILIES)
        }

    def was_called(self, family: "Family[Any]", rule: "Rule") -> bool:
        """Whether one of a rule's operations was called; one of the family's, if it has none."""
        if self._called is None:
            return True
        about = self._about.get(rule.name) or {each.name for each in family.operations}
        return not self._called.isdisjoint(about)


def _listed(
    reporter: "TerminalReporter", verb: tuple[str, str], what: str, switches: Sequence[str]
) -> None:
    if switches:
        one = len(switches) == 1
        said = f"1 switch {verb[0]}" if one else f"{len(switches)} switches {verb[1]}"
        reporter.write_line(f"{said} {what}: {', '.join(switches)}")


def rerun(config: pytest.Config, switch: str) -> tuple[dict[str, tuple[str, str]], str]:
    """Run the same pytest once more with a switch inverted. Returns outcomes, or an error."""
    arguments = config.invocation_params.args
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "outcomes.json"
        done = subprocess.run(  # noqa: S603 - what the user has called, once more
            [sys.executable, "-m", "pytest", *map(str, arguments), *_QUIETLY],
            cwd=config.invocation_params.dir,
            env={**os.environ, SWITCHED: switch, FILE: str(file)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if not file.exists():
            said = (done.stdout + done.stderr).strip().splitlines()[-_TAIL:]
            return {}, "\n  ".join(said) or f"exit code {done.returncode}"
        found = json.loads(file.read_text("utf-8"))
    return {test: (outcome, why) for test, (outcome, why) in found.items()}, ""


class Swept(Outcomes):
    """The rerun with an inverted switch, of those tests that use fakeping."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__()
        self._switch = environ[SWITCHED]
        self._file = Path(environ[FILE])

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Deselect tests that do not use fakeping."""
        kept: list[pytest.Item] = []
        rest: list[pytest.Item] = []
        for each in items:
            uses = not _FIXTURES.isdisjoint(getattr(each, "fixturenames", ()))
            (kept if uses else rest).append(each)
        items[:] = kept
        config.hook.pytest_deselected(items=rest)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """Invert the switch in every tenant of the session's server."""
        server: Any = yield
        if fixturedef.argname == "fakeping_server":
            # A remote server has other users' tenants too: so it is an option of each of ours.
            tenants = getattr(server, "tenants", server)
            tenants.switched = frozenset({self._switch})
        return server  # type: ignore[no-any-return]  # what the fixture made

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the outcomes to the file; with pytest-xdist only the main process does."""
        if not hasattr(session.config, "workerinput"):
            self._file.write_text(json.dumps(self.all), encoding="utf-8")


def begin(config: pytest.Config, said: "Settings") -> None:
    """Sweep after this session, unless it is a rerun or a worker."""
    if SWITCHED in os.environ:
        config.pluginmanager.register(Swept(os.environ), "fakeping-swept")
    elif not hasattr(config, "workerinput"):
        sweep = SuiteSweep(config, said.sweep_switches or ("*",))
        config.pluginmanager.register(sweep, "fakeping-sweep")
