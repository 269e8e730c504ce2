"""The state machine's steps for sign-on policies and their assignments to applications."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, multiple, precondition, rule

from fakeping.contract.pingone.machine.applications import WEB_APP, ApplicationSteps
from fakeping.contract.pingone.machine.base import Pair
from fakeping.contract.pingone.machine.today import calls
from fakeping.contract.pingone.model import ModelCall
from fakeping.core.exchange import JSON

_NAMES = st.sampled_from(["photos", "albums", "films"])
_SAID = st.fixed_dictionaries(
    {"name": _NAMES}, optional={"description": st.sampled_from([None, "with two factors"])}
)
_PRIORITIES = st.integers(1, 3)


class PolicySteps(ApplicationSteps):
    """Steps that create, replace and delete sign-on policies, and assign them."""

    policies: Bundle[str] = Bundle("policies")
    assignments: Bundle[Pair] = Bundle("assignments")

    def teardown(self) -> None:
        """Delete the policies too."""
        super().teardown()
        for id_ in self.of("sign_on_policy"):
            self.asks(ModelCall(operation="delete", kind="sign_on_policy", id=id_))

    @initialize(target=policies)
    def start_with_a_policy(self) -> Any:
        """Create a policy with an action, and assign it; where the edition has them."""
        if not calls(self):
            return multiple()
        id_: Any = self.create_policy({"name": "photos"}, has_action=True)
        application_id: Any = self.create_application(WEB_APP)
        self.add("sign_on_policy_assignment", application_id, _assignment(id_, 1))
        return id_

    def cascaded(self, kind: str) -> None:
        """List the assignments, which go with their policy."""
        super().cascaded(kind)
        if kind == "sign_on_policy":
            for id_ in self.of("application"):
                self.lists("sign_on_policy_assignment", id_)

    @precondition(calls)
    @rule(target=policies, said=_SAID, has_action=st.booleans())
    def create_policy(self, said: JSON, *, has_action: bool) -> Any:
        """Create a policy; its name may be taken. Without an action it can't be assigned."""
        id_ = self.add("sign_on_policy", "", self.named(said))
        if isinstance(id_, str) and has_action:
            self.add("sign_on_policy_action", id_, {"type": "LOGIN", "priority": 1})
        return id_

    @precondition(calls)
    @rule(id_=policies, said=_SAID)
    def update_policy(self, id_: str, said: JSON) -> None:
        """Replace a policy."""
        self.put("sign_on_policy", ("", id_), self.named(said))

    @precondition(calls)
    @rule(id_=consumes(policies))
    def delete_policy(self, id_: str) -> None:
        """Delete a policy, with its actions and assignments."""
        self.remove("sign_on_policy", ("", id_))
        self.asks(ModelCall(operation="list", kind="sign_on_policy_action", within=id_))

    @precondition(calls)
    @rule(
        target=assignments,
        application_id=ApplicationSteps.applications,
        policy_id=policies,
        priority=_PRIORITIES,
    )
    def create_assignment(self, application_id: str, policy_id: str, priority: int) -> Any:
        """Assign a policy; it may be assigned already, or have no action."""
        said = _assignment(policy_id, priority)
        return self.add("sign_on_policy_assignment", application_id, said)

    @precondition(calls)
    @rule(ids=assignments, policy_id=policies, priority=_PRIORITIES)
    def update_assignment(self, ids: Pair, policy_id: str, priority: int) -> None:
        """Replace an assignment; the policy can't be another."""
        self.put("sign_on_policy_assignment", ids, _assignment(policy_id, priority))

    @precondition(calls)
    @rule(ids=consumes(assignments))
    def delete_assignment(self, ids: Pair) -> None:
        """Delete an assignment, if it still exists."""
        self.remove("sign_on_policy_assignment", ids)

    @precondition(calls)
    @rule(id_=ApplicationSteps.applications)
    def list_assignments(self, id_: str) -> None:
        """List an application's assignments."""
        self.lists("sign_on_policy_assignment", id_)


def _assignment(policy_id: str, priority: int) -> JSON:
    return {"signOnPolicy": {"id": policy_id}, "priority": priority}
