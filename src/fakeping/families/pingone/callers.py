"""Authentication of the management API: a bearer token, and the role that it needs."""

from fakeping.core.exchange import bearer
from fakeping.core.operation import Call, Caller
from fakeping.core.problem import Unauthenticated
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.edition import (
    ENVIRONMENT_ADMIN,
    IDENTITY_ADMIN,
    ORGANIZATION_ADMIN,
)
from fakeping.families.pingone.problems import NO_RIGHT, NotPermitted
from fakeping.families.pingone.store import Platform

_ADMINISTRATORS = frozenset({ENVIRONMENT_ADMIN, ORGANIZATION_ADMIN})
_OF_IDENTITIES = frozenset({ENVIRONMENT_ADMIN, IDENTITY_ADMIN})
_ENVIRONMENT_ADMIN = frozenset({ENVIRONMENT_ADMIN})


def authenticate(call: Call[Platform]) -> Caller:
    """Return a caller with a role for resources. Raises `Unauthenticated` or `NotPermitted`."""
    return _with_one_of(call.store.edition.roles, call)


def authenticate_administrator(call: Call[Platform]) -> Caller:
    """Return a caller with a role for environments. Raises as `authenticate`."""
    return _with_one_of(_ADMINISTRATORS, call)


def authenticate_for_users(call: Call[Platform]) -> Caller:
    """Return a caller with a role for users. Raises as `authenticate`."""
    return _with_one_of(_OF_IDENTITIES, call)


def authenticate_environment_admin(call: Call[Platform]) -> Caller:
    """Return a caller with the role Environment Admin. Raises as `authenticate`."""
    return _with_one_of(_ENVIRONMENT_ADMIN, call)


def _with_one_of(roles: frozenset[str], call: Call[Platform]) -> Caller:
    store = call.store
    if store.auth == "off":
        return _worker(store)
    token = bearer(call.request)
    if token is None:
        raise Unauthenticated("no bearer token")
    try:
        found = store.tokens.find(token)
    except Unauthenticated:
        if store.auth == "any":
            return _worker(store)
        raise
    caller = found.caller
    opens = AUDIENCE in found.audience and not store.roles(caller).isdisjoint(roles)
    if store.auth == "strict" and not opens:
        raise NotPermitted(NO_RIGHT, status=store.edition.denied_status)
    return caller


def _worker(store: Platform) -> Caller:
    return Caller(subject=None, client=store.home.worker.client_id, issuer=store.home.id)
