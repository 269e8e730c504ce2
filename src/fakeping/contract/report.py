"""The terminal report of `fakeping contract`: progress, a table, differences, a verdict."""

import shutil
import sys
from collections.abc import Iterable, Sequence

import click

from fakeping.contract.divergences import Judgement
from fakeping.contract.outcome import AGREES, DIFFERS, NOT_RUN, Finding, Run, counted
from fakeping.core.plain import shown as plain

_COLOURS = {AGREES: "green", DIFFERS: "red", NOT_RUN: "yellow"}

# Columns, where there is no terminal that says how many there are.
_WIDTH = 120

# Takes away what is on a terminal's line.
_CLEARED = "\r\x1b[K"


class Progress:
    """A pytest plugin that shows the current rule in one line of a terminal."""

    def __init__(self) -> None:
        self._done = 0

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Show the current rule."""
        if sys.stdout.isatty():
            self._done += 1
            click.echo(f"{_CLEARED}{self._done} {nodeid.partition('[')[2].rstrip(']')}", nl=False)

    def ended(self, run: Run) -> None:
        """Print how many rules agreed."""
        if sys.stdout.isatty():
            click.echo(_CLEARED, nl=False)
        click.echo(f"{run.family} {run.edition}: {_counts(run)}")


def show(
    runs: Sequence[Run], judgement: Judgement, *, verbose: bool = False, ended: bool = True
) -> None:
    """Print the tables, the differences and remaining entities; no verdict on an incomplete run.

    A table has what differs or was not run; all rules where it is `verbose`.
    """
    for run in runs:
        if run.skipped:
            name = click.style(run.family, bold=True)
            click.echo(f"\n{name} not run: {plain(run.skipped)}")
            continue
        title = f"{run.family} {run.edition} at {run.where}: {_counts(run)}"
        click.secho(f"\n{title}", bold=True)
        rows = [each for each in run.findings() if verbose or each.outcome != AGREES]
        _table(rows, judgement)
        for each in rows:
            if each.outcome == DIFFERS:
                _difference(each, judgement)
    for run in runs:
        for url in run.left:
            click.echo(f"{click.style('left behind:', fg='red')} {plain(url)}")
    if ended:
        _verdict(runs, judgement)


def _counts(run: Run) -> str:
    counts = counted(run.findings())
    said = ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)
    return said or "nothing to ask"


def _table(findings: Iterable[Finding], judgement: Judgement) -> None:
    rows = [(each, _outcome(each, judgement)) for each in findings]
    name = max((len(each.rule.name) for each, _ in rows), default=0)
    outcome = max((len(said) for _, said in rows), default=0)
    width = shutil.get_terminal_size((_WIDTH, 0)).columns - name - outcome - 6
    for each, said in rows:
        why = plain(each.detail.partition("\n")[0])
        why = why if len(why) <= width else f"{why[: max(width - 3, 0)]}..."
        shown = click.style(f"{said:{outcome}}", fg=_COLOURS[each.outcome])
        click.echo(f"  {each.rule.name:{name}}  {shown}  {why}".rstrip())


def _outcome(finding: Finding, judgement: Judgement) -> str:
    return f"{finding.outcome} (known)" if judgement.knows(finding) else finding.outcome


def _difference(finding: Finding, judgement: Judgement) -> None:
    name = click.style(finding.rule.name, fg="red", bold=True)
    click.echo(f"\n{name}  {finding.family} {finding.edition}")
    if known := judgement.knows(finding):
        click.echo(f"  Known: {plain(known.reason)}")
    click.echo(finding.text())


def _verdict(runs: Sequence[Run], judgement: Judgement) -> None:
    click.echo()
    for each in judgement.disappeared:
        said = f"{each.rule} ({each.edition}) agrees, and is known to differ: {each.reason}"
        click.secho(plain(said), fg="red")
    for found in judgement.appeared:
        click.secho(f"{found.rule.name} ({found.edition}) differs", fg="red")
    if judgement.holds:
        holds = click.style("The contract holds", fg="green")
        known = len(judgement.known)
        click.echo(f"{holds}, but for {known} known differences." if known else f"{holds}.")
    if unanswered := sum(each.unanswered for run in runs for each in run.verdicts):
        click.secho(f"{unanswered} checks were not made, for an answer did not come.", fg="yellow")
    if any(each.left for each in runs):
        click.echo(f"{click.style('Something was left behind;', fg='red')} `--clean` deletes it.")
