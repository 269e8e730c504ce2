"""Run the checks of one edition's rules on a deployment, and delete what they created."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fakeping.contract import comparison
from fakeping.contract.check import Check, Verdict
from fakeping.contract.cleaning import tidied
from fakeping.contract.deployments import Checkable, Fake, Unusable, readable
from fakeping.contract.family_suite import Suite
from fakeping.contract.outcome import AGREES, DIFFERS, NOT_RUN, Finding, Run
from fakeping.contract.own_names import own_names
from fakeping.contract.pre_existing import admit
from fakeping.contract.settings import ContractSettings
from fakeping.contract.target import Target
from fakeping.contract.transport import ControlRefused
from fakeping.core.rules import Rule

# So many checks in a row that nobody answered: there is nobody.
_GIVES_UP = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Way:
    """An edition to check on a deployment, and perhaps another deployment to compare with."""

    suite: Suite
    edition: str
    deployment: Checkable
    settings: ContractSettings
    #: The deployment whose answers are compared with the first's.
    against: Checkable | None = None
    #: A switch that is inverted, whatever its value in the edition.
    switched: str | None = None

    def __str__(self) -> str:
        """The test's parameter id."""
        switched = f"-{self.switched}" if self.switched else ""
        return f"{self.suite.name}-{self.edition}{switched}"

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules to check, in order; those about all answers come last.

        Those of other editions say nothing here.
        """
        wanted = [each for each in self.suite.family.rules if self.settings.wants(each.name)]
        there = [each for each in wanted if each.name in self.suite.reasons or self.checks(each)]
        return sorted(there, key=self.looks_back)

    def checks(self, rule: Rule) -> list[Check[Any]]:
        """The checks of a rule."""
        return self._checks.get(rule.name, [])

    @cached_property
    def _checks(self) -> dict[str, list[Check[Any]]]:
        """The edition's checks, by the names of their rules."""
        found: dict[str, list[Check[Any]]] = {}
        for each in self.suite.checks:
            if not each.editions or self.edition in each.editions:
                found.setdefault(each.rule.name, []).append(each)
        return found

    def looks_back(self, rule: Rule) -> bool:
        """Whether a check of a rule examines all earlier answers."""
        return any(each.last for each in self.checks(rule))

    def run(self) -> Run:
        """A new, empty run."""
        return Run(
            family=self.suite.name,
            edition=self.edition,
            where=self.deployment.url,
            switched=self.switched or "",
        )

    @contextmanager
    def begun(self, run: Run, *, rules: Collection[Rule]) -> Iterator["Holding"]:
        """Open the deployment for the block, and clean up at its end. Raises `Unusable`."""
        prefix = self.settings.prefix
        with ExitStack() as stack:
            targets = []
            for each in (self.deployment, self.against):
                if each is None:
                    continue
                switched = self.switched if each is self.deployment else None
                target = stack.enter_context(
                    each.target(self.suite, self.edition, switched=switched, prefix=prefix)
                )
                admit(target, allow_foreign=self.settings.allow_foreign)
                targets.append(target)
            holding = Holding(way=self, run=run, target=targets[0], rules=rules)
            holding.other = targets[1] if self.against else None
            try:
                yield holding
            finally:
                holding.tidy()


