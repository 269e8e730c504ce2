"""Write the applications, users, grants and sessions of an environment as a document."""

import math

from fakeping.core.exchange import JSON
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Resource, Token
from fakeping.families.pingone.signin.authorizations import Kept
from fakeping.families.pingone.signin.model import Application, Grant, Session
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.user import User
from fakeping.redaction.secret_digest import Show


def dump(store: Platform, environment: Environment, show: Show) -> JSON:
    """Applications with their grants, users, tokens and sessions."""
    directory, signin = environment.signin.directory, environment.signin
    first = environment.first_worker
    unasked = {first.client_id, *environment.workers}
    applications = [
        application(each, show) | _granted(environment, each)
        for each in directory.applications.values()
        if each.client_id not in unasked
    ]
    users = [
        user(each, _population(environment, each)) | _at_once(environment, each)
        for each in environment.users.made
    ]
    worker: JSON = {}
    if environment.worker != first:
        worker["secret"] = show(environment.worker.client_secret)
    worker |= _granted(environment, first)
    return {
        **({"worker": worker} if worker else {}),
        **({"applications": applications} if applications else {}),
        **({"users": users} if users else {}),
        "tokens": [
            _token(show(digest), each) for digest, each in store.tokens.preset.of(environment.id)
        ],
        "sessions": [
            {**_session(each), "cookie": show(cookie), "expiresAt": until}
            for cookie, each, until in signin.sessions.all()
        ],
        "authorizations": [
            _authorization(environment, each, show) for each in signin.authorizations.all()
        ],
    }


def application(entity: Application, show: Show) -> JSON:
    """An application's entry, without its grants."""
    methods = sorted(each.upper() for each in entity.auth_methods)
    return {
        "id": entity.client_id,
        "name": entity.name,
        "type": entity.type,
        "secret": show(entity.client_secret),
        "roles": sorted(entity.roles),
        "grantTypes": sorted(each.upper() for each in entity.grant_types),
        "responseTypes": sorted(each.upper() for each in entity.response_types),
        "redirectUris": list(entity.redirect_uris),
        "postLogoutRedirectUris": list(entity.post_logout_redirect_uris),
        "tokenEndpointAuthMethod": methods[0] if len(methods) == 1 else methods,
        "pkceEnforcement": entity.pkce,
        "refreshTokenDuration": entity.refresh_lifetime,
    }


def _granted(environment: Environment, application: Application) -> JSON:
    granted = [
        grant(environment, each)
        for each in environment.signin.directory.grants(application.client_id)
    ]
    return {"grants": granted} if granted else {}


def grant(environment: Environment, entity: Grant) -> JSON:
    """A grant, with the names of its resource and of its existing scopes."""
    found = environment.resources.get(entity.resource_id)
    scopes = map(environment.scopes.of(found.id).table.get, entity.scope_ids)
    names = sorted(each.name for each in scopes if each is not None)
    return {"resource": found.name, "scopes": names}


def _population(environment: Environment, entity: User) -> str:
    """The name of a user's population, or its id if the population is deleted."""
    found = environment.populations.table.get(entity.population_id)
    return found.name if found else entity.population_id


def user(entity: User, population: str) -> JSON:
    """A user's entry."""
    name = {"given": entity.given_name, "family": entity.family_name}
    said = {part: each for part, each in name.items() if each is not None}
    return {
        "id": entity.id,
        "username": entity.username,
        **({"email": entity.email} if entity.email is not None else {}),
        **({"name": said} if said else {}),
        "population": population,
        "roles": sorted(entity.roles),
        "attributes": dict(entity.attributes),
        "createdAt": entity.created_at,
        "updatedAt": entity.updated_at,
    }


def _at_once(environment: Environment, entity: User) -> JSON:
    at_once = environment.users.at_once
    return {"signsInAtOnce": True} if at_once is not None and at_once.id == entity.id else {}


def _token(seal: str, entity: Token) -> JSON:
    caller = entity.caller
    return {
        "token": seal,
        "id": entity.id,
        "application": caller.client,
        **({"user": caller.subject} if caller.subject is not None else {}),
        "scopes": sorted(caller.scopes),
        "audience": sorted(entity.audience),
        **({} if math.isinf(entity.expires_at) else {"expiresAt": entity.expires_at}),
    }


def _session(entity: Session) -> JSON:
    return {
        "id": entity.id,
        "user": entity.user_id,
        "authTime": entity.auth_time,
        "acr": entity.acr,
    }


def _authorization(environment: Environment, kept: Kept, show: Show) -> JSON:
    authorization = kept.authorization
    request, access = authorization.request, authorization.request.access
    resource = environment.resources.table.get(access.resource_id or "")
    return {
        "id": authorization.id,
        "application": request.client_id,
        **({} if access.resource_id is None else _named(resource, access.resource_id)),
        "scopes": list(access.scopes),
        "openidScopes": list(access.openid),
        "session": _session(authorization.session),
        "refreshTokens": [
            {"token": show(secret), "expiresAt": until} for secret, until in kept.refresh_tokens
        ],
        "spent": [show(each) for each in kept.spent],
        "accessTokens": [{"id": id_, "expiresAt": until} for id_, until in kept.tokens.items()],
    }


def _named(resource: Resource | None, id_: str) -> JSON:
    return {"resource": resource.name if resource else id_}
