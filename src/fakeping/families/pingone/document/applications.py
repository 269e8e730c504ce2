"""Applications and their grants as entries of the state document, which `given` takes as well."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fakeping.core import schemas
from fakeping.core.document_errors import DocumentErrors
from fakeping.core.exchange import JSON
from fakeping.core.sources import derived_uuid
from fakeping.families.pingone import kinds
from fakeping.families.pingone.application_attributes import SUBJECT, ApplicationAttributes
from fakeping.families.pingone.applications import APPLICATION
from fakeping.families.pingone.document import entries, role_assignments
from fakeping.families.pingone.document.gaps import Gaps
from fakeping.families.pingone.edition import CURRENT
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.record import Said
from fakeping.families.pingone.signin import model
from fakeping.families.pingone.signin.model import Application, ApplicationAttribute, Grant
from fakeping.redaction.secret_digest import Show

_SIGNS_IN = ["AUTHORIZATION_CODE", "REFRESH_TOKEN"]
_ALONE = ["CLIENT_CREDENTIALS"]

# The grants, client authentication and PKCE of an application whose entry does not say.
_DEFAULTS: Mapping[str, tuple[list[str], str, str]] = {
    model.WORKER: (_ALONE, "CLIENT_SECRET_BASIC", model.PKCE_OPTIONAL),
    model.WEB: (_SIGNS_IN, "CLIENT_SECRET_BASIC", model.PKCE_OPTIONAL),
    model.CUSTOM: (_SIGNS_IN, "CLIENT_SECRET_BASIC", model.PKCE_OPTIONAL),
    model.SPA: (_SIGNS_IN, "NONE", model.PKCE_S256_REQUIRED),
    model.NATIVE: (_SIGNS_IN, "NONE", model.PKCE_S256_REQUIRED),
    model.SERVICE: (_ALONE, "CLIENT_SECRET_BASIC", model.PKCE_OPTIONAL),
}

# The members of an entry that a request does not have.
_PARTS = frozenset(
    {"id", "secret", "roles", "grants", "attributes", "builtIn", "createdAt", "updatedAt"}
)


def application(entity: Application, show: Show) -> JSON:
    """An application's entry, without its grants."""
    methods = sorted(each.upper() for each in entity.auth_methods)
    secret: JSON = show(entity.client_secret)
    if entity.previous is not None:
        previous = {"secret": show(entity.previous), "expiresAt": entity.previous_expires_at}
        secret = {"secret": secret, "previous": previous}
    return {
        "id": entity.id,
        **({"builtIn": True} if entity.built_in else {}),
        **dict.fromkeys(("responseTypes", "grantTypes")),  # null where it has none
        **APPLICATION.dump(entity, CURRENT),
        "tokenEndpointAuthMethod": methods[0] if len(methods) == 1 else methods,
        **({} if not entity.client_secret else {"secret": secret}),
        "roles": role_assignments.usual(entity.assignments),
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def parts(environment: Environment, entity: Application) -> JSON:
    """The members `grants` and `attributes` of an application's entry, those that it has."""
    grants = [grant(environment, each) for each in environment.grants.made(entity.id)]
    attributes = _attributes(environment, entity)
    return {
        **({"grants": grants} if grants else {}),
        **({"attributes": attributes} if attributes else {}),
    }


def _attributes(environment: Environment, entity: Application) -> list[JSON]:
    """The entries of attributes that were added or changed, with the names of scopes."""
    found = environment.application_attributes.existing(entity.id)
    if found is None:
        return []
    kind, names = kinds.APPLICATION_ATTRIBUTES, _openid_scopes(environment)
    written = list(entries.changed(kind, found.made, found.builtins(), environment.edition))
    for each in written:
        if "oidcScopes" in each:
            each["oidcScopes"] = [names.get(id_, id_) for id_ in each["oidcScopes"]]
    return written


def _openid_scopes(environment: Environment) -> dict[str, str]:
    """The name of each scope of openid, by its id."""
    openid = environment.resources.named(environment.edition.openid[0])
    known = environment.scopes.of(openid.id).table if openid is not None else ()
    return {each.id: each.name for each in known}


def grant(environment: Environment, entity: Grant) -> JSON:
    """A grant's entry, with the names of its resource and of its scopes."""
    found = environment.resources.get(entity.resource_id)
    scopes = map(environment.scopes.of(found.id).table.get, entity.scope_ids)
    return {
        "id": entity.id,
        "resource": found.name,
        "scopes": [each.name for each in scopes if each is not None],
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def said(document: JSON) -> Said:
    """The values of an entry, with the usual ones of its type. Raises `Invalid`."""
    type_ = document.get("type", model.WEB)
    grants, method, pkce = _DEFAULTS.get(type_, _DEFAULTS[model.WEB])
    body = {
        "name": "application",
        "enabled": True,
        "type": type_,
        "protocol": model.OPENID_CONNECT,
        "grantTypes": grants,
        "tokenEndpointAuthMethod": method,
        "pkceEnforcement": pkce,
        "assignActorRoles": False,
        **{name: each for name, each in document.items() if name not in _PARTS},
    }
    if "responseTypes" not in body:
        body["responseTypes"] = _response_types(body["grantTypes"])
    methods = body["tokenEndpointAuthMethod"]
    if isinstance(methods, list):
        body["tokenEndpointAuthMethod"] = methods[0]
    name = "pingone/current/application_request"
    entries.require_known(kinds.APPLICATIONS, body, schemas.document(name)["properties"])
    schemas.validate(name, body)
    further = methods[1:] if isinstance(methods, list) else ()
    return {
        **APPLICATION.read(body, CURRENT),
        "roles": frozenset(document.get("roles", ())),
        "further_methods": frozenset(each.lower() for each in further),
    }


class NoSuchScope(LookupError):
    """Raised for a grant of a scope that is not there; `target` is its place in the entry."""

    def __init__(self, message: str, *, target: str) -> None:
        super().__init__(message)
        self.target = target


def add(
    environment: Environment, document: JSON, gaps: Gaps, findings: DocumentErrors
) -> Application:
    """Add an application, or change a built-in one, with its secret and its grants."""
    applications = environment.applications
    secrets = _secrets(document.get("secret"), gaps)
    values: dict[str, Any] = {**said(document), **secrets}
    if document.get("builtIn"):
        current = applications.get(document["id"])
        changed = applications.changed(current, values, updated_at=document.get("updatedAt"))
        entity = applications.put(changed)
    else:
        name = document.get("name", "application")
        stamp = gaps.stamp(document, applications.find, "application", name)
        own = {"client_secret": _own_secret(environment, stamp.id)}
        entity = applications.create({**own, **values}, stamp=stamp)
    add_parts(environment, entity.id, document, gaps, findings)
    return entity


def add_parts(
    environment: Environment,
    application_id: str,
    document: JSON,
    gaps: Gaps,
    findings: DocumentErrors,
) -> None:
    """Add the grants and the attributes of an application's entry, each that is valid."""
    for name, put in (("grants", add_grant), ("attributes", add_attribute)):
        for place, each in enumerate(document.get(name, ())):
            with findings.at(name, place).caught():
                put(environment, application_id, each, gaps)


def attribute_said(environment: Environment, application_id: str, document: JSON) -> Said:
    """The values of an attribute's entry, whose scopes may have their names. Raises `Invalid`."""
    collection = _attributes_of(environment, application_id)
    required = {"required": document.get("name") == SUBJECT}
    return entries.said(
        kinds.APPLICATION_ATTRIBUTES,
        collection,
        {**required, **document, **_scope_ids(environment, document)},
    )


def add_attribute(
    environment: Environment, application_id: str, document: JSON, gaps: Gaps
) -> ApplicationAttribute:
    """Add an attribute to an application, or change its subject."""
    collection = _attributes_of(environment, application_id)
    required = {"required": document["name"] == SUBJECT}
    document = {**required, **document, **_scope_ids(environment, document)}
    return entries.add(
        kinds.APPLICATION_ATTRIBUTES, collection, document, gaps, "application", application_id
    )


def _attributes_of(environment: Environment, application_id: str) -> ApplicationAttributes:
    params = {"application_id": application_id}
    found = kinds.APPLICATION_ATTRIBUTES.collection(environment, params)
    assert isinstance(found, ApplicationAttributes)  # noqa: S101 - for mypy
    return found


def _scope_ids(environment: Environment, document: JSON) -> JSON:
    scopes = document.get("oidcScopes")
    if not isinstance(scopes, list):
        return {}
    ids = {name: id_ for id_, name in _openid_scopes(environment).items()}
    return {"oidcScopes": [ids.get(each, each) for each in scopes]}


def set_secret(environment: Environment, secret: JSON, gaps: Gaps) -> None:
    """Set the secret of the environment's own worker."""
    applications = environment.applications
    applications.put(replace(applications.worker, **_secrets(secret, gaps)))


def add_grant(environment: Environment, application_id: str, document: JSON, gaps: Gaps) -> Grant:
    """Grant an application scopes of a resource, by their names; all of them by default."""
    resources, name = environment.resources, document["resource"]
    resource = resources.table.get(name) or resources.named(name)
    if resource is None:
        raise LookupError(f"there is no resource {name!r}")
    wanted, scopes = document.get("scopes"), environment.scopes.of(resource.id).table
    ids = [each.id for each in scopes] if wanted is None else []
    for place, each in enumerate(wanted or ()):
        scope = scopes.get(scopes.holder(environment.edition.folded(each)) or "")
        if scope is None or scope.name != each:
            message = f"there is no scope {each!r} on the resource {name!r}"
            raise NoSuchScope(message, target=f"scopes.{place}")
        ids.append(scope.id)
    grants = environment.grants.of(application_id)
    values = {"resource_id": resource.id, "scope_ids": tuple(ids)}
    holder = grants.table.holder(resource.id)
    if holder is not None:
        return grants.update(holder, values, updated_at=document.get("updatedAt"))
    stamp = gaps.stamp(document, grants.table.get, "grant", application_id, resource.id)
    return grants.create(values, stamp=stamp)


def _response_types(grants: list[str] | None) -> list[str]:
    grants = grants or []
    types = ["CODE"] if "AUTHORIZATION_CODE" in grants else []
    return types + (["TOKEN", "ID_TOKEN"] if "IMPLICIT" in grants else [])


def _secrets(secret: JSON, gaps: Gaps) -> dict[str, Any]:
    if secret is None:
        return {}
    whole: JSON = {"secret": secret} if isinstance(secret, str) else secret
    previous = whole.get("previous")
    if previous is None:
        return {"client_secret": gaps.opened(whole["secret"])}
    return {
        "client_secret": gaps.opened(whole["secret"]),
        "previous": gaps.opened(previous["secret"]),
        "previous_expires_at": previous["expiresAt"],
    }


def _own_secret(environment: Environment, client_id: str) -> str:
    """An unguessable secret, the same each time that a seed is loaded."""
    secret = environment.applications.first_worker.client_secret
    return f"{derived_uuid(secret, client_id)}~{derived_uuid(client_id, secret)}"
