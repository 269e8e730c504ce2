"""The base of the state machine: the driver, the model, and the expected behaviour."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from secrets import token_hex
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, multiple

from fakeping.contract.check import ResponseLike, ensure, ensure_same, expect, holding
from fakeping.contract.pingone import strategies
from fakeping.contract.pingone.driver import Outcome, PingOneDriver, called
from fakeping.contract.pingone.model import EnvironmentModel, ModelCall, ModelEntity
from fakeping.contract.pingone.refusals import refused
from fakeping.contract.pingone.strategies import Defect
from fakeping.core.exchange import JSON
from fakeping.core.rules import Rule
from fakeping.families.pingone import rules
from fakeping.families.pingone.edition import chosen

#: The id of a resource, and that of a scope or an attribute of it.
Pair = tuple[str, str]


def valid_bodies(operation: str) -> st.SearchStrategy[JSON]:
    """Valid bodies for the machine's edition, with few names."""
    return st.runner().flatmap(lambda machine: _bodies(operation, machine.edition, machine.names))


@cache
def _bodies(operation: str, edition: str, names: tuple[str, ...]) -> st.SearchStrategy[JSON]:
    bodies = strategies.valid(f"pingone.{operation}", edition=edition)
    return st.builds(_called, bodies, st.sampled_from(names))


def _called(body: JSON, name: str) -> JSON:
    return {**body, "name": name}


def invalid_bodies(operation: str) -> st.SearchStrategy[tuple[JSON, Defect]]:
    """Invalid bodies, each with its defect; only objects, as many clients send nothing else."""
    return st.runner().flatmap(lambda machine: _objects(operation, machine.edition, machine.prefix))


@cache
def _objects(operation: str, edition: str, prefix: str) -> st.SearchStrategy[tuple[JSON, Defect]]:
    found = strategies.invalid(f"pingone.{operation}", edition=edition, prefix=prefix)
    return found.filter(lambda pair: isinstance(pair[0], dict))


class MachineBase(RuleBasedStateMachine):
    """The base class. Subclasses supply the driver and the expected edition.

    It needs no empty environment, makes only names that begin with its prefix, and deletes
    what it made when an example ends. A failure is a `RuleBroken`.
    """

    #: `p14c` or `current`.
    edition: ClassVar[str] = "p14c"
    #: What differs from the edition, by the switch's name.
    switches: ClassVar[Mapping[str, bool]] = {}
    prefix: ClassVar[str] = "fakeping-contract-"
    #: What names end with: few, so that they clash.
    names: ClassVar[tuple[str, ...]] = ("photos", "albums", "Photos", "films")

    def new_driver(self) -> PingOneDriver:
        """Return a driver for a new example."""
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.driver = self.new_driver()
        self.model = EnvironmentModel(edition=chosen(self.edition, self.switches))
        self.state = self.model.start()
        #: What tells the names of one example from another's.
        self.run = token_hex(3)
        self.built_in: dict[str, str] = {}
        self.look_around()

    def teardown(self) -> None:
        """Delete what was created."""
        for id_ in self.of("resource"):
            self.driver.delete_resource(id_)

    def of(self, kind: str, within: str = "") -> dict[str, ModelEntity]:
        """The entities of a kind that the model has."""
        return self.model.of(self.state, kind, within)

    def named(self, body: JSON) -> JSON:
        """A body with a name of this example's own."""
        return {**body, "name": f"{self.prefix}{self.run}-{body['name']}"}

    def look_around(self) -> None:
        """Read the pre-existing entities; there are at least the built-in resources."""
        with holding(rules.BUILT_IN):
            listed = self.list_of(self.driver.list_resources())
            names = frozenset(each["name"] for each in listed)
            self.model = replace(self.model, others=names)
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

    def asks(self, act: ModelCall) -> Outcome:
        """Ask, and take the act in. Raises `RuleBroken` unless the model's answer came."""
        return self.does(act, called(self.driver, act))

    def does(self, act: ModelCall, outcome: Outcome) -> Outcome:
        """Take an act in. Raises `RuleBroken` unless its outcome is the model's answer."""
        told = outcome.document if isinstance(outcome.document, dict) else {}
        stays = {name: told[name] for name in ("id", "createdAt", "secret") if name in told}
        if not stays.keys() & {"id", "secret"}:  # it was refused, or is not as it must be
            stays = {}
        state, answer = self.model.step(self.state, replace(act, chosen=stays))
        answer.hold(outcome)
        self.state = state
        return outcome

    def refuses(
        self, held_to: Rule, by: Callable[[ResponseLike], None], outcome: ResponseLike
    ) -> None:
        """Raise `RuleBroken` unless an outcome is of a kind."""
        with holding(held_to):
            by(outcome)

    def tells(self, violation: Defect, outcome: ResponseLike) -> None:
        """Raise `RuleBroken` unless a body is refused for just that."""
        with holding(violation.rule):
            refused(outcome, 400, violation.code, *violation.details)

    # What kinds have in common.

    def add(self, kind: str, within: str, said: JSON) -> Any:
        """Add an entity to another, unless it is refused as things are."""
        act = ModelCall(operation="create", kind=kind, within=within, said=said)
        refused = self.model.is_refused(self.state, act)
        outcome = self.asks(act)
        if refused:
            return multiple()
        id_: str = outcome.document["id"]
        return (within, id_) if within else id_

    def put(self, kind: str, ids: Pair, said: JSON) -> None:
        """Replace what can be said of it, and read it."""
        act = ModelCall(operation="update", kind=kind, within=ids[0], id=ids[1], said=said)
        self.asks(act)
        self.asks(replace(act, operation="read"))

    def remove(self, kind: str, ids: Pair) -> None:
        """Remove it, if what it is part of is still there."""
        act = ModelCall(operation="delete", kind=kind, within=ids[0], id=ids[1])
        self.asks(act)
        self.asks(replace(act, operation="read"))
        self.cascaded(kind)

    def cascaded(self, kind: str) -> None:
        """Look at what an entity of this kind takes along when it is deleted."""

    def lists(self, kind: str, within: str = "") -> None:
        """They are listed as they came; what is not ours is left out where nothing contains it."""
        act = ModelCall(operation="list", kind=kind, within=within)
        listed = called(self.driver, act)
        held = self.of(kind, within)
        found = self.list_of(listed)
        if not within:
            found = [each for each in found if each["id"] in held]
        with holding(rules.ORDER):
            ensure_same([each["id"] for each in found], list(held), f"the order of {kind}s")
        self.does(act, replace(listed, document=found))
