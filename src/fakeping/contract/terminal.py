"""A run for people: progress on a terminal, a table, and every difference with what shows it."""

import re
import shutil
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from fakeping.contract.check import Verdict
from fakeping.contract.divergences import Judgement
from fakeping.contract.evidence import shown
from fakeping.contract.outcome import AGREES, DIFFERS, NOT_RUN, Finding, Run, counted
from fakeping.contract.runner import Watch
from fakeping.core.plain import shown as plain

_COLOURS = {AGREES: "green", DIFFERS: "red", NOT_RUN: "yellow"}

# Columns, where there is no terminal that says how many there are.
_WIDTH = 120

# Of a difference's exchanges, the last show it; what was before is set-up.
_SHOWN = 2

_REQUEST = re.compile(r"^[A-Z]+ (?:https?://|<host>).*?: ")

# With fewer columns there is no room for what nobody can do without.
_NARROW = 100


def console(*, err: bool = False) -> Console:
    """Where people read: as wide as their terminal, or wide enough for a log."""
    made = Console(stderr=err, highlight=False)
    if not made.is_terminal:
        made = Console(
            stderr=err, highlight=False, width=max(_WIDTH, shutil.get_terminal_size().columns)
        )
    return made


class Live(Watch):
    """Progress: a bar on a terminal, a line for each family and edition elsewhere."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rule]}"),
            console=out,
            transient=True,
            disable=not out.is_terminal,
        )
        self._task: TaskID | None = None

    def begins(self, run: Run, *, checks: int) -> None:
        """Show a bar."""
        self._progress.start()
        self._task = self._progress.add_task(f"{run.family} {run.edition}", total=checks, rule="")

    def found(self, run: Run, verdict: Verdict) -> None:  # noqa: ARG002 - as a Watch's
        """Move it on."""
        if self._task is not None:
            self._progress.update(self._task, advance=1, rule=verdict.rule.name)

    def ends(self, run: Run) -> None:
        """Say how many agreed."""
        self.stop()
        self._out.print(f"{run.family} {run.edition}: {_counts(run)}")

    def stop(self) -> None:
        """Take the bar away, whatever happened."""
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
        self._progress.stop()


def show(out: Console, runs: Sequence[Run], judgement: Judgement, *, ended: bool = True) -> None:
    """The table, the differences, and what is left; of a run that did not end, no verdict."""
    for run in runs:
        if run.skipped:
            out.print(f"\n[bold]{run.family}[/bold] not run: {escape(plain(run.skipped))}")
            continue
        out.print(Text(f"\n{_title(run)}", style="bold"), soft_wrap=True)
        if run.verdicts:
            out.print(_table(out, run, judgement))
        for each in run.findings():
            if each.outcome == DIFFERS:
                _difference(out, each, judgement)
    for run in runs:
        for url in run.left:
            out.print(f"[red]left behind:[/red] {escape(plain(url))}", soft_wrap=True)
    if ended:
        _verdict(out, runs, judgement)


def _title(run: Run) -> str:
    return f"{run.family} {run.edition} at {run.where}: {_counts(run)}"


def _counts(run: Run) -> str:
    counts = counted(run.findings())
    said = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
    return said or "nothing to ask"


def _table(out: Console, run: Run, judgement: Judgement) -> Table:
    table = Table()
    wide = out.width >= _NARROW
    table.add_column("rule", no_wrap=True)
    if wide:
        table.add_column("evidence", no_wrap=True)
    table.add_column("outcome", no_wrap=True)
    table.add_column("why")
    for each in run.findings():
        table.add_row(
            each.rule.name,
            *([each.rule.evidence.value] if wide else []),
            Text(_outcome(each, judgement), style=_COLOURS[each.outcome]),
            Text(plain(_why(each))),
        )
    return table


def _why(finding: Finding) -> str:
    """The first line, without the request: it stands in full below."""
    if finding.outcome == AGREES:
        return ""
    return _REQUEST.sub("", finding.detail.partition("\n")[0])


def _outcome(finding: Finding, judgement: Judgement) -> str:
    return f"{finding.outcome} (known)" if judgement.knows(finding) else finding.outcome


def _difference(out: Console, finding: Finding, judgement: Judgement) -> None:
    rule = finding.rule
    out.print()
    out.print(Text.assemble((rule.name, "bold red"), f"  {finding.family} {finding.edition}"))
    _lines(out, finding.detail.splitlines())
    out.print(Text(f"  The rule: {rule.says}"))
    out.print(Text(f"  {rule.evidence.value.capitalize()}: {rule.source}"))
    if known := judgement.knows(finding):
        out.print(Text(f"  Known: {known.reason}"))
    if finding.switch:
        out.print(Text(f"  fakeping does the same with --switch {finding.switch}"))
    for each in shown(finding.exchanges)[-_SHOWN:]:
        out.print()
        _lines(out, [each.curl, f"HTTP {each.status}"])
        _lines(out, [f"{name}: {value}" for name, value in each.headers])
        _lines(out, each.body.splitlines())


def _lines(out: Console, lines: Iterable[str]) -> None:
    for each in lines:
        # To be copied, so nothing is folded.
        out.print(Text(f"    {plain(each)}"), soft_wrap=True)


def _verdict(out: Console, runs: Sequence[Run], judgement: Judgement) -> None:
    out.print()
    for each in judgement.disappeared:
        said = f"{each.rule} ({each.edition}) agrees, and is known to differ: {each.reason}"
        out.print(Text(said, style="red"))
    for found in judgement.appeared:
        out.print(Text(f"{found.rule.name} ({found.edition}) differs", style="red"))
    if judgement.holds:
        known = len(judgement.known)
        out.print(
            f"[green]The contract holds[/green], but for {known} known differences."
            if known
            else "[green]The contract holds.[/green]"
        )
    unanswered = sum(each.unanswered for run in runs for each in run.verdicts)
    if unanswered:
        out.print(
            f"[yellow]{unanswered} checks were not made, for an answer did not come.[/yellow]"
        )
    if any(each.left for each in runs):
        out.print("[red]Something was left behind;[/red] `--clean` deletes it.")
