"""The scopes that an application may have, and the resource of each."""

from collections.abc import Iterator

from fakeping.core.problem import NotFound
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Resource
from fakeping.families.pingone.signin import rules
from fakeping.families.pingone.signin.model import REFRESH_TOKEN, WORKER, Access, Application
from fakeping.families.pingone.signin.problems import OAuthError

#: OpenID Connect's own resource, which may come beside any other.
OPENID = "openid"

_Granted = dict[str, frozenset[str]]


def access(
    environment: Environment,
    application: Application,
    names: tuple[str, ...],
    *,
    user: bool,
) -> Access:
    """The resource and scopes of a token. Raises `invalid_scope`.

    `user` says whether a user signs in: without one, scopes about the user are refused.
    """
    openid, granted = _granted(environment, application, user=user)
    if not names:
        return _default(application, granted, user=user)
    beside = tuple(each for each in names if each in openid)
    wanted = tuple(each for each in names if each not in openid)
    if not wanted:
        return Access(openid=beside)
    for resource_id, scopes in granted.items():
        if scopes.issuperset(wanted):
            return Access(resource_id=resource_id, scopes=wanted, openid=beside)
    if frozenset().union(*granted.values()).issuperset(wanted):
        raise _several()
    if not user and _is_for_users(environment, wanted):
        raise OAuthError(
            "invalid_scope",
            "The requested scope needs a user, and there is none.",
            rule=rules.SCOPE_SELF,
        )
    raise OAuthError(
        "invalid_scope",
        "The requested scope is unknown, or not granted to the application.",
        rule=rules.SCOPE_GRANTED,
    )


def resource_of(environment: Environment, wanted: Access) -> Resource:
    """The resource of a token. Raises `invalid_grant` if it is deleted."""
    if wanted.resource_id is None:
        return environment.resources.api
    try:
        return environment.resources.get(wanted.resource_id)
    except NotFound:
        raise OAuthError(
            "invalid_grant", "The resource of this grant is gone.", rule=rules.GRANT_INVALID
        ) from None


def _default(application: Application, granted: _Granted, *, user: bool) -> Access:
    if application.type == WORKER and application.roles:
        return Access()
    if len(granted) == 1:
        [(resource_id, scopes)] = granted.items()
        return Access(resource_id=resource_id, scopes=tuple(sorted(scopes)))
    if user:
        return Access(openid=(OPENID,))
    if granted:
        raise _several()
    if application.type == WORKER:
        return Access()
    raise OAuthError(
        "invalid_scope", "No scope is granted to the application.", rule=rules.SCOPE_DEFAULT
    )


def _granted(
    environment: Environment, application: Application, *, user: bool
) -> tuple[frozenset[str], _Granted]:
    openid: frozenset[str] = frozenset()
    if user:
        implicit = {OPENID}
        if REFRESH_TOKEN in application.grant_types:
            implicit.add("offline_access")
        openid = frozenset(implicit)
    granted: _Granted = {}
    for resource, scopes in _grants(environment, application):
        if resource.name == OPENID:
            openid |= scopes if user else frozenset()
        elif user or resource != environment.resources.api:
            granted[resource.id] = scopes
    return openid, granted


def _grants(
    environment: Environment, application: Application
) -> Iterator[tuple[Resource, frozenset[str]]]:
    """The application's grants for existing resources and scopes."""
    resources = environment.resources
    for each in environment.grants.of(application.id).table:
        resource = resources.table.get(each.resource_id)
        if resource is not None:
            table = environment.scopes.of(resource.id).table
            scopes = frozenset(one.name for id_ in each.scope_ids if (one := table.get(id_)))
            if scopes:
                yield resource, scopes


def _is_for_users(environment: Environment, names: tuple[str, ...]) -> bool:
    resources = environment.resources
    built_in = (resources.api, resources.named(OPENID))
    known = {one.name for each in built_in if each for one in environment.scopes.of(each.id).table}
    return not known.isdisjoint(names)


def _several() -> OAuthError:
    return OAuthError(
        "invalid_scope",
        "May not request scopes for multiple resources",
        rule=rules.SCOPE_ONE_RESOURCE,
    )
