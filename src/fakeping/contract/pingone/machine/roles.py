"""The state machine's steps for roles of users, each within an application."""

from typing import Any

from hypothesis.stateful import Bundle, consumes, initialize, multiple, precondition, rule

from fakeping.contract.pingone.driver import called
from fakeping.contract.pingone.machine.applications import WEB_APP, ApplicationSteps
from fakeping.contract.pingone.machine.base import Pair
from fakeping.contract.pingone.machine.today import calls
from fakeping.contract.pingone.machine.users import UserSteps
from fakeping.contract.pingone.model import ModelCall


class RoleSteps(UserSteps, ApplicationSteps):
    """Steps that assign a role to users, and take it away."""

    roles_of_users: Bundle[Pair] = Bundle("roles_of_users")

    @initialize(target=roles_of_users)
    def start_with_a_role(self) -> Any:
        """Create a user with the role within an application; where the edition has them."""
        if not calls(self):
            return multiple()
        user_id: Any = self.create_user("alice", {})
        application_id: Any = self.create_application(WEB_APP)
        ids = self.assign_role(user_id, application_id)
        self.assign_role(user_id, application_id)
        return ids

    @precondition(calls)
    @rule(
        target=roles_of_users,
        user_id=UserSteps.users,
        application_id=ApplicationSteps.applications,
    )
    def assign_role(self, user_id: str, application_id: str) -> Any:
        """Assign the role; the user may have it already, and either may be gone."""
        scope = {"type": "APPLICATION", "id": application_id}
        said = {"role": {"id": self._role_id()}, "scope": scope}
        return self.add("user_role_assignment", user_id, said)

    def _role_id(self) -> str:
        """The id of a role that is within one application."""
        roles = self.list_of(called(self.driver, ModelCall(operation="list", kind="role")))
        id_: str = next(each["id"] for each in roles if each["name"] == "Application Owner")
        return id_

    @precondition(calls)
    @rule(ids=consumes(roles_of_users))
    def take_role_away(self, ids: Pair) -> None:
        """Delete an assignment, if it still exists."""
        self.remove("user_role_assignment", ids)

    @precondition(calls)
    @rule(id_=UserSteps.users)
    def list_roles_of_user(self, id_: str) -> None:
        """List a user's role assignments."""
        self.lists("user_role_assignment", id_)

    def cascaded(self, kind: str) -> None:
        """List the assignments, which go with their application."""
        super().cascaded(kind)
        if kind == "application":
            for id_ in self.of("user"):
                self.lists("user_role_assignment", id_)
