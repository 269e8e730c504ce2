"""Findings of a run: whether a deployment agrees with each rule, and the evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from fakeping.contract.check import Verdict
from fakeping.contract.evidence import shown, without_secrets
from fakeping.contract.target import HttpExchange
from fakeping.core.plain import shown as plain
from fakeping.core.rules import Rule

AGREES: Final = "agrees"
DIFFERS: Final = "differs"
NOT_RUN: Final = "not run"

# Of a difference's exchanges, the last show it; what was before is set-up.
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of all checks of one rule, in one edition."""

    rule: Rule
    family: str
    edition: str
    outcome: str
    detail: str = ""
    exchanges: tuple[HttpExchange, ...] = ()
    #: The switch that explains a difference: with it inverted, the deployment agrees.
    switch: str = ""

    def text(self) -> str:
        """The difference, the rule, its evidence, and the last exchanges, redacted."""
        lines = [
            *self.detail.splitlines(),
            f"  The rule: {self.rule.says}",
            f"  {self.rule.evidence.value.capitalize()}: {self.rule.source}",
        ]
        if self.switch:
            lines.append(f"  fakeping does the same with --switch {self.switch}")
        for each in shown(self.exchanges)[-_SHOWN:]:
            headers = [f"{name}: {value}" for name, value in each.headers]
            exchange = [each.curl, f"HTTP {each.status}", *headers, *each.body.splitlines()]
            lines += ["", *(f"    {line}" for line in exchange)]
        return "\n".join(map(plain, lines))


@dataclass(kw_only=True)
class Run:
    """The findings of one family in one edition."""

    family: str
    edition: str
    where: str
    verdicts: list[Verdict] = field(default_factory=list)
    #: What would not go away again.
    left: list[str] = field(default_factory=list)
    #: The switches that explain differences, by the rule's name.
    explained: dict[str, str] = field(default_factory=dict)
    #: Why nothing was asked at all.
    skipped: str = ""
    #: The switch that was inverted.
    switched: str = ""

    def finding(self, rule: Rule) -> Finding:
        """The finding of a rule."""
        return self._finding([each for each in self.verdicts if each.rule is rule])

    def findings(self) -> list[Finding]:
        """One finding for each rule, in the order of the checks."""
        by_rule: dict[str, list[Verdict]] = {}
        for each in self.verdicts:
            by_rule.setdefault(each.rule.name, []).append(each)
        return [self._finding(each) for each in by_rule.values()]

    def _finding(self, verdicts: Sequence[Verdict]) -> Finding:
        rule = verdicts[0].rule
        outcome = _together(each.outcome for each in verdicts)
        said = [each for each in verdicts if each.outcome == outcome]
        exchanges = tuple(each for verdict in said for each in verdict.exchanges)
        detail = "\n".join(dict.fromkeys(each.detail for each in said if each.detail))
        return Finding(
            rule=rule,
            family=self.family,
            edition=self.edition,
            outcome=outcome,
            detail=without_secrets(detail, exchanges),
            exchanges=exchanges,
            switch=self.explained.get(rule.name, ""),
        )


def _together(outcomes: Iterable[str]) -> str:
    """Merge verdicts: any difference counts; one check that ran is enough."""
    found = set(outcomes)
    return next(each for each in (DIFFERS, AGREES, NOT_RUN) if each in found)


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """The number of findings of each outcome."""
    counts = Counter(each.outcome for each in findings)
    return {each: counts[each] for each in (AGREES, DIFFERS, NOT_RUN)}


def all_findings(runs: Iterable[Run]) -> Iterator[Finding]:
    """Every finding of every run."""
    for each in runs:
        yield from each.findings()
