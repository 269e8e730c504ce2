"""Runs the checks, one after the other, and leaves nothing behind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from fakeping.contract import comparison
from fakeping.contract.check import Check, Verdict
from fakeping.contract.credentials import AGAINST, PREFIX
from fakeping.contract.deployments import Deployment, Unusable, missing, readable, sign_in
from fakeping.contract.evidence import writable
from fakeping.contract.occupancy import foreign, leftovers
from fakeping.contract.outcome import AGREES, DIFFERS, NOT_RUN, Run
from fakeping.contract.own_names import own_names
from fakeping.contract.suites import SUITES, Suite
from fakeping.contract.target import Target
from fakeping.contract.transport import ControlRefused, told

# So many checks in a row that nobody answered: there is nobody.
_GIVES_UP = 3

# Names of others that a refusal mentions.
_MENTIONED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is run: everything, unless somebody says otherwise."""

    families: tuple[str, ...] = ()
    editions: Mapping[str, str] = field(default_factory=dict)
    #: Patterns of rules' names, such as `pingone.scope.*`.
    rules: tuple[str, ...] = ()
    fail_fast: bool = False
    allow_foreign: bool = False
    prefix: str = "fakeping-contract-"

    def suites(self) -> list[Suite]:
        """The families that are run."""
        return [each for name, each in SUITES.items() if not self.families or name in self.families]

    def checks(self, suite: Suite, *, edition: str) -> list[Check[Any]]:
        """The checks that are run; those of other editions say nothing here."""
        return [
            each
            for each in suite.checks
            if self.wants(each.rule.name) and (not each.editions or edition in each.editions)
        ]

    def unchecked(self, suite: Suite) -> list[Verdict]:
        """The rules of which nobody can be asked, and why."""
        return [
            Verdict(rule=rule, outcome=NOT_RUN, detail=suite.reasons[rule.name])
            for rule in suite.family.rules
            if rule.name in suite.reasons and self.wants(rule.name)
        ]

    def wants(self, rule: str) -> bool:
        """Whether a rule is among those that are run."""
        return not self.rules or any(fnmatchcase(rule, each) for each in self.rules)


class Watch:
    """Hears how a run goes on. Each method may be overridden; none needs to be."""

    def begins(self, run: Run, *, checks: int) -> None:
        """A family begins to be held to an edition."""

    def found(self, run: Run, verdict: Verdict) -> None:
        """A check was made."""

    def ends(self, run: Run) -> None:
        """A family was held to an edition, and everything is deleted."""


