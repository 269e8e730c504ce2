"""State that somebody puts there over HTTP: Python's `given`, for every other language."""

from collections.abc import Callable, Mapping

from fakeping.core import schemas
from fakeping.core.body import read_json
from fakeping.core.document_errors import Findings
from fakeping.core.exchange import JSON, encoded
from fakeping.core.limits import limit
from fakeping.core.problem import Invalid
from fakeping.families.pingam.document import writing as am
from fakeping.families.pingone.document import people
from fakeping.families.pingone.document import writing as one
from fakeping.families.pingone.model import Resource
from fakeping.redaction.secret_digest import in_clear
from fakeping.server.tenant import Tenant

SCOPES = limit(
    "given.scopes",
    5_000,
    unit="scopes",
    bounds="the scopes of a resource that is given over HTTP",
    past="422, a problem document",
)

_Give = Callable[[Tenant, JSON], JSON]


def give(tenant: Tenant, document: JSON) -> JSON:
    """Put one entity there, and return its document, with the secrets that go with it.

    Raises `BadDocument` with what a request for the same would be refused for, and `Invalid`
    for a kind that there is not.
    """
    known = _GIVEN[document["family"]]
    act = known.get(document["kind"])
    if act is None:
        raise Invalid(f"there is no kind {document['kind']!r}: choose from {', '.join(known)}")
    findings = Findings("members")
    with findings.refused(), findings.caught():
        # As deep as a request's body, so that the state can be read and put back.
        return act(tenant, read_json(encoded(document["members"]), what="the document"))


def _resource(tenant: Tenant, members: JSON) -> JSON:
    wire = {name: of for name, of in members.items() if name != "scopes"}
    scopes = members.get("scopes")
    if isinstance(scopes, list) and len(scopes) > SCOPES:
        raise ValueError(f"scopes: there are more than {SCOPES}; a state document may have more")
    _check(tenant, "resource_request", wire)
    created = tenant.pingone.given.resource(**members)
    scopes = [one.scope(each) for each in tenant.pingone.scopes(created)]
    return one.resource(created) | {"scopes": scopes}


def _scope(tenant: Tenant, members: JSON) -> JSON:
    resource, said = _split(tenant, members)
    _check(tenant, "scope_request", said)
    return one.scope(tenant.pingone.given.scope(resource, **said))


def _attribute(tenant: Tenant, members: JSON) -> JSON:
    resource, said = _split(tenant, members)
    schemas.validate("pingone/current/attribute_request", said)
    return one.attribute(tenant.pingone.given.attribute(resource, **said))


def _population(tenant: Tenant, members: JSON) -> JSON:
    return one.population(tenant.pingone.given.population(**members))


def _environment(tenant: Tenant, members: JSON) -> JSON:
    return {"id": tenant.pingone.given.environment(**members)} | members


def _application(tenant: Tenant, members: JSON) -> JSON:
    return people.application(tenant.pingone.given.application(**members), in_clear)


def _user(tenant: Tenant, members: JSON) -> JSON:
    created = tenant.pingone.given.user(**members)
    population = next(
        each.name for each in tenant.pingone.populations() if each.id == created.population_id
    )
    return people.user(created, population)


def _grant(tenant: Tenant, members: JSON) -> JSON:
    known = {each.client_id: each for each in tenant.pingone.applications()}
    if members["application"] not in known:
        raise LookupError(f"there is no application {members['application']!r}")
    tenant.pingone.given.grant(
        known[members["application"]], members["resource"], members.get("scopes")
    )
    return members


def _sign_in(tenant: Tenant, members: JSON) -> JSON:
    name = members["user"]
    found = [each for each in tenant.pingone.users() if name in {each.id, each.username}]
    if name is not None and not found:
        raise LookupError(f"there is no user {name!r}")
    tenant.pingone.given.sign_in(found[0] if found else None)
    return members


def _resource_set(tenant: Tenant, members: JSON) -> JSON:
    ours = {"owner", "client", "realm"}
    wire = {name: of for name, of in members.items() if name not in ours}
    schemas.validate("pingam/resource_set_request", wire)
    created = tenant.pingam.given.resource_set(**members)
    return am.registered(created)


def _realm(tenant: Tenant, members: JSON) -> JSON:
    return {"name": tenant.pingam.given.realm(members["name"])}


def _am_user(tenant: Tenant, members: JSON) -> JSON:
    return am.user(tenant.pingam.given.user(**members), in_clear)


def _client(tenant: Tenant, members: JSON) -> JSON:
    return am.client(tenant.pingam.given.client(**members), in_clear)


def _policy(tenant: Tenant, members: JSON) -> JSON:
    owned = tenant.pingam.resource_sets(members.get("owner", tenant.pingam.credentials.username))
    found = [each for each in owned if members["resource_set"] in {each.id, each.name}]
    if len(found) != 1:
        raise LookupError(f"there is no resource set {members['resource_set']!r} of the owner's")
    said = {name: of for name, of in members.items() if name in {"subject", "scopes"}}
    created = tenant.pingam.given.policy(found[0], **said)
    return {
        "policyId": created.id,
        "owner": created.owner,
        "permissions": [am.share(each) for each in created.shares],
    }


def _split(tenant: Tenant, members: JSON) -> tuple[Resource, JSON]:
    """The resource that is named, by its id or its name, and what is said of a part of it."""
    name = members["resource"]
    for each in tenant.pingone.resources():
        if name in {each.id, each.name}:
            return each, {part: of for part, of in members.items() if part != "resource"}
    raise LookupError(f"there is no resource {name!r}")


def _check(tenant: Tenant, name: str, members: JSON) -> None:
    """Hold members to what a request for the same may say."""
    schemas.validate(f"pingone/{tenant.pingone.edition}/{name}", members)


_GIVEN: Mapping[str, Mapping[str, _Give]] = {
    "pingone": {
        "resource": _resource,
        "scope": _scope,
        "attribute": _attribute,
        "population": _population,
        "environment": _environment,
        "application": _application,
        "user": _user,
        "grant": _grant,
        "sign_in": _sign_in,
    },
    "pingam": {
        "resource_set": _resource_set,
        "realm": _realm,
        "user": _am_user,
        "client": _client,
        "policy": _policy,
    },
}
