"""One environment: its entities, and the operations that affect several kinds of them."""

from dataclasses import replace
from typing import Any

from fakeping.core.caller import Caller
from fakeping.core.part import Later, Restorable
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone.application_attributes import ApplicationAttributes
from fakeping.families.pingone.applications import Applications
from fakeping.families.pingone.attributes import Attributes
from fakeping.families.pingone.collection import Collection, PartsOf, Surroundings
from fakeping.families.pingone.furnished import Furnished
from fakeping.families.pingone.grants import Grants
from fakeping.families.pingone.languages import Languages
from fakeping.families.pingone.model import Resource
from fakeping.families.pingone.password_policies import PasswordPolicies
from fakeping.families.pingone.platforms_own import BUILT_IN_TYPES, id_of
from fakeping.families.pingone.populations import Populations, first_id
from fakeping.families.pingone.resources import Resources
from fakeping.families.pingone.role_assignments import RoleAssignments
from fakeping.families.pingone.roles import POPULATION, RoleAssignment, RoleScope
from fakeping.families.pingone.scopes import Scopes
from fakeping.families.pingone.secret import ApplicationSecrets, ResourceSecrets
from fakeping.families.pingone.sign_on import SignOnPolicy
from fakeping.families.pingone.sign_on_actions import SignOnPolicyActions
from fakeping.families.pingone.sign_on_assignments import SignOnPolicyAssignments
from fakeping.families.pingone.sign_on_policies import SignOnPolicies
from fakeping.families.pingone.signin.model import WORKER, Application
from fakeping.families.pingone.signin.state import SignIn
from fakeping.families.pingone.themes import Themes
from fakeping.families.pingone.users import Users
from fakeping.families.pingone.worker import worker, worker_id


