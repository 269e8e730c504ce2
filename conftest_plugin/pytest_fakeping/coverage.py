"""Coverage of the APIs by the session's tests, from every worker, in one table."""

from typing import TYPE_CHECKING, Any

import pytest

from pytest_fakeping.settings import Settings

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter  # pytest's own name for it is newer than 8.0

    from fakeping.core.tally import Tally
    from fakeping.coverage import Summary

# The key of a worker's tally in its output to pytest-xdist.
_OUTPUT = "fakeping_coverage"


class Coverage:
    """Collects what the session's servers counted, and reports it at the end."""

    def __init__(self, said: Settings) -> None:
        self._said = said
        self._tallies: list[Tally] = []
        self._documents: list[Any] = []
        self._summary: Summary | None = None
        # The error of writing the page.
        self._unwritten = ""

    def watch(self, tally: "Tally") -> None:
        """Include a server's tally, as it is at the end of the session."""
        self._tallies.append(tally)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Include a worker's tally. A crashed worker has none."""
        self._documents.append(getattr(node, "workeroutput", {}).get(_OUTPUT, []))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send a worker's tally home; elsewhere write the page, and check the threshold."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[_OUTPUT] = [each for tally in self._tallies for each in tally.document()]
        elif self._said.cov and not session.config.option.collectonly:
            self._summary = self._summarized()
            self._write(self._summary)
            failed = self._unwritten or self._falls_short(self._summary)
            if failed and session.exitstatus == pytest.ExitCode.OK:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: "TerminalReporter") -> None:
        """Show the table."""
        if self._summary is None:
            return
        from fakeping.coverage.text import table

        terminalreporter.section("fakeping: coverage of the contract")
        terminalreporter.write_line(table(self._summary))
        if self._unwritten:
            terminalreporter.write_line(f"FAILED: {self._unwritten}", red=True)
        elif self._said.cov_page:
            terminalreporter.write_line(f"page    {self._said.cov_page}")
        if self._falls_short(self._summary):
            line = f"FAILED: {self._summary.percent:.2f} % is less than --fakeping-cov-fail-under"
            terminalreporter.write_line(f"{line}={self._said.cov_fail_under:g}", red=True)

    def called(self) -> frozenset[str]:
        """The names of the operations that were called."""
        return frozenset(kind.operation for kind, _ in self._whole())

    def _summarized(self) -> "Summary":
        from fakeping.coverage import summarized
        from fakeping.families import FAMILIES

        return summarized(self._whole(), FAMILIES, include=self._said.cov_include)

    def _whole(self) -> "Tally":
        from fakeping.core.tally import Tally

        whole = Tally()
        for document in [*self._documents, *(each.document() for each in self._tallies)]:
            whole.add(document)
        return whole

    def _write(self, summary: "Summary") -> None:
        if self._said.cov_page:
            from fakeping.core import files
            from fakeping.coverage.page import page

            try:
                self._said.cov_page.parent.mkdir(parents=True, exist_ok=True)
                files.write(self._said.cov_page, page(summary))
            except OSError as error:
                self._unwritten = str(error)

    def _falls_short(self, summary: "Summary") -> bool:
        least = self._said.cov_fail_under
        return least is not None and summary.percent < least


_COVERAGE = pytest.StashKey[Coverage]()


def begin(config: pytest.Config, said: Settings) -> None:
    """Count answers, and report coverage at the end of the session if it is to be reported."""
    config.stash[_COVERAGE] = Coverage(said)
    config.pluginmanager.register(config.stash[_COVERAGE], "fakeping-coverage")


def coverage_of(config: pytest.Config) -> Coverage | None:
    """The session's `Coverage`, or `None` if coverage is disabled."""
    return config.stash.get(_COVERAGE, None)
