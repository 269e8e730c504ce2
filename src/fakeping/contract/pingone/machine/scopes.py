"""The machine's rules for scopes."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, multiple, rule

from fakeping.contract.check import ensure_same, holding
from fakeping.contract.pingone.driver import Outcome
from fakeping.contract.pingone.machine.ground import said, spoiled
from fakeping.contract.pingone.machine.resources import Resources
from fakeping.contract.pingone.refusals import gone, not_found, taken
from fakeping.contract.pingone.strategies import Violation
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules

#: The id of a resource, and that of a scope of it.
Pair = tuple[str, str]


class Scopes(Resources):
    """Scopes come, change and go, with their resources too."""

    scopes: Bundle[Pair] = Bundle("scopes")
    gone_scopes: Bundle[Pair] = Bundle("gone scopes")

    @initialize(target=scopes, resource_id=Resources.resources)
    def start_with_two_scopes(self, resource_id: str) -> Any:
        """In one resource."""
        names = ("photos", "albums")
        return multiple(*[self.create_scope(resource_id, {"name": each}) for each in names])

    @rule(target=scopes, resource_id=Resources.resources, body=said("scope.create"))
    def create_scope(self, resource_id: str, body: JSON) -> Any:
        """Add a scope, unless its name is taken."""
        body = self.named(body)
        outcome = self.driver.create_scope(resource_id, body)
        if self.model.scope_name_is_taken(resource_id, body["name"]):
            self.refuses(rules.SCOPE_NAME_UNIQUE, taken, outcome)
            return multiple()
        self.lets(rules.SCOPE_NAME_UNIQUE, outcome)
        expected = self.model.scope(resource_id, body)
        self.answers(rules.CREATED, outcome, 201, expected)
        id_: str = outcome.document["id"]
        self.model.resources[resource_id].scopes[id_] = self.kept(outcome, expected)
        return resource_id, id_

    @rule(ids=scopes, body=said("scope.update"))
    def update_scope(self, ids: Pair, body: JSON) -> None:
        """Replace what can be said of a scope."""
        resource_id, id_ = ids
        body = self.named(body)
        outcome = self.driver.update_scope(resource_id, id_, body)
        if resource_id not in self.model.resources:
            self.refuses(rules.DELETED, not_found, outcome)
            return
        held = self.model.resources[resource_id].scopes
        if self.model.scope_name_is_taken(resource_id, body["name"], besides=id_):
            self.refuses(rules.SCOPE_NAME_UNIQUE, taken, outcome)
        else:
            self.lets(rules.SCOPE_NAME_UNIQUE, outcome)
            held[id_] = held[id_] | self.model.scope(resource_id, body)
            self.answers(rules.PUT_CLEARS, outcome, 200, held[id_])
        read = self.driver.read_scope(resource_id, id_)
        self.answers(rules.PUT_CLEARS, read, 200, held[id_])

    @rule(target=gone_scopes, ids=consumes(scopes))
    def delete_scope(self, ids: Pair) -> Pair:
        """Remove a scope, if its resource is still there."""
        resource_id, id_ = ids
        outcome = self.driver.delete_scope(resource_id, id_)
        if resource_id in self.model.resources:
            self.refuses(rules.DELETED, gone, outcome)
            del self.model.resources[resource_id].scopes[id_]
        else:
            self.refuses(rules.DELETED, not_found, outcome)
        return ids

    @rule(ids=st.one_of(gone_scopes, scopes), of=Resources.resources, body=said("scope.update"))
    def look_for_a_scope_where_it_is_not(self, ids: Pair, of: str, body: JSON) -> None:
        """A scope that is gone, or another resource's, is not found."""
        scope_id = ids[1]
        if scope_id in self.model.resources[of].scopes:
            return
        for outcome in (
            self.driver.read_scope(of, scope_id),
            self.driver.update_scope(of, scope_id, self.named(body)),
            self.driver.delete_scope(of, scope_id),
        ):
            self.refuses(rules.NOT_FOUND, not_found, outcome)

    @rule(of=Resources.resources, pair=spoiled("scope.create"))
    def say_nonsense_of_a_scope(self, of: str, pair: tuple[JSON, Violation]) -> None:
        """It is refused for what is wrong with it."""
        body, violation = pair
        self.tells(violation, self.driver.create_scope(of, body))

    @rule(id_=Resources.resources)
    def list_scopes(self, id_: str) -> None:
        """A resource's scopes are listed as they came."""
        with holding(rules.ORDER):
            listed = self.list_of(self.driver.list_scopes(id_))
            expected = self.model.resources[id_].scopes
            ids = [each["id"] for each in listed]
            ensure_same(ids, list(expected), "the order of scopes")
        for each in listed:
            shown = Outcome(status=200, document=each)
            self.answers(rules.PUT_CLEARS, shown, 200, expected[each["id"]])