@dataclass(kw_only=True, eq=False)
class Holding:
    """Checks a deployment against one rule after the other."""

    way: Way
    run: Run
    target: Target
    #: Those that it will be held to.
    rules: Collection[Rule]
    other: Target | None = None
    _made: set[Check[Any]] = field(default_factory=set)
    _unanswered: int = 0

    def hold(self, rule: Rule) -> Finding:
        """Run every check of a rule. Raises `Unusable` if the deployment no longer answers."""
        if rule.name in self.way.suite.reasons:
            reason = self.way.suite.reasons[rule.name]
            self.run.verdicts.append(Verdict(rule=rule, outcome=NOT_RUN, detail=reason))
        elif self.way.looks_back(rule):
            # At whatever is answered to the checks of all rules.
            for each in filter(self.way.looks_back, self.rules):
                self._make(each, last=False)
        self._make(rule, last=False)
        self._make(rule, last=True)
        finding = self.run.finding(rule)
        if finding.outcome == DIFFERS and self._explains(rule):
            finding = self.run.finding(rule)
        return finding

    def tidy(self) -> list[str]:
        """Delete what was created. Returns the URLs that remain.

        A fake's tenant is dropped with all that is in it.
        """
        asked = ((self.target, self.way.deployment), (self.other, self.way.against))
        stays = [target for target, where in asked if target and not isinstance(where, Fake)]
        left = [url for each in stays for url in tidied(each)]
        self.run.left += left
        return left

    def _make(self, rule: Rule, *, last: bool) -> None:
        for check in self.way.checks(rule):
            if check.last is last and check not in self._made:
                self._made.add(check)
                self._ask(check)

    def _ask(self, check: Check[Any]) -> None:
        found, answered = verdict(check, self.target)
        if self.other is not None and answered:
            found = _compared(check, found, self.other, self._names)
        self.run.verdicts.append(found)
        self._unanswered = 0 if answered else self._unanswered + 1
        if self._unanswered == _GIVES_UP:
            raise Unusable(f"{found.detail}, {_GIVES_UP} times in a row")

    @cached_property
    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        return _named(self.target), _named(self.other) if self.other else {}

    def _explains(self, rule: Rule) -> bool:
        """Whether a real deployment agrees with a rule once a switch is inverted."""
        suite, edition = self.way.suite, self.way.edition
        names = {each.name: switch for switch, each in suite.family.switches.items()}
        if self.way.deployment.is_fake or rule.name not in names:
            return False
        switch = names[rule.name]
        with self.way.deployment.target(
            suite, edition, switched=switch, prefix=self.way.settings.prefix
        ) as target:
            again = [verdict(each, target)[0] for each in self.way.checks(rule)]
            self.run.left += tidied(target)
        if any(each.outcome == DIFFERS for each in again):
            return False
        on = not suite.family.is_on(switch, edition=edition)
        self.run.explained[rule.name] = f"{suite.name}.{switch}={'on' if on else 'off'}"
        return True


def verdict(check: Check[Any], target: Target) -> tuple[Verdict, bool]:
    """Run a check. Returns its verdict, and whether the deployment answered."""
    before = len(target.exchanges)
    try:
        return check.verdict(target), True
    except OSError as error:
        found = Verdict(
            rule=check.rule, outcome=NOT_RUN, detail=f"no answer: {error}", unanswered=True
        )
        return found, len(target.exchanges) > before
    except ControlRefused as error:  # the control API of an older fake, say
        return Verdict(rule=check.rule, outcome=NOT_RUN, detail=str(error)), True


def _named(target: Target) -> dict[str, str]:
    """The deployment's own names. Raises `Unusable`."""
    try:
        with readable("its own names are unreadable"):
            return own_names(target)
    except (AssertionError, OSError) as error:
        raise Unusable(f"its own names are unreadable: {error}") from None


def _compared(
    check: Check[Any], here: Verdict, other: Target, names: tuple[dict[str, str], dict[str, str]]
) -> Verdict:
    """The verdict on two deployments' answers: they may differ even if both agree with the rule."""
    there, _ = verdict(check, other)
    if NOT_RUN in {here.outcome, there.outcome}:
        return here if here.outcome == NOT_RUN else there
    found = comparison.differences(here.exchanges, there.exchanges, names=names)
    said = [each.says for each in found]
    if here.outcome != there.outcome:
        said.append(f"here it {here.outcome}, there it {there.outcome}")
    # What shows it: the first request that is answered differently, or else the last ones.
    place = found[0].place if found else -1
    shown = (here.exchanges[place:][:1], there.exchanges[place:][:1])
    return Verdict(
        rule=check.rule,
        outcome=DIFFERS if said else AGREES,
        detail="\n".join(said),
        exchanges=shown[0] + shown[1] if said else (),
    )
