"""The kinds of entities that can be created, and every operation of the management API."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from fakeping.contract.check import expect
from fakeping.contract.pingone.assigned_roles import application_url, here, new_role, roles_url
from fakeping.contract.pingone.policies import (
    new_action,
    new_assignment,
    new_policy,
    policies_url,
)
from fakeping.contract.pingone.target import PingOneTarget
from fakeping.core.exchange import JSON
from fakeping.families.pingone.edition import EDITIONS
from fakeping.families.pingone.operations import OPERATIONS

# What an operation on an environment itself is asked of: one that the check has made.
_OF_ITS_OWN = (
    "pingone.environment.update",
    "pingone.environment.update_type",
    "pingone.environment.delete",
    "pingone.bill_of_materials.update",
)

_WRITES = frozenset({"POST", "PUT", "PATCH"})


# The collections of built-in entities, which can only be read, by the parameter of a path.
_READ_ALONE = {
    "password_policy_id": "passwordPolicies",
    "theme_id": "themes",
    "language_id": "languages",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityKind:
    """A kind of entity: its URL, and a body for a new one."""

    name: str
    url: str
    body: Callable[[], JSON]
    #: Whether it can be described.
    described: bool = True
    #: Whether its collection can be filtered and ordered.
    filtered: bool = True


def kinds(target: PingOneTarget) -> Iterator[EntityKind]:
    """Every kind in the edition, some in a resource that is created for it."""

    def named() -> JSON:
        return {"name": target.name(), "description": "a thing"}

    yield EntityKind(name="resources", url=target.resources_url, body=named)
    resource = target.resource()
    yield EntityKind(name="scopes", url=target.scopes_url(resource), body=named)
    if not target.is_current:
        return

    def valued() -> JSON:
        return {"name": target.name("attribute"), "value": f"${{user.{target.name('x')}}}"}

    def environment() -> JSON:
        return target.environment_body(description="a thing")

    for each in (resource, target.built_in("openid")):
        url = target.attributes_url(each)
        yield EntityKind(name="attributes", url=url, body=valued, described=False)
    yield EntityKind(name="populations", url=f"{target.environment_url}/populations", body=named)
    yield EntityKind(
        name="applications",
        url=target.applications_url,
        body=lambda: target.application_body(description="a thing"),
        filtered=False,
    )
    yield EntityKind(name="signOnPolicies", url=policies_url(target), body=named)
    yield EntityKind(
        name="attributes",
        url=target.application_attributes_url(target.application()),
        body=lambda: {**valued(), "required": True},
        described=False,
        filtered=False,
    )
    yield EntityKind(name="environments", url=target.environments_url, body=environment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An operation, with an entity to apply it to."""

    operation: str
    method: str
    url: str
    #: The media type of its body.
    media_type: str = "application/json"

    @property
    def writes(self) -> bool:
        """Whether it has a body."""
        return self.method in _WRITES


def places(target: PingOneTarget) -> list[Place]:
    """Every operation of the management API in the edition."""
    ids = _ids(target)
    own = target.environment()["id"] if target.is_current else target.environment_id
    found = []
    for each in OPERATIONS:
        if each.path.startswith("/v1/") and target.edition in (each.editions or EDITIONS):
            within = own if each.name in _OF_ITS_OWN else target.environment_id
            path = each.path.removeprefix("/v1").format_map({**ids, "environment_id": within})
            url = f"{target.api_url}{path}"
            place = Place(operation=each.name, method=each.method, url=url)
            if each.media_types and each.body_schema is None:
                place = replace(place, media_type=next(iter(each.media_types)))
            found.append(place)
    return found


def _ids(target: PingOneTarget) -> Mapping[str, str]:
    resource = target.resource()
    ids = {"resource_id": resource["id"], "scope_id": target.scope(resource)["id"]}
    if not target.is_current:
        return ids
    application, scope = target.application(), target.scope(resource)
    policy = new_policy(target)
    made = {
        "application_id": application,
        "grant_id": target.grant(application, resource, scope),
        "attribute_id": target.attribute(resource),
        "population_id": target.population(),
        "user_id": target.user(),
        "sign_on_policy_id": policy,
        "sign_on_policy_action_id": new_action(target, policy),
        "sign_on_policy_assignment_id": new_assignment(target, application, policy),
        "application_attribute_id": target.application_attribute(application),
    }
    owners = {
        "application": application_url(target, application),
        "user": target.user_url(made["user_id"]),
    }
    for name, url in owners.items():
        assigned = new_role(target, url, "Client Application Developer", here(target))
        made[f"{name}_role_assignment_id"] = assigned
    made["role_id"] = target.listed(roles_url(target), "roles")[0]
    for name, plural in _READ_ALONE.items():
        made[name] = target.listed(f"{target.environment_url}/{plural}", plural)[0]
    return ids | {name: each["id"] for name, each in made.items()}


def put(target: PingOneTarget, kind: EntityKind, entity: JSON, document: JSON) -> JSON:
    """Replace an entity, and return it. Raises `Differs` if the PUT is refused."""
    answer = target.ask("PUT", f"{kind.url}/{entity['id']}", json=document)
    expect(answer, 200, {"id": entity["id"], "name": document["name"]})
    return answer.json
