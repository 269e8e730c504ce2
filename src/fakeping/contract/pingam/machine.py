"""A state machine of resource sets, for anybody's client: subclasses say how to drive it.

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

from fakeping.contract.pingam.driver import Driver, Outcome
from fakeping.contract.pingam.model import Model, done, hold, refused
from fakeping.core.rules import Rule
from fakeping.families.pingam.edition import AM_8_1, switched
from fakeping.families.pingam.rules import registration as rules

_SELF = st.runner()
_LABELS = st.lists(st.sampled_from(["3D", "VIP", "фото"]), max_size=3)
_STALE = 'W/"stale"'


def _descriptions(machine: "ResourceSetMachine") -> SearchStrategy[dict[str, Any]]:
    return machine.descriptions()


def _owners(machine: "ResourceSetMachine") -> SearchStrategy[str]:
    return st.sampled_from(machine.driver.owners)


def _wrong(machine: "ResourceSetMachine") -> SearchStrategy[dict[str, Any]]:
    return machine.wrong_descriptions()


DESCRIPTIONS = _SELF.flatmap(_descriptions)
WRONG = _SELF.flatmap(_wrong)
OWNERS = _SELF.flatmap(_owners)

#: An `If-Match`, with `{}` for the current tag's number, and whether it lets a write through.
CONDITIONS = st.sampled_from(
    [
        (None, True),
        ('W/"{}"', True),
        ('"{}"', True),
        ('W/"stale", W/"{}"', True),
        ("*", True),
        ('W/"stale"', False),
        ('W/"{}0"', False),
    ]
)
#: An `If-None-Match`, and whether it says that the caller holds what there is.
HELD = st.sampled_from([('W/"{}"', True), ('W/"stale", W/"{}"', True), ('W/"{}0"', False)])


class ResourceSetMachine(RuleBasedStateMachine):
    """Resource sets of up to two owners of one realm, through one OAuth 2.0 client."""

    edition: ClassVar[str] = AM_8_1.name
    #: What differs from the edition, by the switch's name.
    switches: ClassVar[Mapping[str, bool]] = {}
    prefix: ClassVar[str] = "fakeping-contract-"

    #: The ids of what is there.
    ids = Bundle("ids")

    def new_driver(self) -> Driver:
        """What to drive: called once for each example."""
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(behaviour=switched(self.edition, self.switches))
        # Of each example another, lest what a broken deployment keeps break the next one too.
        self.names = f"{self.prefix}{token_hex(3)}-"
        #: Everything that was registered, also what should not have been: ids and owners.
        self.made: dict[str, str] = {}
        self.driver = self.new_driver()

    def teardown(self) -> None:
        """Delete what is left."""
        for id_, owner in self.made.items():
            if id_ not in self.model.gone:
                self.driver.delete(owner, id_, if_match=self.must())

    def descriptions(self) -> SearchStrategy[dict[str, Any]]:
        """Descriptions that are taken, of few names, so that they clash. Override for fewer."""
        scopes = st.lists(st.sampled_from(["view", "edit", "http://s.invalid/p"]), max_size=3)
        names = st.sampled_from([f"{self.names}{each}" for each in ("Photo", "фото")])
        required = {self.model.behaviour.scopes_member: scopes}
        optional: dict[str, SearchStrategy[Any]] = {
            "type": st.sampled_from([None, "http://photoz.example.com/dev/rtypes/photoalbum"]),
            "description": st.sampled_from(["Photos", "Albums"]),
            "icon_uri": st.sampled_from([None, "http://photoz.example.com/icons/flower.png"]),
            "labels": st.none() | _LABELS,
            # Unknown members are kept; of these two the server says what they are.
            "colours": st.sampled_from([[1, 2.5, {"deep": [None, True]}], {"é": "\u2028"}]),
            "_id": st.just("chosen"),
            "user_access_policy_uri": st.just("http://elsewhere.invalid/"),
        }
        if self.model.behaviour.require_name:
            return st.fixed_dictionaries(required | {"name": names}, optional=optional)
        return st.fixed_dictionaries(
            required, optional=optional | {"name": names | names | st.none()}
        )

    def wrong_descriptions(self) -> SearchStrategy[dict[str, Any]]:
        """Descriptions that are refused."""
        member = self.model.behaviour.scopes_member
        named = {"name": f"{self.names}wrong"}
        return st.sampled_from(
            [
                named,
                named | {member: None},
                named | {member: "view"},
                named | {member: ["view", 1]},
                {member: [], "name": 5},
                named | {member: [], "type": []},
                named | {member: [], "icon_uri": "a b"},
                named | {member: [], "labels": "VIP"},
            ]
        )

    @initialize(target=ids, owner=OWNERS, said=DESCRIPTIONS)
    def start(self, owner: str, said: dict[str, Any]) -> Any:
        """Something is there."""
        return self.add(owner, said)

    @rule(target=ids, owner=OWNERS, said=DESCRIPTIONS)
    def register(self, owner: str, said: dict[str, Any]) -> Any:
        """A name may be taken."""
        return self.add(owner, said)

    @rule(target=ids, id_=ids, said=DESCRIPTIONS)
    def register_its_name_again(self, id_: str, said: dict[str, Any]) -> Any:
        """Whose name is taken for sure."""
        entry = self.model.entries[id_]
        return self.add(entry.owner, said | {"name": entry.document.get("name")})

    @rule(target=ids, id_=consumes(ids), said=DESCRIPTIONS)
    def replace_by_another_of_that_name(self, id_: str, said: dict[str, Any]) -> Any:
        """What is deleted leaves its name."""
        entry = self.model.entries[id_]
        self.delete(id_)
        return self.add(entry.owner, said | {"name": entry.document.get("name")})

    def add(self, owner: str, said: dict[str, Any]) -> Any:
        """Register, and hold the outcome to the model."""
        outcome = self.tried(owner, said)
        if not self.model.takes(owner, said):
            refused(outcome, rules.NAME_UNIQUE, status=400, error="Bad Request")
            return multiple()
        id_ = self.model.registered(owner, said, outcome)
        if outcome.location is not None:
            hold(outcome.location.rpartition("/")[2], id_, rules.LOCATION, "the Location's end")
        return id_

    def tried(self, owner: str, said: dict[str, Any]) -> Outcome:
        """Register, whatever comes of it."""
        outcome = self.driver.register(owner, said)
        if outcome.done:
            self.made[outcome.document["_id"]] = owner
        return outcome

    @rule(id_=ids, said=DESCRIPTIONS, condition=CONDITIONS)
    def update(self, id_: str, said: dict[str, Any], condition: tuple[str | None, bool]) -> None:
        """A condition may keep it from being done."""
        tag, lets = self.condition(id_, condition)
        outcome = self.driver.update(self.owner(id_), id_, said, if_match=tag)
        if lets:
            self.model.updated(id_, said, outcome)
        else:
            self.not_met(outcome)
            self.not_met(self.driver.delete(self.owner(id_), id_, if_match=tag))
        self.check(id_)

    @rule(id_=consumes(ids))
    def delete(self, id_: str) -> None:
        """It is not there any more."""
        owner = self.owner(id_)
        outcome = self.driver.delete(owner, id_, if_match=self.must())
        self.model.deleted(id_, outcome)
        self.not_there(self.driver.read(owner, id_), rules.DELETED)

    @rule(id_=ids, held=HELD)
    def read_unless_it_is_held(self, id_: str, held: tuple[str, bool]) -> None:
        """What the caller holds is not sent again."""
        entry = self.model.entries[id_]
        tag, holds = held
        if not self.driver.conditional or entry.etag is None:
            return
        outcome = self.driver.read(entry.owner, id_, if_none_match=self.filled(tag, id_))
        done(outcome, rules.CONDITIONS, status=304 if holds else 200)

    @rule(id_=ids, said=DESCRIPTIONS, other=OWNERS)
    def meddle(self, id_: str, said: dict[str, Any], other: str) -> None:
        """What an owner can't see does not exist."""
        if other == self.owner(id_):
            return
        self.not_there(self.driver.read(other, id_))
        self.not_there(self.driver.update(other, id_, said, if_match=self.must()))
        self.not_there(self.driver.delete(other, id_, if_match=self.must()))
        self.check(id_)

    @rule(owner=OWNERS, said=DESCRIPTIONS)
    def look_for_what_is_gone(self, owner: str, said: dict[str, Any]) -> None:
        """Nor is there what never was."""
        for id_ in (*self.model.gone[-1:], "126615ba-b7fd-4660-b281-bae81aa45f7c999"):
            why = rules.DELETED if id_ in self.model.gone else rules.ISOLATED
            self.not_there(self.driver.read(owner, id_), why)
            self.not_there(self.driver.update(owner, id_, said, if_match=self.must()), why)
            self.not_there(self.driver.delete(owner, id_, if_match=self.must()), why)

    @rule(id_=ids, said=WRONG)
    def send_what_is_wrong(self, id_: str, said: dict[str, Any]) -> None:
        """Nothing comes of it."""
        owner = self.owner(id_)
        updated = self.driver.update(owner, id_, said, if_match=self.must())
        for outcome in (self.tried(owner, said), updated):
            refused(outcome, rules.DESCRIPTION_TYPES, status=400, error="bad_request")
        self.check(id_)

    @invariant()
    def each_lists_its_own(self) -> None:
        """What others have registered there is no concern of this machine's."""
        ours = {*self.model.entries, *self.model.gone}
        for owner in self.driver.owners:
            outcome = self.driver.list_ids(owner)
            done(outcome, rules.LISTED, status=200)
            listed = [each for each in outcome.document if each in ours]
            hold(listed, self.model.ids(owner), rules.LISTED, f"the list of {owner}")

    @rule()
    def check_everything(self) -> None:
        """Every resource set reads as it must."""
        for id_ in self.model.entries:
            self.check(id_)

    def check(self, id_: str) -> None:
        """Read one, and hold it to the model."""
        entry = self.model.entries[id_]
        outcome = self.driver.read(entry.owner, id_)
        done(outcome, rules.READ, status=200)
        hold(outcome.document, entry.document, rules.READ, f"what {id_} reads as")
        if None not in (outcome.etag, entry.etag):
            hold(outcome.etag, entry.etag, rules.ETAG, f"the ETag of {id_}")

    def owner(self, id_: str) -> str:
        """Whose one is."""
        return self.model.entries[id_].owner

    def must(self) -> str | None:
        """The condition that every write has where it must have one."""
        return "*" if self.model.behaviour.require_if_match else None

    def condition(self, id_: str, wanted: tuple[str | None, bool]) -> tuple[str | None, bool]:
        """A condition and whether it lets a write through, as far as the client can have one."""
        tag, lets = wanted
        if tag is None or not self.driver.conditional or self.model.entries[id_].etag is None:
            return self.must(), True
        return self.filled(tag, id_), lets

    def filled(self, tag: str, id_: str) -> str:
        """A tag, with the number of the current one."""
        number = (self.model.entries[id_].etag or _STALE).removeprefix("W/").strip('"')
        return tag.format(number)

    def not_met(self, outcome: Outcome) -> None:
        """Raise `RuleBroken` unless a condition kept it from being done."""
        refused(outcome, rules.CONDITIONS, status=412, error="precondition_failed")

    def not_there(self, outcome: Outcome, why: Rule = rules.ISOLATED) -> None:
        """Raise `RuleBroken` unless there is nothing with that id."""
        refused(outcome, why, status=404, error="not_found")
