"""What every part of the machine stands on: the driver, the model, and rules to be held to."""

from collections.abc import Callable, Mapping
from functools import cache
from secrets import token_hex
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from fakeping.contract.check import Told, ensure, expect, holding
from fakeping.contract.pingone import strategies
from fakeping.contract.pingone.driver import Outcome, PingOneDriver
from fakeping.contract.pingone.model import Model
from fakeping.contract.pingone.refusals import refused
from fakeping.contract.pingone.strategies import Violation
from fakeping.core.exchange import JSON
from fakeping.core.rules import Rule
from fakeping.families.pingone import rules
from fakeping.families.pingone.edition import chosen

# Few, so that they clash.
_NAMES = st.sampled_from(["photos", "albums", "Photos", "films"])


def said(operation: str) -> st.SearchStrategy[JSON]:
    """Bodies that an operation takes in the machine's edition, with few names."""
    return st.runner().flatmap(lambda machine: _bodies(operation, machine.edition))


@cache
def _bodies(operation: str, edition: str) -> st.SearchStrategy[JSON]:
    return st.builds(_called, strategies.valid(f"pingone.{operation}", edition=edition), _NAMES)


def _called(body: JSON, name: str) -> JSON:
    return {**body, "name": name}


def spoiled(operation: str) -> st.SearchStrategy[tuple[JSON, Violation]]:
    """Bodies that an operation refuses, and why: objects, for many clients send nothing else."""
    return st.runner().flatmap(lambda machine: _objects(operation, machine.edition, machine.prefix))


@cache
def _objects(
    operation: str, edition: str, prefix: str
) -> st.SearchStrategy[tuple[JSON, Violation]]:
    found = strategies.invalid(f"pingone.{operation}", edition=edition, prefix=prefix)
    return found.filter(lambda pair: isinstance(pair[0], dict))


class Ground(RuleBasedStateMachine):
    """Subclasses say through which driver to ask, and what the deployment is held to.

    It needs no empty environment, makes only names that begin with its prefix, and deletes
    what it made when an example ends. A failure is a `RuleBroken`.
    """

    #: `p14c` or `current`.
    edition: ClassVar[str] = "p14c"
    #: What differs from the edition, by the switch's name.
    switches: ClassVar[Mapping[str, bool]] = {}
    prefix: ClassVar[str] = "fakeping-contract-"

    def new_driver(self) -> PingOneDriver:
        """A driver for a new example."""
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.driver = self.new_driver()
        self.model = Model(edition=chosen(self.edition, self.switches))
        #: What tells the names of one example from another's.
        self.run = token_hex(3)
        self.built_in: dict[str, str] = {}
        self.look_around()

    def teardown(self) -> None:
        """Delete what was made."""
        for id_ in list(self.model.resources):
            self.driver.delete_resource(id_)

    def named(self, body: JSON) -> JSON:
        """A body with a name of this example's."""
        return {**body, "name": f"{self.prefix}{self.run}-{body['name']}"}

    def look_around(self) -> None:
        """Learn what is there already; there are the built-in resources at least."""
        with holding(rules.BUILT_IN):
            listed = self.list_of(self.driver.list_resources())
            self.model.others = frozenset(each["name"] for each in listed)
            self.built_in = {each["name"]: each["id"] for each in listed}
            wanted = {self.model.edition.api[0], self.model.edition.openid[0]}
            missing = wanted - self.built_in.keys()
            ensure(not missing, f"there is no resource called {sorted(missing)}")

    def list_of(self, outcome: Outcome) -> list[JSON]:
        """The entities of a collection."""
        expect(outcome, 200, list)
        found: list[JSON] = outcome.document
        return found

    # How a rule is held to.

    def answers(self, held_to: Rule, outcome: Told, status: int, expected: JSON) -> None:
        """Raise `RuleBroken` unless an outcome has this status and a document that matches."""
        with holding(held_to):
            expect(outcome, status, expected)

    def lets(self, name_rule: Rule, outcome: Told) -> None:
        """Raise `RuleBroken` where a name that is free is said to be taken."""
        details = outcome.json.get("details", ()) if isinstance(outcome.json, dict) else ()
        with holding(name_rule):
            codes = [each.get("code") for each in details]
            ensure(
                "UNIQUENESS_VIOLATION" not in codes,
                f"{outcome.asked}: the name is said to be taken, and is free",
            )

    def refuses(self, held_to: Rule, by: Callable[[Told], None], outcome: Told) -> None:
        """Raise `RuleBroken` unless an outcome is of a kind."""
        with holding(held_to):
            by(outcome)

    def tells(self, violation: Violation, outcome: Told) -> None:
        """Raise `RuleBroken` unless a body is refused for just that."""
        with holding(violation.rule):
            refused(outcome, 400, violation.code, *violation.details)

    def kept(self, outcome: Outcome, expected: JSON) -> JSON:
        """What is expected of an entity from now on: its id and its birth stay."""
        stays = {name: outcome.document[name] for name in ("id", "createdAt")}
        return {**expected, **stays}
