"""Write a state document: what was added or changed, with the wire's names."""

from collections.abc import Iterator, Sequence

from fakeping.core.exchange import JSON
from fakeping.families.pingone import builtins
from fakeping.families.pingone.document import people
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import (
    CUSTOM,
    Attribute,
    EnvironmentDescription,
    Population,
    Resource,
    Scope,
    Secret,
)
from fakeping.families.pingone.store import Platform
from fakeping.redaction.secret_digest import Show


def platform(store: Platform, show: Show) -> JSON:
    """The tenant's own environment, with the others as a member."""
    home = store.home
    changed = home.said != store.first_said or home.updated_at != home.created_at
    others = [
        {"id": each.id, **_description(each), **_contents(store, each, show)}
        for each in store.environments()
        if each is not home
    ]
    return {
        **(_description(home) if changed else {"createdAt": home.created_at}),
        **_contents(store, home, show),
        **_some(
            environments=others,
            revokedTokens=[
                {"id": each.id, "expiresAt": each.expires_at} for each in store.tokens.revocations()
            ],
        ),
    }


def _description(environment: Environment) -> JSON:
    said: EnvironmentDescription = environment.said
    return {
        "name": said.name,
        **some(description=said.description, icon=said.icon),
        "type": said.type,
        "region": said.region,
        "license": {"id": said.license_id},
        "billOfMaterials": {
            **some(solutionType=said.solution),
            "products": list(said.products),
        },
        "createdAt": environment.created_at,
        "updatedAt": environment.updated_at,
    }


def _contents(store: Platform, environment: Environment, show: Show) -> JSON:
    resources = [_resource(environment, each, show) for each in environment.resources.made]
    populations = [_population(environment, each) for each in environment.populations.made]
    return {
        **_some(
            populations=[*_lost(environment), *filter(None, populations)],
            resources=list(filter(None, resources)),
        ),
        **people.dump(store, environment, show),
    }


def _resource(environment: Environment, entity: Resource, show: Show) -> JSON:
    """A custom resource, or the additions to a built-in one, or nothing."""
    parts = _some(
        attributes=list(_attributes(environment, entity)),
        scopes=list(_scopes(environment, entity)),
    )
    if entity.type != CUSTOM:
        return {"name": entity.name, **parts} if parts else {}
    return resource(entity) | parts | _secret(environment.secrets.made(entity.id), show)


def resource(entity: Resource) -> JSON:
    """A custom resource's entry, without its scopes, attributes and secret."""
    settings, claim = entity.settings, entity.settings.permissions_claim
    return {
        "id": entity.id,
        "name": entity.name,
        **some(
            description=entity.description,
            audience=settings.audience,
            accessTokenValiditySeconds=settings.access_token_validity,
            introspectEndpointAuthMethod=settings.introspect_auth_method,
            applicationPermissionsSettings=None if claim is None else {"claimEnabled": claim},
        ),
        **_dates(entity),
    }


def _scopes(environment: Environment, resource: Resource) -> Iterator[JSON]:
    built_in = {each.id: each for each in builtins.scopes(environment.edition, resource)}
    for each in environment.resources.scopes(resource.id):
        if built_in.get(each.id) != each:
            yield scope(each)


def scope(entity: Scope) -> JSON:
    """A custom scope, or a changed one of the platform's."""
    return {
        **({} if entity.platform else {"id": entity.id}),
        "name": entity.name,
        **({} if entity.platform else some(description=entity.description)),
        **some(
            schemaAttributes=_list(entity.schema_attributes),
            mappedClaims=_list(entity.mapped_claims),
        ),
        **({"updatedAt": entity.updated_at} if entity.platform else _dates(entity)),
    }


def _attributes(environment: Environment, resource: Resource) -> Iterator[JSON]:
    built_in = {each.id: each for each in builtins.attributes(environment.edition, resource)}
    for each in environment.attributes.made(resource.id):
        if built_in.get(each.id) != each:
            yield attribute(each)


def attribute(entity: Attribute) -> JSON:
    """A custom attribute, or a changed built-in one."""
    custom = entity.type == CUSTOM
    return {
        **({"id": entity.id} if custom else {}),
        "name": entity.name,
        "value": entity.value,
        **some(idToken=entity.id_token, userInfo=entity.user_info),
        **(_dates(entity) if custom else {"updatedAt": entity.updated_at}),
    }


def _secret(entity: Secret | None, show: Show) -> JSON:
    if entity is None:
        return {}
    document: JSON = {"secret": show(entity.secret)}
    if entity.previous is not None:
        document["previous"] = {
            "secret": show(entity.previous),
            "expiresAt": entity.previous_expires_at,
        }
    return {"secret": document}


def _lost(environment: Environment) -> list[JSON]:
    """A member that says that the built-in population is deleted, if it is."""
    made = list(environment.populations.made)
    first = environment.populations.built_in().id
    return [{"builtIn": True, "deleted": True}] if made and made[0].id != first else []


def _population(environment: Environment, entity: Population) -> JSON:
    built_in = environment.populations.built_in()
    return {} if entity == built_in else population(entity, built_in=entity.id == built_in.id)


def population(entity: Population, *, built_in: bool = False) -> JSON:
    """A population's entry."""
    return {
        **({"builtIn": True} if built_in else {"id": entity.id}),
        "name": entity.name,
        **some(description=entity.description),
        "default": entity.default,
        **_dates(entity),
    }


def _dates(entity: Resource | Scope | Attribute | Population) -> JSON:
    return {"createdAt": entity.created_at, "updatedAt": entity.updated_at}


def some(**members: JSON) -> JSON:
    """The members that are not `None`."""
    return {name: value for name, value in members.items() if value is not None}


def _some(**lists: Sequence[JSON]) -> JSON:
    return {name: each for name, each in lists.items() if each}


def _list(kept: tuple[str, ...] | None) -> list[str] | None:
    return None if kept is None else list(kept)
