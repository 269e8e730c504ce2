"""What changes when a switch is turned over: which rules are a guess that a client can notice."""

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from fakeping.contract.deployments import Deployment, Unusable
from fakeping.contract.outcome import DIFFERS, Run
from fakeping.contract.runner import Runner, Selection, Watch
from fakeping.contract.suites import Suite
from fakeping.core.rules import Evidence, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """One switch of one edition, and the rules that differ when it is turned over."""

    switch: str
    edition: str
    #: How it stands there as a rule.
    on: bool
    rule: Rule
    changes: tuple[str, ...]


def turned(
    deployment: Deployment, selection: Selection, watch: Watch | None = None
) -> list[Turned]:
    """Turn each switch over in each edition. Raises `Unusable` of what is no fakeping."""
    if not deployment.is_fake:
        raise Unusable("--sweep turns switches over, which only a fakeping has")
    return [
        _turned(
            deployment, selection, suite, edition=edition, switch=switch, watch=watch or Watch()
        )
        for suite in selection.suites()
        for edition in deployment.editions(suite)
        if selection.editions.get(suite.name, edition) == edition
        for switch in suite.family.switches
    ]


def _turned(
    deployment: Deployment,
    selection: Selection,
    suite: Suite,
    *,
    edition: str,
    switch: str,
    watch: Watch,
) -> Turned:
    runner = Runner(deployment=deployment, selection=selection, watch=watch)
    run = Run(family=suite.name, edition=edition, where=deployment.url)
    runner.hold(suite, run, flipped=switch)
    return Turned(
        switch=f"{suite.name}.{switch}",
        edition=edition,
        on=suite.family.is_on(switch, edition=edition),
        rule=suite.family.switches[switch],
        changes=tuple(each.rule.name for each in run.findings() if each.outcome == DIFFERS),
    )


def unswitchable(selection: Selection) -> list[Rule]:
    """The rules that no source tells, and that no switch turns over."""
    return [
        rule
        for suite in selection.suites()
        for rule in suite.family.rules
        if rule.evidence is Evidence.UNSPECIFIED
        and rule not in suite.family.switches.values()
        and selection.wants(rule.name)
    ]


def run(deployment: Deployment, selection: Selection, out: Console) -> int:
    """Say of each switch which rules change. Returns 0: nothing here is an error."""
    for each in turned(deployment, selection):
        was, becomes = ("on", "off") if each.on else ("off", "on")
        out.print()
        out.print(Text(f"{each.switch} {was} -> {becomes}, in {each.edition}", style="bold"))
        out.print(Text(f"  {each.rule.says}"))
        out.print(Text(f"  {each.rule.evidence.value.capitalize()}: {each.rule.source}"))
        changes = ", ".join(each.changes) or "no rule that is checked in this edition"
        out.print(Text(f"  changes {changes}"))
    rest = unswitchable(selection)
    if rest:
        out.print()
        out.print(Text("Unspecified, and not switchable:", style="bold"))
    for rule in rest:
        out.print(Text(f"  {rule.name}: {rule.says}"))
    return 0
