"""Write the applications, users, grants and sessions of an environment as a document."""

import math
from dataclasses import replace

from fakeping.core.exchange import JSON
from fakeping.families.pingone.document import flows, role_assignments, user_entries
from fakeping.families.pingone.document.applications import application, parts
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Resource, Token
from fakeping.families.pingone.signin.authorizations import Kept
from fakeping.families.pingone.signin.model import Application, Session
from fakeping.families.pingone.store import Platform
from fakeping.families.pingone.user import User
from fakeping.redaction.secret_digest import Show

# What signing in leaves, of which a document lists all that there is, or nothing.
_UNDER_WAY = (
    "sessions", "authorizations", "flows", "pushedRequests", "recoveryCodes", "devices",
)  # fmt: skip


def dump(store: Platform, environment: Environment, show: Show) -> JSON:
    """Applications with their grants, users, tokens and sessions."""
    tokens = [_token(show(digest), each) for digest, each in store.tokens.preset.of(environment.id)]
    if not environment.is_furnished:
        return {"tokens": tokens, **{name: [] for name in _UNDER_WAY}}
    signin, first = environment.signin, environment.applications.first_worker
    entries = [
        application(each, show) | parts(environment, each)
        for each in environment.applications.made
        if not _is_as_built(environment, each)
    ]
    users = [_user(environment, each) for each in environment.users.made]
    worker = _worker(environment.worker, first, show)
    if _is_known_worker(environment.worker, first):
        worker |= parts(environment, first)
    return {
        **({"worker": worker} if worker else {}),
        **({"applications": entries} if entries else {}),
        **({"users": users} if users else {}),
        "tokens": tokens,
        "sessions": [
            {**_session(each), "cookie": show(cookie), "expiresAt": until}
            for cookie, each, until in signin.sessions.items()
        ],
        "authorizations": [
            _authorization(environment, each, show) for each in signin.authorizations.all()
        ],
        "flows": flows.dump(environment, show),
        "pushedRequests": flows.dump_pushed(environment, show),
        "recoveryCodes": flows.dump_recoveries(environment, show),
        "devices": flows.dump_devices(environment, show),
    }


def _is_as_built(environment: Environment, entity: Application) -> bool:
    """Whether an application is as it was at first, but perhaps for what is said elsewhere.

    That is its roles, and the worker's secret.
    """
    if not entity.built_in:
        return False
    first = {each.id: each for each in environment.applications.builtins()}[entity.id]
    if entity.id == environment.applications.first_worker.id:
        return _is_known_worker(entity, first)
    same = replace(entity, assignments=first.assignments) == first
    return same and not _has_other_grants(environment, entity)


def _is_known_worker(worker: Application, first: Application) -> bool:
    """Whether the worker is as at first, but perhaps for its secret and its roles."""
    said = replace(worker, client_secret=first.client_secret, assignments=first.assignments)
    return said == first


def _worker(worker: Application, first: Application, show: Show) -> dict[str, JSON]:
    """The worker's secret and roles, if they are others than at first, and nothing else is."""
    if not _is_known_worker(worker, first):
        return {}
    roles, at_first = (role_assignments.usual(each.assignments) for each in (worker, first))
    other_secret = worker.client_secret != first.client_secret
    return {
        **({"secret": show(worker.client_secret)} if other_secret else {}),
        **({"roles": roles} if roles != at_first else {}),
    }


def _has_other_grants(environment: Environment, entity: Application) -> bool:
    grants = environment.grants.of(entity.id)
    return list(grants.table) != list(grants.builtins())


def _user(environment: Environment, entity: User) -> JSON:
    population = environment.populations.get(entity.population_id).name
    at_once = environment.users.at_once_id == entity.id
    return user_entries.entry(entity, population=population, at_once=at_once)


def _token(digest: str, entity: Token) -> JSON:
    caller = entity.caller
    return {
        "token": digest,
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
        **({"furtherResources": list(access.further_ids)} if access.further_ids else {}),
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
