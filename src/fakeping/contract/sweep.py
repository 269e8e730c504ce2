"""What changes when a switch is inverted: which unspecified rules a client can notice."""

from collections.abc import Iterator

import click

from fakeping.contract.contract import Contract
from fakeping.contract.deployments import Unusable
from fakeping.contract.outcome import DIFFERS, Run
from fakeping.contract.settings import ContractSettings
from fakeping.contract.suites import SUITES
from fakeping.core.rules import Evidence, Rule


def begin(contract: Contract) -> None:
    """Invert each switch in each edition. Raises `Unusable` unless the target is a fakeping."""
    if not contract.deployment.is_fake:
        raise Unusable("--sweep inverts switches, which only a fakeping has")
    contract.begin(sweeping=True)


def show(contract: Contract) -> None:
    """Print the rules that each switch changes."""
    quiet = []
    for run in contract.runs:
        if changes := [each.rule.name for each in run.findings() if each.outcome == DIFFERS]:
            _show(run, changes)
        else:
            quiet.append(f"{run.family}.{run.switched} ({run.edition})")
    if quiet:
        click.echo(f"\nChange no rule that is checked: {', '.join(quiet)}")
    rest = list(_unswitchable(contract.settings))
    if rest:
        click.secho("\nUnspecified, and not switchable:", bold=True)
    for rule in rest:
        click.echo(f"  {rule.name}: {rule.says}")


def _show(run: Run, changes: list[str]) -> None:
    family = SUITES[run.family].family
    rule = family.switches[run.switched]
    on = family.is_on(run.switched, edition=run.edition)
    was, becomes = ("on", "off") if on else ("off", "on")
    title = f"{family.name}.{run.switched} {was} -> {becomes}, in {run.edition}"
    click.secho(f"\n{title}", bold=True)
    click.echo(f"  {rule.says}")
    click.echo(f"  {rule.evidence.value.capitalize()}: {rule.source}")
    click.echo(f"  changes {', '.join(changes)}")


def _unswitchable(settings: ContractSettings) -> Iterator[Rule]:
    """Unspecified rules without a switch."""
    for suite in settings.families_of(SUITES):
        for rule in suite.family.rules:
            switched = rule in suite.family.switches.values()
            if rule.evidence is Evidence.UNSPECIFIED and not switched and settings.wants(rule.name):
                yield rule
