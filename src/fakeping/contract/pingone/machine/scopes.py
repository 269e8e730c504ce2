"""The state machine's steps for scopes."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, multiple, rule

from fakeping.contract.pingone.machine.base import Pair, invalid_bodies, valid_bodies
from fakeping.contract.pingone.machine.resources import ResourceSteps
from fakeping.contract.pingone.model import ModelCall
from fakeping.contract.pingone.strategies import Defect
from fakeping.core.exchange import JSON


class ScopeSteps(ResourceSteps):
    """Steps that create, replace and delete scopes."""

    scopes: Bundle[Pair] = Bundle("scopes")
    gone_scopes: Bundle[Pair] = Bundle("gone scopes")

    @initialize(target=scopes, resource_id=ResourceSteps.resources)
    def start_with_two_scopes(self, resource_id: str) -> Any:
        """Create two scopes in one resource."""
        names = ("photos", "albums")
        return multiple(*[self.create_scope(resource_id, {"name": each}) for each in names])

    @rule(target=scopes, resource_id=ResourceSteps.resources, body=valid_bodies("scope.create"))
    def create_scope(self, resource_id: str, body: JSON) -> Any:
        """Create a scope; its name may be taken."""
        return self.add("scope", resource_id, self.named(body))

    @rule(ids=scopes, body=valid_bodies("scope.update"))
    def update_scope(self, ids: Pair, body: JSON) -> None:
        """Replace a scope."""
        self.put("scope", ids, self.named(body))

    @rule(target=gone_scopes, ids=consumes(scopes))
    def delete_scope(self, ids: Pair) -> Pair:
        """Delete a scope, if its resource still exists."""
        self.remove("scope", ids)
        return ids

    @rule(
        ids=st.one_of(gone_scopes, scopes),
        of=ResourceSteps.resources,
        body=valid_bodies("scope.update"),
    )
    def look_for_a_scope_where_it_is_not(self, ids: Pair, of: str, body: JSON) -> None:
        """A deleted scope is 404, and so is another resource's."""
        if ids[1] in self.of("scope", of):
            return
        act = ModelCall(operation="read", kind="scope", within=of, id=ids[1], said=self.named(body))
        for operation in ("read", "update", "delete"):
            self.asks(replace(act, operation=operation))

    @rule(of=ResourceSteps.resources, pair=invalid_bodies("scope.create"))
    def say_nonsense_of_a_scope(self, of: str, pair: tuple[JSON, Defect]) -> None:
        """Send an invalid scope: it is refused with its defect."""
        body, violation = pair
        self.tells(violation, self.driver.create_scope(of, body))

    @rule(id_=ResourceSteps.resources)
    def list_scopes(self, id_: str) -> None:
        """List a resource's scopes, in the order of creation."""
        self.lists("scope", id_)
