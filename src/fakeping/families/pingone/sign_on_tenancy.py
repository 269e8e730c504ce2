"""`given` and views of sign-on policies."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import RLock
from typing import Unpack

from fakeping.core.exchange import JSON
from fakeping.families.pingone import kinds
from fakeping.families.pingone.document import entries
from fakeping.families.pingone.giving import Giving
from fakeping.families.pingone.naming import id_in, one_in
from fakeping.families.pingone.sign_on import (
    LOGIN,
    SignOnPolicy,
    SignOnPolicyAction,
    SignOnPolicyAssignment,
)
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.store import Platform
from fakeping.literals.members import SignOnPolicyActionMembers


@dataclass(frozen=True, slots=True)
class GivenSignOn(Giving):
    """Creates sign-on policies and their actions without HTTP."""

    def sign_on_policy(
        self,
        name: str,
        *,
        description: str | None = None,
        default: bool = False,
        actions: Iterable[str | JSON] = (LOGIN,),
    ) -> SignOnPolicy:
        """Add a sign-on policy with actions, or nothing; a default one replaces the previous.

        An action is a type, such as `MULTI_FACTOR_AUTHENTICATION`, or a dictionary with the
        members that a request for it has. One without a priority comes after those before it.
        """
        with self._lock:
            policies = self._store.home.sign_on_policies
            created = entries.create(
                kinds.SIGN_ON_POLICIES, policies, name=name, description=description
            )
            try:
                for each in [actions] if isinstance(actions, str) else actions:
                    said = {"type": each} if isinstance(each, str) else each
                    self.sign_on_policy_action(created, **said)
                return policies.make_default(created) if default else created
            except Exception:
                policies.remove(created.id)
                raise

    def sign_on_policy_action(
        self,
        policy: SignOnPolicy | str,
        type: str = LOGIN,  # noqa: A002 - what PingOne calls it
        *,
        priority: int | None = None,
        **members: Unpack[SignOnPolicyActionMembers],
    ) -> SignOnPolicyAction:
        """Add an action to a sign-on policy, or to the one of that id or name; by default, last.

        `members` are the rest of its wire form, such as `recovery`.
        """
        with self._lock:
            home = self._store.home
            actions = home.sign_on_policy_actions.of(id_in(home.sign_on_policies, policy))
            if priority is None:
                priority = max((each.priority for each in actions.table), default=0) + 1
            return entries.create(
                kinds.SIGN_ON_POLICY_ACTIONS, actions, type=type, priority=priority, **members
            )

    def sign_on_policy_assignment(
        self,
        application: Application | str,
        policy: SignOnPolicy | str,
        *,
        priority: int | None = None,
    ) -> SignOnPolicyAssignment:
        """Assign a sign-on policy to an application; by default, after those assigned before.

        Both may be named by id or by name, such as `Multi_Factor`.
        """
        with self._lock:
            home = self._store.home
            id_ = id_in(home.applications, application)
            assignments = home.sign_on_policy_assignments.of(id_)
            if priority is None:
                priority = max((each.priority for each in assignments.table), default=0) + 1
            return entries.create(
                kinds.SIGN_ON_POLICY_ASSIGNMENTS,
                assignments,
                signOnPolicy={"id": id_in(home.sign_on_policies, policy)},
                priority=priority,
            )


class SignOnViews:
    """The sign-on policies of an environment."""

    _store: Platform
    _lock: RLock

    def sign_on_policies(self) -> list[SignOnPolicy]:
        """Every sign-on policy, the built-in ones first."""
        with self._lock:
            return list(self._store.home.sign_on_policies.table)

    def sign_on_policy(self, policy: SignOnPolicy | str) -> SignOnPolicy:
        """The sign-on policy of that name or id. Raises `LookupError` for an unknown one."""
        with self._lock:
            return one_in(self._store.home.sign_on_policies, policy)

    def sign_on_policy_actions(self, policy: SignOnPolicy | str) -> list[SignOnPolicyAction]:
        """The actions of a sign-on policy, or of the one of that id or name, as they were added."""
        with self._lock:
            home = self._store.home
            id_ = id_in(home.sign_on_policies, policy)
            return list(home.sign_on_policy_actions.of(id_).table)

    def sign_on_policy_assignments(
        self, application: Application | str
    ) -> list[SignOnPolicyAssignment]:
        """The sign-on policies that are assigned to an application, as they were assigned."""
        with self._lock:
            home = self._store.home
            id_ = id_in(home.applications, application)
            return list(home.sign_on_policy_assignments.of(id_).table)
