"""The state machine's steps for resources."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, invariant, multiple, rule

from fakeping.contract.check import ensure_same, expect, holding
from fakeping.contract.pingone.driver import Outcome
from fakeping.contract.pingone.machine.base import MachineBase, invalid_bodies, valid_bodies
from fakeping.contract.pingone.model import ModelCall
from fakeping.contract.pingone.refusals import NOBODY, fixed
from fakeping.contract.pingone.strategies import Defect
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules


class ResourceSteps(MachineBase):
    """Steps that create, replace, read and delete resources."""

    #: Ids of resources that were added, and of those that were deleted since.
    resources: Bundle[str] = Bundle("resources")
    gone: Bundle[str] = Bundle("gone")

    @initialize(target=resources)
    def start_with_two(self) -> Any:
        """Create two resources, so that names can conflict."""
        bodies: tuple[JSON, ...] = ({"name": "photos"}, {"name": "albums", "description": "b"})
        return multiple(*[self.create_resource(body) for body in bodies])

    @rule(target=resources, body=valid_bodies("resource.create"))
    def create_resource(self, body: JSON) -> Any:
        """Create a resource; its name may be taken."""
        id_ = self.add("resource", "", self.named(body))
        if isinstance(id_, str):
            self.made(id_)
        return id_

    def made(self, id_: str) -> None:
        """Record what else a new resource has."""

    @rule(id_=resources, body=valid_bodies("resource.update"))
    def update_resource(self, id_: str, body: JSON) -> None:
        """Replace a resource."""
        self.asks(ModelCall(operation="update", id=id_, said=self.named(body)))
        self.read_resource(id_)

    @rule(id_=resources)
    def read_resource(self, id_: str) -> None:
        """Read a resource, and compare it with the model."""
        self.asks(ModelCall(operation="read", id=id_))

    @rule(target=gone, id_=consumes(resources))
    def delete_resource(self, id_: str) -> str:
        """Delete a resource, with everything in it."""
        scopes = self.of("scope", id_)
        self.asks(ModelCall(operation="delete", id=id_))
        for scope_id in scopes:
            self.asks(ModelCall(operation="read", kind="scope", within=id_, id=scope_id))
        self.cascaded("resource")
        return id_

    @rule(id_=st.one_of(gone, st.just(NOBODY)), body=valid_bodies("resource.update"))
    def look_for_a_resource_that_is_gone(self, id_: str, body: JSON) -> None:
        """Every operation on a deleted resource is 404."""
        body = self.named(body)
        for operation in ("read", "update", "delete"):
            self.asks(ModelCall(operation=operation, id=id_, said=body))
        self.does(
            ModelCall(operation="list", kind="scope", within=id_), self.driver.list_scopes(id_)
        )
        self.asks(ModelCall(operation="create", kind="scope", within=id_, said=body))

    @rule(which=st.sampled_from(["api", "openid"]), body=valid_bodies("resource.update"))
    def tamper_with_a_built_in_resource(self, which: str, body: JSON) -> None:
        """Change a built-in resource: it is refused, and nothing changes."""
        id_ = self.built_in[getattr(self.model.edition, which)[0]]
        outcome = self.driver.update_resource(id_, self.named(body))
        self.refuses(rules.BUILT_IN_FIXED, fixed, outcome)

    @rule(pair=invalid_bodies("resource.create"))
    def say_nonsense_of_a_resource(self, pair: tuple[JSON, Defect]) -> None:
        """Send an invalid resource: it is refused with its defect."""
        body, violation = pair
        self.tells(violation, self.driver.create_resource(body))

    @invariant()
    def list_resources(self) -> None:
        """List the resources, in the order of creation."""
        shown = self.model.edition.listed
        with holding(rules.LISTED):
            listed = self.list_of(self.driver.list_resources())
        held = self.of("resource")
        ours = [each for each in listed if each["id"] in held]
        with holding(rules.ORDER):
            ensure_same([each["id"] for each in ours], list(held), "the order of resources")
        for each in ours:
            document = held[each["id"]].document
            expected = {name: document[name] for name in document if not shown or name in shown}
            with holding(rules.LISTED):
                expect(Outcome(status=200, document=each), 200, expected)
