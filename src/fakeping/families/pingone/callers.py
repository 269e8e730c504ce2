"""Who is calling: the caller behind a bearer token, and whether the token opens the endpoint."""

from fakeping.core.exchange import bearer
from fakeping.core.operation import Call, Caller
from fakeping.core.problem import Unauthenticated
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.edition import ENVIRONMENT_ADMIN, ORGANIZATION_ADMIN
from fakeping.families.pingone.problems import NO_RIGHT, NotPermitted
from fakeping.families.pingone.store import Platform

_ADMINISTRATORS = frozenset({ENVIRONMENT_ADMIN, ORGANIZATION_ADMIN})


def authenticate(call: Call[Platform]) -> Caller:
    """Return the caller, who has a role for these endpoints. Raises for everybody else."""
    return _with_one_of(call.store.edition.roles, call)


def authenticate_administrator(call: Call[Platform]) -> Caller:
    """Return the caller, who has a role for environments. Raises for everybody else."""
    return _with_one_of(_ADMINISTRATORS, call)


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
