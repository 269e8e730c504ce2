"""What changes when a switch is turned over: which rules are a guess that a client can notice."""

from collections.abc import Iterator

import click

from fakeping.contract.contract import Contract
from fakeping.contract.deployments import Unusable
from fakeping.contract.outcome import DIFFERS, Run
from fakeping.contract.settings import Settings
from fakeping.contract.suites import SUITES
from fakeping.core.rules import Evidence, Rule


def begin(contract: Contract) -> None:
    """Turn each switch over in each edition. Raises `Unusable` of what is no fakeping."""
    if not contract.deployment.is_fake:
        raise Unusable("--sweep turns switches over, which only a fakeping has")
    contract.begin(flipping=True)


def show(contract: Contract) -> None:
    """Say of each switch which rules change."""
    for run in contract.runs:
        _show(run)
    rest = list(_unswitchable(contract.settings))
    if rest:
        click.secho("\nUnspecified, and not switchable:", bold=True)
    for rule in rest:
        click.echo(f"  {rule.name}: {rule.says}")


def _show(run: Run) -> None:
    family = SUITES[run.family].family
    rule = family.switches[run.flipped]
    on = family.is_on(run.flipped, edition=run.edition)
    was, becomes = ("on", "off") if on else ("off", "on")
    title = f"{family.name}.{run.flipped} {was} -> {becomes}, in {run.edition}"
    click.secho(f"\n{title}", bold=True)
    click.echo(f"  {rule.says}")
    click.echo(f"  {rule.evidence.value.capitalize()}: {rule.source}")
    changes = [each.rule.name for each in run.findings() if each.outcome == DIFFERS]
    click.echo(f"  changes {', '.join(changes) or 'no rule that is checked in this edition'}")


def _unswitchable(settings: Settings) -> Iterator[Rule]:
    """The rules that no source tells, and that no switch turns over."""
    for suite in settings.suites():
        for rule in suite.family.rules:
            switched = rule in suite.family.switches.values()
            if rule.evidence is Evidence.UNSPECIFIED and not switched and settings.wants(rule.name):
                yield rule
