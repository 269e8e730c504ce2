"""Write a state document: what was added or changed, with the wire's names."""

from collections.abc import Sequence

from fakeping.core.exchange import JSON
from fakeping.families.pingone import builtins, kinds
from fakeping.families.pingone.document import entries, people, role_assignments, sign_on
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import (
    CUSTOM,
    EnvironmentDescription,
    Population,
    Resource,
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
    if not environment.is_furnished:
        return people.dump(store, environment, show)
    resources = [_resource(environment, each, show) for each in environment.resources.made]
    populations = [_population(environment, each) for each in environment.populations.made]
    return {
        **_some(
            populations=[*_lost(environment), *filter(None, populations)],
            signOnPolicies=list(sign_on.dump(environment)),
            resources=list(filter(None, resources)),
        ),
        **people.dump(store, environment, show),
        **_some(
            signOnPolicyAssignments=list(sign_on.dump_assignments(environment)),
            roleAssignments=list(role_assignments.dump(environment)),
        ),
    }


def _resource(environment: Environment, entity: Resource, show: Show) -> JSON:
    """A custom resource, or the additions to a built-in one, or nothing."""
    edition = environment.edition
    parts = _some(
        attributes=list(
            entries.changed(
                kinds.ATTRIBUTES,
                environment.attributes.made(entity.id),
                builtins.attributes(edition, entity),
                edition,
            )
        ),
        scopes=list(
            entries.changed(
                kinds.SCOPES,
                environment.scopes.of(entity.id).table,
                builtins.scopes(edition, entity),
                edition,
            )
        ),
    )
    if entity.type != CUSTOM:
        return {"name": entity.name, **parts} if parts else {}
    return (
        entries.entry(kinds.RESOURCES, entity, edition)
        | parts
        | _secret(environment.secrets.made(entity.id), show)
    )


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
    first = environment.populations.first().id
    return [{"builtIn": True, "deleted": True}] if made and made[0].id != first else []


def _population(environment: Environment, entity: Population) -> JSON:
    first = environment.populations.first()
    if entity == first:
        return {}
    document = entries.entry(kinds.POPULATIONS, entity, environment.edition)
    if entity.id == first.id:
        del document["id"]
        return {"builtIn": True, **document}
    return document


def some(**members: JSON) -> JSON:
    """The members that are not `None`."""
    return {name: value for name, value in members.items() if value is not None}


def _some(**lists: Sequence[JSON]) -> JSON:
    return {name: each for name, each in lists.items() if each}