@dataclass(kw_only=True)
class Runner:
    """Holds a deployment to the rules, and perhaps another one to the first."""

    deployment: Deployment
    selection: Selection = field(default_factory=Selection)
    watch: Watch = field(default_factory=Watch)
    #: The deployment whose answers are compared with the first's.
    against: Deployment | None = None
    runs: list[Run] = field(default_factory=list)

    def run(self) -> list[Run]:
        """Run everything that is selected. Raises `Unusable` when a deployment can't be asked.

        What was made is deleted whatever happens, and `runs` has what was found until then.
        """
        for suite in self.selection.suites():
            if reason := missing(self.deployment, suite):
                self.runs.append(self._skipped(suite, reason))
                continue
            if self.against is not None and (reason := missing(self.against, suite)):
                raise Unusable(f"--against: {reason.replace(PREFIX, AGAINST, 1)}")
            for edition in self._editions(suite):
                run = Run(family=suite.name, edition=edition, where=self.deployment.url)
                self.runs.append(run)
                self.hold(suite, run)
                if self.selection.fail_fast and _differs(run):
                    return self.runs
        if all(each.skipped for each in self.runs):
            raise Unusable("; ".join(f"{each.family}: {each.skipped}" for each in self.runs))
        return self.runs

    def _editions(self, suite: Suite) -> Iterable[str]:
        wanted = self.selection.editions.get(suite.name)
        return (wanted,) if wanted else self.deployment.editions(suite)

    def _skipped(self, suite: Suite, reason: str) -> Run:
        edition = self.deployment.editions(suite)[0]
        return Run(family=suite.name, edition=edition, where=self.deployment.url, skipped=reason)

    def hold(self, suite: Suite, run: Run, *, flipped: str | None = None) -> None:
        """Hold one family to one edition, or a fake to it that has a switch turned over."""
        checks = self.selection.checks(suite, edition=run.edition)
        run.verdicts += self.selection.unchecked(suite)
        self.watch.begins(run, checks=len(checks))
        with self.deployment.target(
            suite, run.edition, flipped=flipped, prefix=self.selection.prefix
        ) as target:
            self._admit(target)
            if self.against is None:
                self._ask(checks, run, target, None)
            else:
                with self.against.target(suite, run.edition, prefix=self.selection.prefix) as other:
                    self._admit(other)
                    self._ask(checks, run, target, other)
        if not self.deployment.is_fake:
            self._explain(suite, checks, run)
        self.watch.ends(run)

    def _admit(self, target: Target) -> None:
        """Raise `Unusable` unless a deployment lets us in, and holds nobody else's work."""
        sign_in(target)
        if self.selection.allow_foreign:
            return
        try:
            names = foreign(target)
        except AssertionError as error:
            raise Unusable(f"it can't be told what is there: {error}") from None
        except (ValueError, LookupError, TypeError, AttributeError):
            raise Unusable(_unreadable(target)) from None
        except OSError as error:
            raise Unusable(f"nobody answers: {error}") from None
        if names:
            shown = ", ".join(map(repr, names[:_MENTIONED]))
            more = f" and {len(names) - _MENTIONED} more" if len(names) > _MENTIONED else ""
            raise Unusable(
                f"the deployment holds what is not ours: {shown}{more}. --allow-foreign runs"
                " beside it; whatever the run makes has a name that begins with"
                f" {self.selection.prefix!r}, and goes again"
            )

    def _ask(
        self, checks: Iterable[Check[Any]], run: Run, target: Target, other: Target | None
    ) -> None:
        unanswered = 0
        try:
            names = ({}, {}) if other is None else (_named(target), _named(other))
            for check in checks:
                verdict, answered = _verdict(check, target)
                if other is not None and answered:
                    verdict = _compared(check, verdict, other, names)
                run.verdicts.append(verdict)
                self.watch.found(run, verdict)
                unanswered = 0 if answered else unanswered + 1
                if unanswered == _GIVES_UP:
                    raise Unusable(f"{verdict.detail}, {_GIVES_UP} times in a row")
                if self.selection.fail_fast and verdict.outcome == DIFFERS:
                    break
        finally:
            for each in (target, other):
                if each is not None:
                    run.left += _tidied(each)

    def _explain(self, suite: Suite, checks: Iterable[Check[Any]], run: Run) -> None:
        """Find out whether a switch, turned over, is what a deployment does."""
        differing = {each.rule.name for each in run.verdicts if each.outcome == DIFFERS}
        for switch, rule in suite.family.switches.items():
            if rule.name not in differing:
                continue
            with self.deployment.target(
                suite, run.edition, flipped=switch, prefix=self.selection.prefix
            ) as target:
                again = [_verdict(each, target)[0] for each in checks if each.rule is rule]
                run.left += _tidied(target)
            if all(each.outcome != DIFFERS for each in again):
                on = not suite.family.is_on(switch, edition=run.edition)
                run.explained[rule.name] = f"{suite.name}.{switch}={'on' if on else 'off'}"


def _unreadable(target: Target) -> str:
    """What came where a list was expected."""
    last = target.exchanges[-1]
    return (
        f"it can't be told what is there: {last.method} {last.url}: {told(last.answer)}, and no"
        f" list as the edition {target.edition} has it (--edition FAMILY=NAME says another)"
    )


def _verdict(check: Check[Any], target: Target) -> tuple[Verdict, bool]:
    """What a check finds, and whether anybody answered."""
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
    """What a deployment calls its own. Raises `Unusable`."""
    try:
        with readable("it can't be told what it calls its own"):
            return own_names(target)
    except (AssertionError, OSError) as error:
        raise Unusable(f"it can't be told what it calls its own: {error}") from None


def _compared(
    check: Check[Any], here: Verdict, other: Target, names: tuple[dict[str, str], dict[str, str]]
) -> Verdict:
    """A verdict on how two deployments answer the same: where both agree, they may yet differ."""
    there, _ = _verdict(check, other)
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


def _tidied(target: Target) -> list[str]:
    try:
        return [writable(each) for each in (*target.tidy(), *_unnoticed(target))]
    except Exception as error:  # noqa: BLE001 - whatever is answered, the rest of the run is told of
        return [writable(f"what is left could not be deleted: {error}")]


def _unnoticed(target: Target) -> list[str]:
    """Delete what a request has made whose answer was lost. Returns what would not go."""
    if not target.unsure:
        return []
    return [url for url in leftovers(target) if not target.finish(url)]


def _differs(run: Run) -> bool:
    return any(each.outcome == DIFFERS for each in run.verdicts)
