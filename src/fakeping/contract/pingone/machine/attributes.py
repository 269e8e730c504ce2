"""The machine's rules for attributes, which today's resources have."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, multiple, precondition, rule

from fakeping.contract.check import ensure_same, expect, holding
from fakeping.contract.pingone.driver import Outcome
from fakeping.contract.pingone.machine.ground import Ground, said, spoiled
from fakeping.contract.pingone.machine.resources import Resources
from fakeping.contract.pingone.machine.scopes import Pair, Scopes
from fakeping.contract.pingone.refusals import gone, not_found, taken
from fakeping.contract.pingone.strategies import Violation
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules


def _today(machine: Ground) -> bool:
    return machine.model.edition.settings


class Attributes(Scopes):
    """Attributes come, change and go; the one that is there from the start stays."""

    attributes: Bundle[Pair] = Bundle("attributes")

    def made(self, id_: str) -> None:
        """A new resource has its core attribute."""
        if not self.model.edition.settings:
            return
        with holding(rules.ATTRIBUTE_CORE):
            listed = self.list_of(self.driver.list_attributes(id_))
            shown = [(each["name"], each["type"], each["value"]) for each in listed]
            ensure_same(shown, [("sub", "CORE", "${user.id}")], "what a new resource has")
        self.model.resources[id_].attributes[listed[0]["id"]] = listed[0]

    @initialize(target=attributes, resource_id=Resources.resources)
    def start_with_two_attributes(self, resource_id: str) -> Any:
        """In one resource, where there are attributes at all."""
        names = ("photos", "albums") if _today(self) else ()
        bodies = [{"name": each, "value": "${user.email}"} for each in names]
        return multiple(*[self.create_attribute(resource_id, each) for each in bodies])

    @precondition(_today)
    @rule(target=attributes, resource_id=Resources.resources, body=said("attribute.create"))
    def create_attribute(self, resource_id: str, body: JSON) -> Any:
        """Add an attribute, unless its name is taken."""
        body = self.named(body)
        outcome = self.driver.create_attribute(resource_id, body)
        if self.model.attribute_name_is_taken(resource_id, body["name"]):
            self.refuses(rules.ATTRIBUTE_NAME_UNIQUE, taken, outcome)
            return multiple()
        self.lets(rules.ATTRIBUTE_NAME_UNIQUE, outcome)
        expected = self.model.attribute(resource_id, body, type_="CUSTOM")
        self.answers(rules.CREATED, outcome, 201, expected)
        id_: str = outcome.document["id"]
        self.model.resources[resource_id].attributes[id_] = self.kept(outcome, expected)
        return resource_id, id_

    @precondition(_today)
    @rule(ids=attributes, body=said("attribute.update"))
    def update_attribute(self, ids: Pair, body: JSON) -> None:
        """Replace what can be said of an attribute."""
        resource_id, id_ = ids
        body = self.named(body)
        outcome = self.driver.update_attribute(resource_id, id_, body)
        if resource_id not in self.model.resources:
            self.refuses(rules.DELETED, not_found, outcome)
            return
        held = self.model.resources[resource_id].attributes
        if self.model.attribute_name_is_taken(resource_id, body["name"], besides=id_):
            self.refuses(rules.ATTRIBUTE_NAME_UNIQUE, taken, outcome)
        else:
            self.lets(rules.ATTRIBUTE_NAME_UNIQUE, outcome)
            expected = self.model.attribute(resource_id, body, type_="CUSTOM")
            held[id_] = held[id_] | expected
            self.answers(rules.PUT_CLEARS, outcome, 200, held[id_])
        read = self.driver.read_attribute(resource_id, id_)
        self.answers(rules.PUT_CLEARS, read, 200, held[id_])

    @precondition(_today)
    @rule(ids=consumes(attributes))
    def delete_attribute(self, ids: Pair) -> None:
        """Remove an attribute, if its resource is still there."""
        resource_id, id_ = ids
        outcome = self.driver.delete_attribute(resource_id, id_)
        if resource_id in self.model.resources:
            self.refuses(rules.DELETED, gone, outcome)
            del self.model.resources[resource_id].attributes[id_]
        read = self.driver.read_attribute(resource_id, id_)
        self.refuses(rules.DELETED, not_found, read)

    @precondition(_today)
    @rule(of=Resources.resources, value=st.sampled_from(["${user.id}", "${user.email}"]))
    def tamper_with_the_core_attribute(self, of: str, value: str) -> None:
        """It takes a value, but no other name, and stays."""
        held = self.model.resources[of].attributes
        [id_] = [key for key, each in held.items() if each["type"] == "CORE"]
        with holding(rules.ATTRIBUTE_FIXED):
            other = self.named({"name": "photos", "value": value})
            expect(self.driver.update_attribute(of, id_, other), 400)
            expect(self.driver.delete_attribute(of, id_), 400)
            body = {"name": "sub", "value": value}
            expect(self.driver.update_attribute(of, id_, body), 200, body)
        held[id_] = {**held[id_], "value": value, "updatedAt": str}

    @precondition(_today)
    @rule(of=Resources.resources, pair=spoiled("attribute.create"))
    def say_nonsense_of_an_attribute(self, of: str, pair: tuple[JSON, Violation]) -> None:
        """It is refused for what is wrong with it."""
        body, violation = pair
        self.tells(violation, self.driver.create_attribute(of, body))

    @precondition(_today)
    @rule(id_=Resources.resources)
    def list_attributes(self, id_: str) -> None:
        """A resource's attributes are listed as they came."""
        with holding(rules.ORDER):
            listed = self.list_of(self.driver.list_attributes(id_))
            expected = self.model.resources[id_].attributes
            ids = [each["id"] for each in listed]
            ensure_same(ids, list(expected), "the order of attributes")
        for each in listed:
            shown = Outcome(status=200, document=each)
            self.answers(rules.PUT_CLEARS, shown, 200, expected[each["id"]])
