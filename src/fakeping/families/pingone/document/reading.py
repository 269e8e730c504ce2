"""Load a state document, under the rules of the requests that would create the same.

An id that is left out follows from the environment's id and the name, so that a seed gives the
same ids each time. Each error is noted with its path, and loading goes on with the next entry.
"""

from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.core.family import SecretOf
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import kinds
from fakeping.families.pingone.document import entries, role_assignments, sign_on, signed_in
from fakeping.families.pingone.document.described import DESCRIBED, description
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import (
    CUSTOM,
    Resource,
    Revocation,
    Secret,
    Stamp,
)
from fakeping.families.pingone.store import Platform

# The members of an entry that are about the environment itself, and not of what it has.
_ABOUT = DESCRIBED | {"id", "createdAt", "updatedAt", "environments", "revokedTokens"}

_AMENDED = "a built-in resource has a name here, and scopes and attributes that come on top"


def platform(store: Platform, document: JSON, findings: DocumentErrors, opened: SecretOf) -> None:
    """Load a document into the tenant's environments."""
    home = store.home
    with findings.caught():
        _describe(store, document)
    _contents(store, home, document, findings, opened)
    for place, each in enumerate(document.get("environments", ())):
        _environment(store, each, findings.at("environments", place), opened)
    # Last of all: a role's scope may be in any environment.
    _roles(store, home, document, findings)
    named = {each.said.name: each for each in store.environments()}
    for place, each in enumerate(document.get("environments", ())):
        if each["name"] in named:
            _roles(store, named[each["name"]], each, findings.at("environments", place))
    for each in document.get("revokedTokens", ()):
        store.tokens.load(Revocation(id=each["id"], expires_at=each["expiresAt"]))


def _roles(
    store: Platform, environment: Environment, document: JSON, findings: DocumentErrors
) -> None:
    gaps = Gaps(environment.id, now=store.clock.text(), opened=str)
    role_assignments.load(environment, document, findings, gaps)


def _environment(
    store: Platform, document: JSON, findings: DocumentErrors, opened: SecretOf
) -> None:
    now = store.clock.text()
    id_ = document.get("id") or derived_uuid(store.home.id, "environment", document["name"])
    created_at = document.get("createdAt", now)
    stamp = Stamp(id=id_, created_at=created_at, updated_at=document.get("updatedAt", created_at))
    with findings.caught():
        said = description(store.home.said, document)
        created = store.create_environment(said, stamp=stamp)
        _contents(store, created, document, findings, opened)


def _describe(store: Platform, document: JSON) -> None:
    created_at = document.get("createdAt", store.home.created_at)
    updated_at = document.get("updatedAt", created_at)
    said = store.home.said
    if not DESCRIBED.isdisjoint(document):
        said = description(said, {"name": said.name, **document})
    store.describe_home(said, created_at=created_at, updated_at=updated_at)


def _contents(
    store: Platform,
    environment: Environment,
    document: JSON,
    findings: DocumentErrors,
    opened: SecretOf,
) -> None:
    if "tokens" in document:
        store.tokens.preset.forget(environment.id)
    if not environment.is_furnished and not any(map(document.get, document.keys() - _ABOUT)):
        return
    gaps = Gaps(environment.id, now=store.clock.text(), opened=opened)
    populations = list(enumerate(document.get("populations", ())))
    if any(each.get("builtIn") for _, each in populations):
        entries.free_name(environment.populations, environment.populations.first())
    for place, each in sorted(populations, key=lambda one: one[1].get("deleted", False)):
        with findings.at("populations", place).caught():
            _population(environment, each, gaps)
    for place, each in enumerate(document.get("resources", ())):
        at = findings.at("resources", place)
        with at.caught():
            _resource(environment, each, gaps, at)
    sign_on.load(environment, document, findings, gaps)
    signed_in.load(store, environment, document, findings, gaps)
    sign_on.load_assignments(environment, document, findings, gaps)


def _population(environment: Environment, document: JSON, gaps: Gaps) -> None:
    populations = environment.populations
    first = populations.first().id
    if document.get("deleted"):
        populations.delete(first)
        return
    document = {"name": "Default", **document}
    if document.get("builtIn"):
        said = entries.said(kinds.POPULATIONS, populations, document)
        populations.update(first, said, updated_at=document.get("updatedAt"))
    else:
        entries.add(kinds.POPULATIONS, populations, document, gaps)


def _resource(
    environment: Environment, document: JSON, gaps: Gaps, findings: DocumentErrors
) -> None:
    found = environment.resources.named(document["name"])
    if found is None or found.type == CUSTOM:
        found = _custom(environment, document, gaps)
    elif document.keys() - {"name", "scopes", "attributes"}:
        raise ValueError(_AMENDED)
    for place, each in enumerate(document.get("attributes", ())):
        with findings.at("attributes", place).caught():
            attributes = environment.attributes.of(found.id)
            entries.add(kinds.ATTRIBUTES, attributes, each, gaps, found.id)
    for place, each in enumerate(document.get("scopes", ())):
        with findings.at("scopes", place).caught():
            _scope(environment, found, {"name": each} if isinstance(each, str) else each, gaps)


def _custom(environment: Environment, document: JSON, gaps: Gaps) -> Resource:
    created = entries.add(kinds.RESOURCES, environment.resources, document, gaps)
    secret = document.get("secret")
    if secret is not None:
        whole = {"secret": secret} if isinstance(secret, str) else secret
        environment.secrets.put(_secret(created, whole, gaps))
    return created


def _secret(resource: Resource, document: JSON, gaps: Gaps) -> Secret:
    now = gaps.opened(document["secret"])
    previous = document.get("previous")
    if previous is None:
        return Secret(owner_id=resource.id, secret=now)
    return Secret(
        owner_id=resource.id,
        secret=now,
        previous=gaps.opened(previous["secret"]),
        previous_expires_at=previous["expiresAt"],
    )


def _scope(environment: Environment, resource: Resource, document: JSON, gaps: Gaps) -> None:
    mapped = document.get("mappedClaims")
    if mapped:
        document = {**document, "mappedClaims": _ids(environment, resource, mapped)}
    entries.add(kinds.SCOPES, environment.scopes.of(resource.id), document, gaps, resource.id)


def _ids(environment: Environment, resource: Resource, names: list[str]) -> list[str]:
    """The ids of attributes that a document names."""
    table = environment.attributes.of(resource.id).table
    return [table.holder(each) or each for each in names]
