"""The kinds of entities of an environment."""

from collections.abc import Mapping
from typing import Any

from fakeping.core.problem import NotFound
from fakeping.families.pingone.application_rules import GRANT_CONSOLE
from fakeping.families.pingone.applications import APPLICATION, CONSOLE
from fakeping.families.pingone.attributes import ATTRIBUTE
from fakeping.families.pingone.edition import Edition
from fakeping.families.pingone.grants import GRANT, Grants
from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.model import CUSTOM, Attribute, Population, Resource, Scope
from fakeping.families.pingone.populations import POPULATION
from fakeping.families.pingone.resources import RESOURCE
from fakeping.families.pingone.scopes import SCOPE
from fakeping.families.pingone.signin.model import Application, Grant

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
    fields=_ID | POPULATION.getters("name"),
)


def _parts_of_application(entity: Application, _: Edition) -> tuple[str, ...]:
    if entity.type == CONSOLE:
        return ("environment",)
    return ("environment", "secret", "grants")


APPLICATIONS: Kind[Application] = Kind(
    name="application",
    plural="applications",
    record=APPLICATION,
    collection=lambda environment, _: environment.applications,
    links=_parts_of_application,
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
