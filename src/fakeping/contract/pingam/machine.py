"""A Hypothesis state machine of resource sets, for any client: subclasses supply a driver.

```python
class MyMachine(ResourceSetMachine):
    def new_driver(self):
        return MyDriver(my_client, owners=("alice", "bob"))


TestMyClient = MyMachine.TestCase
```

Two owners register, read, update and delete, under conditions and without, and meddle with each
other's. A dict says what must come of it, and a failure names the rule. What is made has a name
that begins with `prefix`, and is deleted at the end of each example.
"""

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)
from hypothesis.strategies import SearchStrategy

from fakeping.contract.pingam import drawn
from fakeping.contract.pingam.driver import Driver, Outcome
from fakeping.contract.pingam.model import ExpectedAnswer, ModelCall, ResourceSetModel, done, hold
from fakeping.families.pingam.edition import AM_8_1, switched
from fakeping.families.pingam.rules import registration as rules

_SELF = st.runner()
_STALE = 'W/"stale"'


def _descriptions(machine: "ResourceSetMachine") -> SearchStrategy[dict[str, Any]]:
    return machine.descriptions()


def _owners(machine: "ResourceSetMachine") -> SearchStrategy[str]:
    return st.sampled_from(machine.driver.owners)


def _wrong(machine: "ResourceSetMachine") -> SearchStrategy[tuple[dict[str, Any], str]]:
    return machine.wrong_descriptions()


DESCRIPTIONS = _SELF.flatmap(_descriptions)
WRONG = _SELF.flatmap(_wrong)
OWNERS = _SELF.flatmap(_owners)


