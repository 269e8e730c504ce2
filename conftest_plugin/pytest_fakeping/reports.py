"""The sections of a test's report about its tenants, and their HAR files."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_fakeping.settings import Settings

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter  # pytest's own name for it is newer than 8.0

    from fakeping import Tenant
    from fakeping.journal.entry import Exchange

JOURNAL = "fakeping journal"
CURL = "fakeping curl"

# The longest name of a file, before a digest that makes it unique.
_NAMED = 120


def tell(
    said: Settings,
    report: pytest.TestReport,
    tenants: "Sequence[Tenant]",
    unmatched: "Sequence[Exchange]",
    *,
    since: Mapping[str, int],
    why: Callable[[], Iterable[str]],
) -> None:
    """Add the journal to a report and, if the server outlives the run, curl commands for it.

    `since` has, for a tenant's id, the number of the last exchange that is not to be told: an
    earlier test's, or told already. If nothing was called, `why` gives possible reasons.
    """
    from fakeping.server.report import curl, journal, recorded

    text = journal(tenants, unmatched, since=since)
    if not unmatched and not any(recorded(each, since) for each in tenants):
        text = "\n".join([text, *why()])
    report.sections.append((JOURNAL, text))
    if said.outlives_the_run and (again := curl(tenants, unmatched, since=since)):
        report.sections.append((CURL, again))


def keep(
    said: Settings,
    nodeid: str,
    tenants: "Sequence[Tenant]",
    unmatched: "Sequence[Exchange]",
    *,
    attempt: int,
    since: Mapping[str, int],
) -> Path | None:
    """Write a HAR file of an attempt at a test, with `--fakeping-journal-dir`; returns its path.

    `since` has, for the id of a tenant that other tests use, too, the number of their last
    exchange.
    """
    from fakeping.server.report import recorded

    if said.journal_dir is None:
        return None
    exchanges = [exchange for each in tenants for exchange in recorded(each, since)]
    if not exchanges and not unmatched:
        return None
    name = nodeid if attempt == 1 else f"{nodeid} attempt {attempt}"
    name = f"{name} {said.worker}" if said.worker else name
    return _write_har(said.journal_dir, name, [*exchanges, *unmatched])


def _write_har(folder: Path, name: str, exchanges: "Sequence[Exchange]") -> Path:
    from fakeping.core import files
    from fakeping.journal.har import log_of

    exchanges = sorted(exchanges, key=lambda each: each.at)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{_file_name(name)}.har"
    files.write(file, json.dumps(log_of(exchanges), ensure_ascii=False, indent=1), private=True)
    return file


def _file_name(name: str) -> str:
    """A file name that no other test, attempt at one, or worker that runs all tests, has."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.")
    if plain == name and len(plain) <= _NAMED:
        return plain
    return f"{plain[:_NAMED]}-{sha256(name.encode()).hexdigest()[:8]}"


class Passing:
    """Shows the journals of passed tests, whose sections pytest hides."""

    def pytest_terminal_summary(self, terminalreporter: "TerminalReporter") -> None:
        """Show the journals, unless pytest's own option does."""
        if terminalreporter.hasopt("P"):
            return
        for report in terminalreporter.getreports("passed"):
            for title, text in _ours(report):
                terminalreporter.section(f"{title}: {report.nodeid}", "-")
                terminalreporter.write_line(text)


def _ours(report: pytest.TestReport) -> Iterator[tuple[str, str]]:
    return ((title, text) for title, text in report.sections if title in {JOURNAL, CURL})
