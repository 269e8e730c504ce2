"""The kinds of entities of an environment."""

from collections.abc import Callable, Mapping
from typing import Any

from fakeping.core.problem import NotFound
from fakeping.families.pingone.application_attribute_rules import ATTRIBUTES as ATTRIBUTES_RULE
from fakeping.families.pingone.application_attributes import (
    APPLICATION_ATTRIBUTE,
    ApplicationAttributes,
)
from fakeping.families.pingone.applications import APPLICATION
from fakeping.families.pingone.attributes import ATTRIBUTE
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.filtering import flag
from fakeping.families.pingone.grant_rules import GRANT_CONSOLE
from fakeping.families.pingone.grants import GRANT, Grants
from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.languages import LANGUAGE, Language
from fakeping.families.pingone.model import CUSTOM, Attribute, Population, Resource, Scope
from fakeping.families.pingone.password_policies import PASSWORD_POLICY, PasswordPolicy
from fakeping.families.pingone.platforms_own import BUILT_IN_TYPES, CONSOLE
from fakeping.families.pingone.populations import POPULATION
from fakeping.families.pingone.resources import RESOURCE
from fakeping.families.pingone.scopes import SCOPE
from fakeping.families.pingone.sign_on import (
    SignOnPolicy,
    SignOnPolicyAction,
    SignOnPolicyAssignment,
)
from fakeping.families.pingone.sign_on_actions import SIGN_ON_POLICY_ACTION
from fakeping.families.pingone.sign_on_assignments import SIGN_ON_POLICY_ASSIGNMENT
from fakeping.families.pingone.sign_on_policies import SIGN_ON_POLICY
from fakeping.families.pingone.signin.model import Application, ApplicationAttribute, Grant
from fakeping.families.pingone.themes import THEME, Theme
from fakeping.families.pingone.user import User
from fakeping.families.pingone.user_paths import PATHS
from fakeping.families.pingone.user_record import USER

_DATES = {
    "createdAt": lambda each: each.created_at,
    "updatedAt": lambda each: each.updated_at,
}
_ID = {"id": lambda each: each.id}


def _parts_of_resource(entity: Resource, edition: Edition) -> tuple[str, ...]:
    parts = edition.resource_parts
    if entity.type != CUSTOM:
        parts = tuple(each for each in parts if each != "secret")
    return ("environment", *parts)


RESOURCES: Kind[Resource] = Kind(
    name="resource",
    plural="resources",
    documented=True,
    record=RESOURCE,
    collection=lambda environment, _: environment.resources,
    links=_parts_of_resource,
    parts=("scopes", "attributes"),
    fields=_ID | RESOURCE.getters("name", "description", "type", "audience") | _DATES,
)

SCOPES: Kind[Scope] = Kind(
    name="scope",
    plural="scopes",
    documented=True,
    parent=RESOURCES,
    record=SCOPE,
    collection=lambda environment, params: environment.scopes.of(params["resource_id"]),
    links=lambda _, edition: edition.scope_links,
    fields=_ID | SCOPE.getters("name", "description") | _DATES,
)

ATTRIBUTES: Kind[Attribute] = Kind(
    name="attribute",
    plural="attributes",
    parent=RESOURCES,
    record=ATTRIBUTE,
    collection=lambda environment, params: environment.attributes.of(params["resource_id"]),
    links=lambda _entity, _edition: ("resource", "environment"),
    fields=_ID | ATTRIBUTE.getters("name", "type", "value"),
)

POPULATIONS: Kind[Population] = Kind(
    name="population",
    plural="populations",
    record=POPULATION,
    collection=lambda environment, _: environment.populations,
    links=lambda _entity, _edition: ("environment", "theme"),
    url_of={"theme": lambda base, each: f"{THEMES.url(base, each.environment_id)}/{each.theme_id}"},
    fields=_ID | POPULATION.getters("name"),
    kept=False,
)


def _parts_of_application(entity: Application, _: Edition) -> tuple[str, ...]:
    if entity.type == CONSOLE:
        return ("environment",)
    attributes = () if entity.type in BUILT_IN_TYPES else ("attributes",)
    return ("environment", *attributes, "secret", "grants")


APPLICATIONS: Kind[Application] = Kind(
    name="application",
    plural="applications",
    record=APPLICATION,
    collection=lambda environment, _: environment.applications,
    links=_parts_of_application,
    parts=("grants", "attributes"),
    fields={},
    computed=lambda each: {"clientId": each.id},
)


def _grants(environment: Any, params: Mapping[str, str]) -> Grants:
    application = environment.applications.get(params["application_id"])
    if application.type == CONSOLE:
        raise NotFound("the console has no grants", rule=GRANT_CONSOLE)
    grants: Grants = environment.grants.of(application.id)
    return grants


GRANTS: Kind[Grant] = Kind(
    name="grant",
    plural="grants",
    parent=APPLICATIONS,
    record=GRANT,
    collection=_grants,
    links=lambda _entity, _edition: ("environment", "application", "resource"),
    url_of={
        "resource": lambda base, each: (
            f"{RESOURCES.url(base, each.environment_id)}/{each.resource_id}"
        )
    },
    fields={},
)