class Environment(Furnished):
    """One environment, with a store for each kind of entity."""

    __slots__ = (
        "application_attributes", "application_secrets", "applications", "attributes", "grants",
        "languages", "password_policies", "populations", "resources", "scopes", "secrets",
        "sign_on_policies", "sign_on_policy_actions", "sign_on_policy_assignments", "themes",
        "users",
    )  # fmt: skip

    _signin: Later[SignIn]

    def _furnish(self) -> None:
        config = replace(self._config, changed=self.stored)
        role_scopes = self._role_scopes
        config.learn(self.worker_secret)
        self.surroundings = Surroundings(
            environment_id=self.id,
            organization_id=role_scopes.organization_id,
            edition=self.edition,
            clock=config.clock,
            ids=config.ids,
            changed=self.stored,
            learn=config.learn,
            created_at=self.created_at,
        )
        self.themes = Themes(self.surroundings)
        self.languages = Languages(self.surroundings)
        self.password_policies = PasswordPolicies(self.surroundings)
        self.populations = Populations(
            self.surroundings,
            theme=self.themes,
            language=self.languages,
            password_policy=self.password_policies,
        )
        self.users = Users(
            self.surroundings, self.populations, default=lambda: self.populations.default
        )
        self.populations.users = self.users
        self.resources = Resources(self.surroundings)
        self.attributes: PartsOf[Resource, Attributes] = PartsOf(
            self.resources, self._attributes_of
        )
        self.secrets = ResourceSecrets(self.surroundings, self.resources)
        self.resources.before_delete.append(self._revoke_grants)
        self.scopes: PartsOf[Resource, Scopes] = PartsOf(self.resources, self._scopes_of)
        self.sign_on_policies = SignOnPolicies(self.surroundings)
        self.sign_on_policy_actions: PartsOf[SignOnPolicy, SignOnPolicyActions] = PartsOf(
            self.sign_on_policies, self._actions_of
        )
        self.applications = Applications(
            self.surroundings, worker(self.surroundings, self.worker_secret)
        )
        self.application_secrets = ApplicationSecrets(self.applications, self.applications.find)
        # Before the grants, which change them.
        self.application_attributes: PartsOf[Application, ApplicationAttributes] = PartsOf(
            self.applications, self._attributes_of_application
        )
        self.grants: PartsOf[Application, Grants] = PartsOf(self.applications, self._grants_of)
        self.sign_on_policy_assignments: PartsOf[Application, SignOnPolicyAssignments] = PartsOf(
            self.applications, self._assignments_of
        )
        self.sign_on_policies.before_delete.append(self._unassign)
        self._signin = Later(lambda: SignIn(config))
        self.users.before_delete.append(lambda id_: self.signin.forget_user(id_))  # noqa: PLW0108 - made late
        self.applications.before_delete.append(
            lambda id_: self.signin.forget_application(id_)  # noqa: PLW0108 - as above
        )
        self.populations.before_delete.append(role_scopes.forget)
        self.applications.before_delete.append(role_scopes.forget)
        self._first = self._captured()

    def _stores(self) -> tuple[Restorable, ...]:
        return (
            self.resources, self.attributes, self.scopes, self.secrets, self.populations,
            self.sign_on_policies, self.sign_on_policy_actions,
            self.users, self.applications, self.grants, self.sign_on_policy_assignments,
            self.application_attributes,
        )  # fmt: skip

    @property
    def signin(self) -> SignIn:
        """Its sessions, flows and authorizations."""
        return self._signin()

    @property
    def worker(self) -> Application:
        """The built-in worker application."""
        return self.applications.worker

    def delete_all(self) -> None:
        """Remove everything that was added."""
        if not self.is_furnished:
            return
        self.resources.remove_added()
        self.scopes.remove_added()
        self.attributes.remove_added()
        self.populations.remove_added()
        self.sign_on_policies.remove_added()
        self.sign_on_policy_actions.remove_added()
        self.applications.remove_all()
        self.users.remove_all()

    def _attributes_of(self, resource: Resource) -> Attributes:
        attributes = Attributes(self.surroundings, resource)
        attributes.before_delete.append(lambda id_: self._unmap(resource.id, id_))
        return attributes

    def _scopes_of(self, resource: Resource) -> Scopes:
        scopes = Scopes(
            self.surroundings,
            resource,
            mapping_errors=lambda said: self.attributes.of(resource.id).mapping_errors(said),
            peers=lambda: [self.scopes.of(each.id).table for each in self.resources.table],
            renamed=self._forget_names,
        )
        scopes.before_delete.append(lambda id_: self._leave_grants(resource.id, id_))
        return scopes

    def _forget_names(self) -> None:
        for each in self.grants.collections():
            each.forget_names()

    def _actions_of(self, policy: SignOnPolicy) -> SignOnPolicyActions:
        types = self.sign_on_policies.first_types(policy)
        return SignOnPolicyActions(self.surroundings, policy, types=types)

    def _assignments_of(self, application: Application) -> SignOnPolicyAssignments:
        return SignOnPolicyAssignments(
            self.surroundings,
            application,
            policies=self.sign_on_policies,
            actions=self.sign_on_policy_actions,
        )

    def _unassign(self, policy_id: str) -> None:
        for each in self.sign_on_policy_assignments.collections():
            each.forget_policy(policy_id)

    def policies_of(self, application: Application) -> list[str]:
        """The names of the sign-on policies of an application, by priority, or the default's."""
        known = self.sign_on_policies
        made = self.sign_on_policy_assignments.made(application.id)
        assigned = sorted(made, key=lambda each: each.priority)
        found = [known.get(each.sign_on_policy_id).name for each in assigned]
        return found or [known.default.name]

    def _unmap(self, resource_id: str, attribute_id: str) -> None:
        self.scopes.of(resource_id).unmap(attribute_id)

    def _revoke_grants(self, resource_id: str) -> None:
        for each in self.grants.collections():
            each.forget_resource(resource_id)

    def _leave_grants(self, resource_id: str, scope_id: str) -> None:
        for each in self.grants.collections():
            each.forget_scope(resource_id, scope_id)

    def _grants_of(self, application: Application) -> Grants:
        return Grants(
            self.surroundings,
            application,
            resources=self.resources,
            scopes=self.scopes,
            lessened=lambda: self._keep_granted(application.id),
        )

    def _attributes_of_application(self, application: Application) -> ApplicationAttributes:
        return ApplicationAttributes(
            self.surroundings, application, granted=lambda: self._openid_scopes(application.id)
        )

    def _openid_scopes(self, application_id: str) -> tuple[str, ...]:
        """The ids of the scopes of `openid` that an application is granted."""
        openid = self.resources.named(self.edition.openid[0])
        found = openid and self.grants.of(application_id).for_resource(openid.id)
        return found.scope_ids if found else ()

    def _keep_granted(self, application_id: str) -> None:
        attributes = self.application_attributes.existing(application_id)
        if attributes is not None:
            attributes.keep_granted()

    def holds(self, scope: RoleScope) -> bool:
        """Whether it has the population or application of a scope; this makes no stores."""
        of_populations = scope.type == POPULATION
        if self.is_furnished:
            found = self.populations.table if of_populations else self.applications.table
            return found.get(scope.id) is not None
        if of_populations:
            return scope.id == first_id(self.id)
        own = BUILT_IN_TYPES if self.edition.settings else ()
        return scope.id in {worker_id(self.id), *(id_of(self.id, each) for each in own)}

    def role_assignments(self, owners: Collection[Any], owner_id: str) -> RoleAssignments:
        """The role assignments of an application, or of a user. Raises `NotFound`."""
        return RoleAssignments(self.surroundings, owners, owner_id, scopes=self._role_scopes)

    def roles(self, caller: Caller) -> tuple[RoleAssignment, ...]:
        """The roles of a worker application, or of the user who signed in through it."""
        application = self.applications.find(caller.client)
        if application is None or application.type != WORKER:
            return ()
        if caller.subject is None:
            return application.assignments
        user = self.users.table.get(caller.subject)
        return user.assignments if user else ()

    def worker_with(self, roles: frozenset[str]) -> Application:
        """The worker application with exactly these roles; registered if it is new."""
        if roles == self.worker.roles:
            return self.worker
        known = self.applications.behind_tokens
        client_id = derived_uuid(self.id, "worker with roles", *sorted(roles))
        if client_id not in known:
            secret = derived_uuid(self.worker.client_secret, client_id)
            known[client_id] = replace(
                worker(self.surroundings, secret),
                id=client_id,
                assignments=self.surroundings.assigned(roles, client_id),
                built_in=False,
            )
            self.surroundings.learn(secret)
        return known[client_id]