class ResourceSetMachine(RuleBasedStateMachine):
    """Resource sets of up to two owners of one realm, through one OAuth 2.0 client."""

    edition: ClassVar[str] = AM_8_1.name
    #: What differs from the edition, by the switch's name.
    switches: ClassVar[Mapping[str, bool]] = {}
    prefix: ClassVar[str] = "fakeping-contract-"

    #: The ids of what is there.
    ids = Bundle("ids")

    def new_driver(self) -> Driver:
        """Return the driver; called once for each example."""
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.model = ResourceSetModel(
            behaviour=switched(self.edition, self.switches), person=self.person
        )
        self.state = self.model.start()
        # Of each example another, lest what a broken deployment keeps break the next one too.
        self.names = f"{self.prefix}{token_hex(3)}-"
        #: Everything that was registered, also what should not have been: ids and owners.
        self.made: dict[str, str] = {}
        self.driver = self.new_driver()

    def teardown(self) -> None:
        """Delete the remaining resource sets."""
        for id_, owner in self.made.items():
            if id_ not in self.state.gone:
                self.driver.delete(owner, id_, if_match=self.must())

    def person(self, owner: str) -> str:
        """The user whom an owner stands for. Override it if one user uses several clients."""
        return owner

    def descriptions(self) -> SearchStrategy[dict[str, Any]]:
        """Valid descriptions with few names, so that they conflict. Override for fewer."""
        return drawn.descriptions(self.model.behaviour, self.names)

    def wrong_descriptions(self) -> SearchStrategy[tuple[dict[str, Any], str]]:
        """Invalid descriptions, each with its error."""
        return drawn.wrong_descriptions(self.model.behaviour, self.names)

    @initialize(target=ids, said=DESCRIPTIONS)
    def start(self, said: dict[str, Any]) -> Any:
        """Register one resource set for each owner, all with the same name."""
        name = f"{self.names}Photo"
        return multiple(*[self.add(each, said | {"name": name}) for each in self.driver.owners])

    @rule(target=ids, owner=OWNERS, said=DESCRIPTIONS)
    def register(self, owner: str, said: dict[str, Any]) -> Any:
        """Register; the name may be taken."""
        return self.add(owner, said)

    @rule(target=ids, id_=ids, said=DESCRIPTIONS)
    def register_its_name_again(self, id_: str, said: dict[str, Any]) -> Any:
        """Register a name that is certainly taken."""
        entry = self.state[id_]
        return self.add(entry.owner, said | {"name": entry.document.get("name")})

    @rule(target=ids, id_=consumes(ids), said=DESCRIPTIONS)
    def replace_by_another_of_that_name(self, id_: str, said: dict[str, Any]) -> Any:
        """Delete, and register the same name again."""
        entry = self.state[id_]
        self.delete(id_, entry.owner)
        return self.add(entry.owner, said | {"name": entry.document.get("name")})

    def does(self, act: ModelCall, outcome: Outcome) -> None:
        """Compare an outcome with the model. Raises `RuleBroken` if they differ."""
        seen_document = (
            outcome.document if outcome.done and isinstance(outcome.document, dict) else {}
        )
        seen = replace(act, reference=seen_document, etag=outcome.etag)
        state, answer = self.model.step(self.state, seen)
        answer.hold(outcome)
        self.state = state

    def add(self, owner: str, said: dict[str, Any]) -> Any:
        """Register, and compare the outcome with the model."""
        outcome = self.tried(owner, said)
        with_name = rules.NAME_UNIQUE if outcome.error == "Bad Request" else rules.REGISTERED
        before = len(self.state)
        if self.model.takes(self.state, owner, said):
            done(outcome, with_name, status=201)
        self.does(ModelCall(operation="register", owner=owner, said=said), outcome)
        if len(self.state) == before:
            return multiple()
        id_: str = outcome.document["_id"]
        self.registered(id_, outcome)
        return id_

    def registered(self, id_: str, outcome: Outcome) -> None:
        """Further results of a registration."""
        if outcome.location is not None:
            hold(outcome.location.rpartition("/")[2], id_, rules.LOCATION, "the Location's end")

    def tried(self, owner: str, said: dict[str, Any]) -> Outcome:
        """Register, and return any outcome."""
        outcome = self.driver.register(owner, said)
        if outcome.done:
            self.made[outcome.document["_id"]] = owner
        return outcome

    @rule(id_=ids, said=DESCRIPTIONS, condition=drawn.CONDITIONS, by=OWNERS)
    def update(self, id_: str, said: dict[str, Any], condition: str | None, by: str) -> None:
        """Update; a condition may fail."""
        before, tag = self.state[id_], self.condition(id_, condition)
        owner = self.through(by, id_)
        outcome = self.driver.update(owner, id_, said, if_match=tag)
        act = ModelCall(operation="update", owner=owner, id=id_, said=said, if_match=tag)
        self.does(act, outcome)
        if outcome.status == 412:  # noqa: PLR2004 - HTTP's word for it
            deleted = self.driver.delete(owner, id_, if_match=tag)
            self.does(replace(act, operation="delete"), deleted)
        elif None not in (before.etag, outcome.etag):
            changed = before.document != self.state[id_].document
            hold(before.etag != outcome.etag, changed, rules.UPDATED, "whether the ETag is new")
        self.check(id_)

    @rule(id_=consumes(ids), by=OWNERS)
    def delete(self, id_: str, by: str) -> None:
        """Delete; a condition may fail."""
        owner = self.through(by, id_)
        outcome = self.driver.delete(owner, id_, if_match=self.must())
        self.does(ModelCall(operation="delete", owner=owner, id=id_), outcome)
        self.looks(owner, id_)

    @rule(id_=ids, held=drawn.HELD, by=OWNERS)
    def read_unless_it_is_held(self, id_: str, held: str, by: str) -> None:
        """Read with `If-None-Match`: a matching tag is 304."""
        if self.driver.conditional and self.state[id_].etag is not None:
            self.looks(self.through(by, id_), id_, if_none_match=self.filled(held, id_))

    @rule(id_=ids, said=DESCRIPTIONS, other=OWNERS, condition=drawn.CONDITIONS)
    def meddle(self, id_: str, said: dict[str, Any], other: str, condition: str | None) -> None:
        """Another owner's requests are 404, whatever their conditions."""
        if self.person(other) != self.person(self.owner(id_)):
            self.misses(other, id_, said, self.condition(id_, condition))
            self.check(id_)

    @rule(owner=OWNERS, said=DESCRIPTIONS)
    def look_for_what_is_gone(self, owner: str, said: dict[str, Any]) -> None:
        """Requests for deleted or unknown ids are 404."""
        for id_ in (*self.state.gone[-1:], "126615ba-b7fd-4660-b281-bae81aa45f7c999"):
            self.misses(owner, id_, said, self.must())

    def misses(self, owner: str, id_: str, said: dict[str, Any], tag: str | None) -> None:
        """Read, update and delete; each must be 404."""
        self.looks(owner, id_)
        act = ModelCall(operation="update", owner=owner, id=id_, said=said)
        self.does(act, self.driver.update(owner, id_, said, if_match=tag))
        deleted = self.driver.delete(owner, id_, if_match=tag)
        self.does(replace(act, operation="delete"), deleted)

    def looks(self, owner: str, id_: str, *, if_none_match: str | None = None) -> None:
        """Read one, which may not exist."""
        outcome = self.driver.read(owner, id_, if_none_match=if_none_match)
        act = ModelCall(operation="read", owner=owner, id=id_, if_none_match=if_none_match)
        self.does(act, outcome)
        if outcome.done and None not in (outcome.etag, self.state[id_].etag):
            hold(outcome.etag, self.state[id_].etag, rules.ETAG, f"the ETag of {id_}")

    @rule(id_=ids, wrong=WRONG)
    def send_what_is_wrong(self, id_: str, wrong: tuple[dict[str, Any], str]) -> None:
        """Send an invalid description; it must change nothing."""
        (said, complaint), owner = wrong, self.owner(id_)
        answer = ExpectedAnswer(
            status=400,
            rule=rules.DESCRIPTION_TYPES,
            error="bad_request",
            sentence=f"Invalid Resource Set Description. {complaint}",
        )
        answer.hold(self.tried(owner, said))
        answer.hold(self.driver.update(owner, id_, said, if_match=self.must()))
        self.check(id_)

    @invariant()
    def each_lists_its_own(self) -> None:
        """List each owner's; resource sets that others registered are ignored."""
        for owner in self.driver.owners:
            outcome = self.driver.list_ids(owner)
            if outcome.done:
                ours = [each for each in outcome.document if self.state.knew(each)]
                outcome = replace(outcome, document=ours)
            self.does(ModelCall(operation="list", owner=owner), outcome)

    @rule()
    def check_everything(self) -> None:
        """Read every resource set and compare it with the model."""
        for id_ in self.state:
            self.check(id_)

    def check(self, id_: str) -> None:
        """Read one, and compare it with the model."""
        self.looks(self.owner(id_), id_)

    def owner(self, id_: str) -> str:
        """The owner of one."""
        owner: str = self.state[id_].owner
        return owner

    def through(self, by: str, id_: str) -> str:
        """One of the driver's owners who is the same person as one's owner."""
        owner = self.owner(id_)
        return by if self.person(by) == self.person(owner) else owner

    def must(self) -> str | None:
        """The condition that every write needs, in editions that require one."""
        return "*" if self.model.behaviour.require_if_match else None

    def condition(self, id_: str, wanted: str | None) -> str | None:
        """A condition, if the client can send one."""
        if wanted is None or not self.driver.conditional or self.state[id_].etag is None:
            return self.must()
        return self.filled(wanted, id_)

    def filled(self, tag: str, id_: str) -> str:
        """A tag with the current one's number filled in."""
        number = (self.state[id_].etag or _STALE).removeprefix("W/").strip('"')
        return tag.format(number)
