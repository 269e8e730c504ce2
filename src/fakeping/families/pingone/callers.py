"""Authentication of the management API: a bearer token, and the role that it needs."""

from fakeping.core.caller import Caller
from fakeping.core.exchange import bearer
from fakeping.core.operation import Call
from fakeping.core.problem import Unauthenticated
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.edition import (
    DEVELOPER,
    ENVIRONMENT_ADMIN,
    IDENTITY_ADMIN,
    ORGANIZATION_ADMIN,
)
from fakeping.families.pingone.model import Token
from fakeping.families.pingone.problems import NO_RIGHT, NotPermitted
from fakeping.families.pingone.role_rules import ROLE_OPENS
from fakeping.families.pingone.roles import POPULATION
from fakeping.families.pingone.store import Platform

_ADMINISTRATORS = frozenset({ENVIRONMENT_ADMIN, ORGANIZATION_ADMIN})
_OF_IDENTITIES = frozenset({ENVIRONMENT_ADMIN, IDENTITY_ADMIN})
_ENVIRONMENT_ADMIN = frozenset({ENVIRONMENT_ADMIN})
_ASSIGNERS = _ADMINISTRATORS | _OF_IDENTITIES
_ANY = _ASSIGNERS | {DEVELOPER}


def authenticate(call: Call[Platform]) -> Caller:
    """Return a caller with a role for resources. Raises `Unauthenticated` or `NotPermitted`."""
    return _with_one_of(call.store.edition.roles, call)


def authenticate_administrator(call: Call[Platform]) -> Caller:
    """Return a caller with a role for environments. Raises as `authenticate`."""
    return _with_one_of(_ADMINISTRATORS, call)


def authenticate_environment_admin(call: Call[Platform]) -> Caller:
    """Return a caller with the role Environment Admin. Raises as `authenticate`."""
    return _with_one_of(_ENVIRONMENT_ADMIN, call)


def authenticate_assigner(call: Call[Platform]) -> Caller:
    """Return a caller with a role that can assign roles. Raises as `authenticate`."""
    return _with_one_of(_ASSIGNERS, call)


def authenticate_any_role(call: Call[Platform]) -> Caller:
    """Return a caller with any of these roles, in any scope. Raises as `authenticate`."""
    caller, found = _caller(call)
    opens = found is None or (AUDIENCE in found.audience and call.store.scopes_of(caller, _ANY))
    return _permitted(call, caller, opens=bool(opens))


def authenticate_for_users(call: Call[Platform]) -> Caller:
    """Return a caller with a role for users, perhaps of one population. Raises as `authenticate`.

    One without a role for all of them has what concerns users of their populations.
    """
    caller, found = _caller(call)
    if found is None or AUDIENCE not in found.audience:
        return _permitted(call, caller, opens=found is None)
    populations = populations_of(call, caller)
    user = call.store.environment(call.address).users.table.get(call.params.get("user_id", ""))
    opens = populations is None or (
        bool(populations) if user is None else user.population_id in populations
    )
    return _permitted(call, caller, opens=opens)


def populations_of(call: Call[Platform], caller: Caller) -> frozenset[str] | None:
    """The populations whose users a caller may manage; `None` for all."""
    store = call.store
    if store.auth != "strict" or store.opens(caller, _OF_IDENTITIES, call.address):
        return None
    held = store.scopes_of(caller, _OF_IDENTITIES)
    known = store.environment(call.address).populations.table
    return frozenset(
        each.id for each in held if each.type == POPULATION and known.get(each.id) is not None
    )


def require_population(call: Call[Platform], population_id: str) -> None:
    """Raise `NotPermitted` for a population whose users the caller may not manage."""
    populations = populations_of(call, call.caller)
    if populations is not None and population_id not in populations:
        raise NotPermitted(NO_RIGHT, status=call.store.edition.denied_status, rule=ROLE_OPENS)


def _with_one_of(roles: frozenset[str], call: Call[Platform]) -> Caller:
    caller, found = _caller(call)
    opens = found is None or (
        AUDIENCE in found.audience and call.store.opens(caller, roles, call.address)
    )
    return _permitted(call, caller, opens=opens)


def _caller(call: Call[Platform]) -> tuple[Caller, Token | None]:
    """A caller and their token; without one, the worker. Raises `Unauthenticated`."""
    store = call.store
    if store.auth == "off":
        return _worker(store), None
    token = bearer(call.request)
    if token is None:
        raise Unauthenticated("no bearer token", cause="no-token")
    try:
        found = store.tokens.find(token)
    except Unauthenticated:
        if store.auth == "any":
            return _worker(store), None
        raise
    return found.caller, found


def _permitted(call: Call[Platform], caller: Caller, *, opens: bool) -> Caller:
    store = call.store
    if store.auth == "strict" and not opens:
        raise NotPermitted(NO_RIGHT, status=store.edition.denied_status)
    return caller


def _worker(store: Platform) -> Caller:
    return Caller(subject=None, client=store.home.worker.client_id, issuer=store.home.id)
