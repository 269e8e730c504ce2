"""The state machine's steps for attributes, which editions of today's PingOne have."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, multiple, precondition, rule

from fakeping.contract.check import ensure_same, expect, holding
from fakeping.contract.pingone.machine.base import Pair, invalid_bodies, valid_bodies
from fakeping.contract.pingone.machine.resources import ResourceSteps
from fakeping.contract.pingone.machine.scopes import ScopeSteps
from fakeping.contract.pingone.machine.today import today
from fakeping.contract.pingone.model import ModelEntity
from fakeping.contract.pingone.strategies import Defect
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules


class AttributeSteps(ScopeSteps):
    """Steps that create, replace and delete attributes; the core attribute stays."""

    attributes: Bundle[Pair] = Bundle("attributes")

    def made(self, id_: str) -> None:
        """Record the core attribute of a new resource."""
        if not self.model.edition.settings:
            return
        with holding(rules.ATTRIBUTE_CORE):
            listed = self.list_of(self.driver.list_attributes(id_))
            shown = [(each["name"], each["type"], each["value"]) for each in listed]
            ensure_same(shown, [("sub", "CORE", "${user.id}")], "what a new resource has")
        self.keep_attribute(id_, listed[0])

    def keep_attribute(self, resource_id: str, document: JSON) -> None:
        """Record an attribute that the machine did not create."""
        entity = ModelEntity(kind="attribute", within=resource_id, document=document)
        self.state = self.state.put(document["id"], entity)

    @initialize(target=attributes, resource_id=ResourceSteps.resources)
    def start_with_two_attributes(self, resource_id: str) -> Any:
        """Create two attributes in one resource, if the edition has attributes."""
        names = ("photos", "albums") if today(self) else ()
        bodies = [{"name": each, "value": "${user.email}"} for each in names]
        return multiple(*[self.create_attribute(resource_id, each) for each in bodies])

    @precondition(today)
    @rule(
        target=attributes,
        resource_id=ResourceSteps.resources,
        body=valid_bodies("attribute.create"),
    )
    def create_attribute(self, resource_id: str, body: JSON) -> Any:
        """Create an attribute; its name may be taken."""
        return self.add("attribute", resource_id, self.named(body))

    @precondition(today)
    @rule(ids=attributes, body=valid_bodies("attribute.update"))
    def update_attribute(self, ids: Pair, body: JSON) -> None:
        """Replace an attribute."""
        self.put("attribute", ids, self.named(body))

    @precondition(today)
    @rule(ids=consumes(attributes))
    def delete_attribute(self, ids: Pair) -> None:
        """Delete an attribute, if its resource still exists."""
        self.remove("attribute", ids)

    @precondition(today)
    @rule(of=ResourceSteps.resources, value=st.sampled_from(["${user.id}", "${user.email}"]))
    def tamper_with_the_core_attribute(self, of: str, value: str) -> None:
        """Change the core attribute: a new value is accepted, a new name or a deletion is not."""
        documents = [each.document for each in self.of("attribute", of).values()]
        [core] = [each for each in documents if each["type"] == "CORE"]
        id_ = core["id"]
        with holding(rules.ATTRIBUTE_FIXED):
            other = self.named({"name": "photos", "value": value})
            expect(self.driver.update_attribute(of, id_, other), 400)
            expect(self.driver.delete_attribute(of, id_), 400)
            body = {"name": "sub", "value": value}
            expect(self.driver.update_attribute(of, id_, body), 200, body)
        self.keep_attribute(of, {**core, "value": value, "updatedAt": str})

    @precondition(today)
    @rule(ids=ScopeSteps.scopes, most=st.integers(0, 2))
    def map_claims(self, ids: Pair, most: int) -> None:
        """Map custom attributes of its resource to a scope, which loses those that are deleted."""
        if ids[1] not in self.of("scope", ids[0]):
            return
        attributes = self.of("attribute", ids[0]).items()
        custom = [id_ for id_, each in attributes if each.document["type"] == "CUSTOM"]
        name = self.state[ids[1]].document["name"]
        self.put("scope", ids, {"name": name, "mappedClaims": custom[:most]})

    @precondition(today)
    @rule(of=ResourceSteps.resources, pair=invalid_bodies("attribute.create"))
    def say_nonsense_of_an_attribute(self, of: str, pair: tuple[JSON, Defect]) -> None:
        """Send an invalid attribute: it is refused with its defect."""
        body, violation = pair
        self.tells(violation, self.driver.create_attribute(of, body))

    @precondition(today)
    @rule(id_=ResourceSteps.resources)
    def list_attributes(self, id_: str) -> None:
        """List a resource's attributes, in the order of creation."""
        self.lists("attribute", id_)
