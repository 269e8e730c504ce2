"""The scopes that an application may have, and the resource of each."""

from collections.abc import Iterator, Mapping

from fakeping.core.problem import NotFound
from fakeping.families.oauth import OPENID, REFRESH_TOKEN, OAuthError, words
from fakeping.families.pingone.environment import Environment
from fakeping.families.pingone.model import Resource
from fakeping.families.pingone.signin import rules
from fakeping.families.pingone.signin.model import WORKER, Access, Application

#: OpenID Connect's own resource, which may come beside any other.

#: Asks for a refresh token.
OFFLINE = "offline_access"

_Granted = dict[str, frozenset[str]]


def access(
    environment: Environment,
    application: Application,
    said: Mapping[str, str],
    *,
    user: bool,
) -> Access:
    """The resources and scopes that a request asks for. Raises `invalid_scope`, `invalid_target`.

    `user` says whether a user signs in: without one, scopes about the user are refused.
    """
    names = words(said, "scope")
    openid, granted = _granted(environment, application, user=user)
    if "resource" in said:
        if _is_platforms(environment, application, said["resource"]) and not names:
            return Access()
        granted = _of_audience(environment, granted, said["resource"])
    if not names:
        return _default(application, granted, user=user, chosen="resource" in said)
    beside = tuple(each for each in names if each in openid)
    wanted = tuple(each for each in names if each not in openid)
    if not wanted:
        return Access(openid=beside)
    for resource_id, scopes in granted.items():
        if scopes.issuperset(wanted):
            return Access(resource_id=resource_id, scopes=wanted, openid=beside)
    if frozenset().union(*granted.values()).issuperset(wanted):
        if not application.several_resources:
            raise _several()
        first, *further = (id_ for id_, scopes in granted.items() if not scopes.isdisjoint(wanted))
        return Access(resource_id=first, further_ids=tuple(further), scopes=wanted, openid=beside)
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


def require_audience(environment: Environment, wanted: Access, said: Mapping[str, str]) -> None:
    """Raise `invalid_target` if `resource` names another audience than an access has."""
    known = {audience(each) for each in resources_of(environment, wanted)}
    if said.get("resource", next(iter(known))) not in known:
        raise _no_target()


def resources_of(environment: Environment, wanted: Access) -> list[Resource]:
    """The resources of a token. Raises `invalid_grant` if one is deleted."""
    if not wanted.resource_ids:
        return [environment.resources.api]
    try:
        return [environment.resources.get(each) for each in wanted.resource_ids]
    except NotFound:
        raise OAuthError(
            "invalid_grant", "The resource of this grant is gone.", rule=rules.GRANT_INVALID
        ) from None


def audience(resource: Resource) -> str:
    """What a resource's tokens are for."""
    return resource.audience or resource.name


def refreshes(environment: Environment, application: Application, wanted: Access) -> bool:
    """Whether a user's token comes with a refresh token."""
    if REFRESH_TOKEN not in application.grant_types:
        return False
    granted = _grants(environment, application)
    if any(OFFLINE in scopes for _, scopes in granted):
        return OFFLINE in wanted.names
    return True


def _of_audience(environment: Environment, granted: _Granted, wanted: str) -> _Granted:
    """The scopes of the resource with that audience (RFC 8707). Raises `invalid_target`."""
    for id_, scopes in granted.items():
        if audience(environment.resources.get(id_)) == wanted:
            return {id_: scopes}
    raise _no_target()


def _is_platforms(environment: Environment, application: Application, wanted: str) -> bool:
    acts_by_roles = application.type == WORKER and bool(application.roles)
    return acts_by_roles and wanted == audience(environment.resources.api)


def _no_target() -> OAuthError:
    return OAuthError(
        "invalid_target",
        "The requested resource is unknown, or nothing of it is granted to the application.",
        rule=rules.SCOPE_TARGET,
    )


def _default(application: Application, granted: _Granted, *, user: bool, chosen: bool) -> Access:
    if application.type == WORKER and application.roles and not chosen:
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
            implicit.add(OFFLINE)
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
