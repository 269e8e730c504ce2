"""What the model expects of an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fakeping.contract.check import ResponseLike, ensure, expect, holding
from fakeping.contract.pingone.refusals import Detail, invalid, not_found
from fakeping.core.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedAnswer:
    """The expected answer of a call, and its rule."""

    status: int
    rule: Rule
    document: Any = ...
    #: What holds an outcome to a refusal, or to an empty body.
    kind: Callable[[ResponseLike], None] | None = None
    #: The rule that a name which is said to be taken breaks.
    name_rule: Rule | None = None

    def hold(self, outcome: ResponseLike) -> None:
        """Raise `RuleBroken` unless an outcome agrees."""
        if self.name_rule is not None:
            with holding(self.name_rule):
                _free(outcome)
        with holding(self.rule):
            if self.kind is not None:
                self.kind(outcome)
            else:
                expect(outcome, self.status, self.document)


def missing(rule: Rule) -> ExpectedAnswer:
    """It is not there."""
    return ExpectedAnswer(status=404, rule=rule, kind=not_found)


#: What is wrong with a body, and the rule that says so.
Fault = tuple[Detail, Rule]


def refusal(faults: list[Fault]) -> ExpectedAnswer:
    """It is refused, with everything that is wrong with it."""
    details = [detail for detail, _ in faults]
    return ExpectedAnswer(
        status=400, rule=faults[0][1], kind=lambda outcome: invalid(outcome, *details)
    )


def _free(outcome: ResponseLike) -> None:
    details = outcome.json.get("details", ()) if isinstance(outcome.json, dict) else ()
    ensure(
        "UNIQUENESS_VIOLATION" not in [each.get("code") for each in details],
        f"{outcome.asked}: the name is said to be taken, and is free",
    )
