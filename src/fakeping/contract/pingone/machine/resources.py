"""The machine's rules for resources."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, invariant, multiple, rule

from fakeping.contract.check import ensure, ensure_same, holding
from fakeping.contract.pingone.driver import Outcome
from fakeping.contract.pingone.machine.ground import Ground, said, spoiled
from fakeping.contract.pingone.model import Held
from fakeping.contract.pingone.refusals import NOBODY, fixed, gone, not_found, taken
from fakeping.contract.pingone.strategies import Violation
from fakeping.core.exchange import JSON
from fakeping.families.pingone import rules


class Resources(Ground):
    """Resources come, change and go."""

    #: Ids of resources that were added, and of those that were deleted since.
    resources: Bundle[str] = Bundle("resources")
    gone: Bundle[str] = Bundle("gone")

    @initialize(target=resources)
    def start_with_two(self) -> Any:
        """There is something to clash with."""
        bodies: tuple[JSON, ...] = ({"name": "photos"}, {"name": "albums", "description": "b"})
        return multiple(*[self.create_resource(body) for body in bodies])

    @rule(target=resources, body=said("resource.create"))
    def create_resource(self, body: JSON) -> Any:
        """Add a resource, unless its name is taken."""
        body = self.named(body)
        outcome = self.driver.create_resource(body)
        if self.model.name_is_taken(body["name"]):
            self.refuses(rules.RESOURCE_NAME_UNIQUE, taken, outcome)
            return multiple()
        self.lets(rules.RESOURCE_NAME_UNIQUE, outcome)
        self.answers(rules.CREATED, outcome, 201, self.model.resource(body))
        id_: str = outcome.document["id"]
        ensure(id_ not in self.model.resources, f"{outcome.asked}: the id {id_} is not new")
        self.model.resources[id_] = Held(self.kept(outcome, self.model.resource(body)))
        self.made(id_)
        return id_

    def made(self, id_: str) -> None:
        """What else there is to know of a new resource."""

    @rule(id_=resources, body=said("resource.update"))
    def update_resource(self, id_: str, body: JSON) -> None:
        """Replace what can be said of a resource."""
        body = self.named(body)
        outcome = self.driver.update_resource(id_, body)
        if self.model.name_is_taken(body["name"], besides=id_):
            self.refuses(rules.RESOURCE_NAME_UNIQUE, taken, outcome)
        else:
            self.lets(rules.RESOURCE_NAME_UNIQUE, outcome)
            held = self.model.resources[id_]
            held.document = held.document | self.model.resource(body)
            self.answers(rules.PUT_CLEARS, outcome, 200, held.document)
        self.read_resource(id_)

    @rule(id_=resources)
    def read_resource(self, id_: str) -> None:
        """Read a resource: it is what was said of it last."""
        expected = self.model.resources[id_].document
        self.answers(rules.PUT_CLEARS, self.driver.read_resource(id_), 200, expected)

    @rule(target=gone, id_=consumes(resources))
    def delete_resource(self, id_: str) -> str:
        """Remove a resource, with all that it holds."""
        self.refuses(rules.DELETED, gone, self.driver.delete_resource(id_))
        held = self.model.resources.pop(id_)
        for scope_id in held.scopes:
            self.refuses(rules.DELETED, not_found, self.driver.read_scope(id_, scope_id))
        return id_

    @rule(id_=st.one_of(gone, st.just(NOBODY)), body=said("resource.update"))
    def look_for_a_resource_that_is_gone(self, id_: str, body: JSON) -> None:
        """Whatever is asked, it is not found."""
        body = self.named(body)
        for outcome in (
            self.driver.read_resource(id_),
            self.driver.update_resource(id_, body),
            self.driver.delete_resource(id_),
            self.driver.list_scopes(id_),
            self.driver.create_scope(id_, body),
        ):
            self.refuses(rules.NOT_FOUND, not_found, outcome)

    @rule(which=st.sampled_from(["api", "openid"]), body=said("resource.update"))
    def tamper_with_a_built_in_resource(self, which: str, body: JSON) -> None:
        """It stays as it is."""
        id_ = self.built_in[getattr(self.model.edition, which)[0]]
        outcome = self.driver.update_resource(id_, self.named(body))
        self.refuses(rules.BUILT_IN_FIXED, fixed, outcome)

    @rule(pair=spoiled("resource.create"))
    def say_nonsense_of_a_resource(self, pair: tuple[JSON, Violation]) -> None:
        """It is refused for what is wrong with it."""
        body, violation = pair
        self.tells(violation, self.driver.create_resource(body))

    @invariant()
    def list_resources(self) -> None:
        """Ours are listed in the order in which they came, with what a list shows."""
        shown = self.model.edition.listed
        with holding(rules.LISTED):
            listed = self.list_of(self.driver.list_resources())
        ours = [each for each in listed if each["id"] in self.model.resources]
        with holding(rules.ORDER):
            ids = [each["id"] for each in ours]
            ensure_same(ids, list(self.model.resources), "the order of resources")
        for each in ours:
            document = self.model.resources[each["id"]].document
            expected = {name: document[name] for name in document if not shown or name in shown}
            self.answers(rules.LISTED, Outcome(status=200, document=each), 200, expected)
