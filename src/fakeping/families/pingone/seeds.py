"""`given` over HTTP for PingOne: entities from documents, and a description for clients."""

from collections.abc import Callable, Mapping
from typing import TypedDict, TypeVar

from fakeping.core.exchange import JSON
from fakeping.core.limits import limit
from fakeping.families.pingone import kinds
from fakeping.families.pingone.collection import Entity
from fakeping.families.pingone.document import applications, entries, user_entries
from fakeping.families.pingone.edition import EDITIONS
from fakeping.families.pingone.kind import Kind
from fakeping.families.pingone.model import Resource
from fakeping.families.pingone.tenancy import PingOne
from fakeping.redaction.secret_digest import in_clear

E = TypeVar("E", bound=Entity)

SCOPES = limit(
    "given.scopes",
    5_000,
    unit="scopes",
    bounds="the scopes of a resource that is given over HTTP",
    past="422, a problem document",
)


class PingOneDescription(TypedDict):
    """What a client needs to use an environment: URLs, ids, secrets and a token."""

    environment_id: str
    url: str
    auth_url: str
    client_id: str
    client_secret: str
    token: str


def describe(handle: PingOne, token: str) -> PingOneDescription:
    """Describe a tenant's environment to a client."""
    return {
        "environment_id": handle.environment_id,
        "url": handle.url,
        "auth_url": handle.auth_url,
        "client_id": handle.credentials.client_id,
        "client_secret": handle.credentials.client_secret,
        "token": token,
    }


def _resource(handle: PingOne, members: JSON) -> JSON:
    scopes = members.get("scopes")
    if isinstance(scopes, list) and len(scopes) > SCOPES:
        raise ValueError(f"scopes: there are more than {SCOPES}; a state document may have more")
    created = handle.given.resource(**members)
    scopes = [_entry(handle, kinds.SCOPES, each) for each in handle.scopes(created)]
    return _entry(handle, kinds.RESOURCES, created) | {"scopes": scopes}


def _scope(handle: PingOne, members: JSON) -> JSON:
    resource, said = _split(handle, members)
    return _entry(handle, kinds.SCOPES, handle.given.scope(resource, **said))


def _attribute(handle: PingOne, members: JSON) -> JSON:
    resource, said = _split(handle, members)
    return _entry(handle, kinds.ATTRIBUTES, handle.given.attribute(resource, **said))


def _application_attribute(handle: PingOne, members: JSON) -> JSON:
    said = {name: each for name, each in members.items() if name != "application"}
    created = handle.given.application_attribute(members["application"], **said)
    return _entry(handle, kinds.APPLICATION_ATTRIBUTES, created)


def _population(handle: PingOne, members: JSON) -> JSON:
    return _entry(handle, kinds.POPULATIONS, handle.given.population(**members))


def _sign_on_policy(handle: PingOne, members: JSON) -> JSON:
    created = handle.given.sign_on_policy(**members)
    actions = [
        _entry(handle, kinds.SIGN_ON_POLICY_ACTIONS, each)
        for each in handle.sign_on_policy_actions(created)
    ]
    return _entry(handle, kinds.SIGN_ON_POLICIES, created) | {"actions": actions}


def _sign_on_policy_action(handle: PingOne, members: JSON) -> JSON:
    said = dict(members)
    name = said.pop("policy")
    for each in handle.sign_on_policies():
        if name in {each.id, each.name}:
            created = handle.given.sign_on_policy_action(each, **said)
            return _entry(handle, kinds.SIGN_ON_POLICY_ACTIONS, created)
    raise LookupError(f"there is no sign-on policy {name!r}")


def _sign_on_policy_assignment(handle: PingOne, members: JSON) -> JSON:
    said = dict(members)
    application, policy = said.pop("application"), said.pop("policy")
    handle.given.sign_on_policy_assignment(application, policy, **said)
    return members


def _role_assignment(handle: PingOne, members: JSON) -> JSON:
    users = handle.users()
    known = {each.id: each.id for each in handle.applications()}
    known |= {name: each.id for each in users for name in (each.id, each.username)}
    said = [members[name] for name in ("application", "user") if name in members]
    if len(said) != 1 or said[0] not in known:
        raise LookupError("there is no such `application` or `user`")
    owner = known[said[0]]
    created = handle.given.role_assignment(owner, members["role"], scope=members.get("scope"))
    scope = {"type": created.scope.type, "id": created.scope.id}
    return {"id": created.id, **members, "scope": scope}


def _environment(handle: PingOne, members: JSON) -> JSON:
    return {"id": handle.given.environment(**members)} | members


def _application(handle: PingOne, members: JSON) -> JSON:
    return applications.application(handle.given.application(**members), in_clear)


def _user(handle: PingOne, members: JSON) -> JSON:
    created = handle.given.user(**members)
    names = {each.id: each.name for each in handle.populations()}
    return user_entries.entry(created, population=names[created.population_id])


def _grant(handle: PingOne, members: JSON) -> JSON:
    known = {each.client_id: each for each in handle.applications()}
    if members["application"] not in known:
        raise LookupError(f"there is no application {members['application']!r}")
    handle.given.grant(known[members["application"]], members["resource"], members.get("scopes"))
    return members


def _sign_in(handle: PingOne, members: JSON) -> JSON:
    name = members["user"]
    found = [each for each in handle.users() if name in {each.id, each.username}]
    if name is not None and not found:
        raise LookupError(f"there is no user {name!r}")
    handle.given.sign_in(found[0] if found else None)
    return members


def _device_consent(handle: PingOne, members: JSON) -> JSON:
    said = {name: each for name, each in members.items() if name != "user_code"}
    handle.given.device_consent(members["user_code"], **said)
    return said


def _recovery_code(handle: PingOne, members: JSON) -> JSON:
    return {**members, "code": handle.given.recovery_code(members["user"])}


def _split(handle: PingOne, members: JSON) -> tuple[Resource, JSON]:
    """The resource of a scope or attribute, by id or name, and the remaining members."""
    name = members["resource"]
    for each in handle.resources():
        if name in {each.id, each.name}:
            return each, {part: of for part, of in members.items() if part != "resource"}
    raise LookupError(f"there is no resource {name!r}")


def _entry(handle: PingOne, kind: Kind[E], entity: E) -> JSON:
    return entries.entry(kind, entity, EDITIONS[handle.edition])


#: Creates an entity of each kind, from the arguments of `given`'s method of that name.
SEEDS: Mapping[str, Callable[[PingOne, JSON], JSON]] = {
    "resource": _resource,
    "scope": _scope,
    "attribute": _attribute,
    "population": _population,
    "sign_on_policy": _sign_on_policy,
    "sign_on_policy_action": _sign_on_policy_action,
    "sign_on_policy_assignment": _sign_on_policy_assignment,
    "role_assignment": _role_assignment,
    "environment": _environment,
    "application": _application,
    "application_attribute": _application_attribute,
    "user": _user,
    "grant": _grant,
    "sign_in": _sign_in,
    "device_consent": _device_consent,
    "recovery_code": _recovery_code,
}
