"""The sign-on policies that are assigned to an application."""

from collections.abc import Iterator

from fakeping.core.rules import Rule
from fakeping.families.pingone import sign_on_rules as rules
from fakeping.families.pingone.collection import Collection, PartsOf, Surroundings
from fakeping.families.pingone.model import Stamp
from fakeping.families.pingone.problems import FieldError
from fakeping.families.pingone.record import Record, Said, member
from fakeping.families.pingone.sign_on import (
    SignOnPolicy,
    SignOnPolicyAction,
    SignOnPolicyAssignment,
)
from fakeping.families.pingone.signin.model import Application

SIGN_ON_POLICY_ASSIGNMENT = Record(
    member(
        "signOnPolicy",
        to="sign_on_policy_id",
        read=lambda said: said["id"],
        write=lambda id_: {"id": id_},
    ),
    member("priority", read=int),
)


class SignOnPolicyAssignments(Collection[SignOnPolicyAssignment]):
    """The assignments of one application, one for each policy."""

    kind = "sign_on_policy_assignment"

    def __init__(
        self,
        surroundings: Surroundings,
        application: Application,
        *,
        policies: Collection[SignOnPolicy],
        actions: PartsOf[SignOnPolicy, Collection[SignOnPolicyAction]],
    ) -> None:
        super().__init__(surroundings)
        self._application = application
        self._policies = policies
        self._actions = actions

    def key(self, entity: SignOnPolicyAssignment) -> str:
        """The policy."""
        return entity.sign_on_policy_id

    def new(self, stamp: Stamp, said: Said) -> SignOnPolicyAssignment:
        """Make an assignment."""
        return SignOnPolicyAssignment(
            environment_id=self._application.environment_id,
            application_id=self._application.id,
            **said,
            **stamp.members,
        )

    def errors(self, said: Said, current: SignOnPolicyAssignment | None) -> Iterator[FieldError]:
        """A policy that is unknown, assigned already, not the same, or has no action."""
        id_ = said["sign_on_policy_id"]
        if current is not None and current.sign_on_policy_id != id_:
            yield _error("The sign-on policy of an assignment cannot change.", rules.ASSIGNED_SAME)
        elif self._policies.table.get(id_) is None:
            yield _error("There is no such sign-on policy.", rules.ASSIGNED_UNKNOWN)
        elif self.table.holder(id_) not in {None, current and current.id}:
            yield _error(
                "The sign-on policy is assigned to the application already.",
                rules.ASSIGNED_ONCE,
                code="UNIQUENESS_VIOLATION",
            )
        elif not len(self._actions.of(id_).table):
            yield _error(
                "The sign-on policy has no action.",
                rules.ASSIGNED_ACTION,
                code="CONSTRAINT_VIOLATION",
            )

    def forget_policy(self, policy_id: str) -> None:
        """Remove the assignment of a policy that is deleted."""
        holder = self.table.holder(policy_id)
        if holder is not None:
            self.remove(holder)


def _error(message: str, rule: Rule, code: str = "INVALID_VALUE") -> FieldError:
    return FieldError(target="signOnPolicy", message=message, rule=rule, code=code)