# The links of a user, by the part of the user that each leads to; none for the user.
_USER_PARTS = {
    "devices": "/devices",
    "roleAssignments": "/roleAssignments",
    "password": "/password",
    "password.reset": "/password",
    "password.set": "/password",
    "password.check": "/password",
    "password.recover": "/password",
    "linkedAccounts": "/linkedAccounts",
    "account.sendVerificationCode": "",
    "memberOfGroups": "/memberOfGroups",
}


def _part_of_user(part: str) -> Callable[[str, User], str]:
    return lambda base, user: f"{USERS.url(base, user.environment_id)}/{user.id}{part}"


def _attribute_of(path: str) -> Callable[[User], str | None]:
    return lambda user: dict(user.attributes).get(path)


USERS: Kind[User] = Kind(
    name="user",
    plural="users",
    record=USER,
    collection=lambda environment, _: environment.users,
    links=lambda _entity, _edition: ("environment", "population", *_USER_PARTS),
    url_of={
        "population": lambda base, user: (
            f"{POPULATIONS.url(base, user.environment_id)}/{user.population_id}"
        ),
        **{name: _part_of_user(part) for name, part in _USER_PARTS.items()},
    },
    fields={
        **_ID,
        **USER.getters("username", "email"),
        "name.given": lambda user: user.given_name,
        "name.family": lambda user: user.family_name,
        "population.id": lambda user: user.population_id,
        "enabled": flag(lambda user: user.enabled),
        **{path: _attribute_of(path) for path in PATHS},
        **_DATES,
    },
)

PASSWORD_POLICIES: Kind[PasswordPolicy] = Kind(
    name="password_policy",
    plural="passwordPolicies",
    record=PASSWORD_POLICY,
    collection=lambda environment, _: environment.password_policies,
    fields=_ID | PASSWORD_POLICY.getters("name"),
    noun="a password policy",
)

THEMES: Kind[Theme] = Kind(
    name="theme",
    plural="themes",
    record=THEME,
    collection=lambda environment, _: environment.themes,
    fields=_ID,
)

LANGUAGES: Kind[Language] = Kind(
    name="language",
    plural="languages",
    record=LANGUAGE,
    collection=lambda environment, _: environment.languages,
    fields=_ID | LANGUAGE.getters("name", "locale"),
)

SIGN_ON_POLICIES: Kind[SignOnPolicy] = Kind(
    name="sign_on_policy",
    plural="signOnPolicies",
    record=SIGN_ON_POLICY,
    collection=lambda environment, _: environment.sign_on_policies,
    links=lambda _entity, _edition: ("environment", "actions"),
    parts=("actions",),
    fields=_ID | SIGN_ON_POLICY.getters("name", "description", "default") | _DATES,
    noun="a sign-on policy",
    nouns="sign-on policies",
)

SIGN_ON_POLICY_ACTIONS: Kind[SignOnPolicyAction] = Kind(
    name="sign_on_policy_action",
    plural="actions",
    parent=SIGN_ON_POLICIES,
    record=SIGN_ON_POLICY_ACTION,
    collection=lambda environment, params: environment.sign_on_policy_actions.of(
        params["sign_on_policy_id"]
    ),
    links=lambda _entity, _edition: ("environment", "signOnPolicy"),
    fields=_ID | SIGN_ON_POLICY_ACTION.getters("type", "priority") | _DATES,
    noun="an action of a sign-on policy",
)

SIGN_ON_POLICY_ASSIGNMENTS: Kind[SignOnPolicyAssignment] = Kind(
    name="sign_on_policy_assignment",
    plural="signOnPolicyAssignments",
    parent=APPLICATIONS,
    record=SIGN_ON_POLICY_ASSIGNMENT,
    collection=lambda environment, params: environment.sign_on_policy_assignments.of(
        params["application_id"]
    ),
    links=lambda _entity, _edition: ("environment", "application", "signOnPolicy"),
    url_of={
        "signOnPolicy": lambda base, each: (
            f"{SIGN_ON_POLICIES.url(base, each.environment_id)}/{each.sign_on_policy_id}"
        )
    },
    fields={},
    noun="an assignment of a sign-on policy",
    nouns="assignments of sign-on policies",
)


def _attributes(environment: Any, params: Mapping[str, str]) -> ApplicationAttributes:
    application = environment.applications.get(params["application_id"])
    if application.type in BUILT_IN_TYPES:
        raise NotFound("PingOne's own applications have no attributes", rule=ATTRIBUTES_RULE)
    attributes: ApplicationAttributes = environment.application_attributes.of(application.id)
    return attributes


APPLICATION_ATTRIBUTES: Kind[ApplicationAttribute] = Kind(
    name="application_attribute",
    plural="attributes",
    noun="an attribute of an application",
    parent=APPLICATIONS,
    record=APPLICATION_ATTRIBUTE,
    collection=_attributes,
    links=lambda _entity, _edition: ("environment", "application"),
    fields={},
)
