"""Which pages of other origins may read what the session's cookie opens."""

from collections.abc import Mapping
from types import MappingProxyType

from fakeping.core.exchange import Request
from fakeping.core.problem import Problem
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.signin.parameters import parameters
from fakeping.families.pingone.store import Platform

_BY_COOKIE = frozenset({"authorize", "resume", "signoff"})

_FOR_ALL: Mapping[str, str] = MappingProxyType({"Access-Control-Allow-Origin": "*"})
_FOR_NOBODY: Mapping[str, str] = MappingProxyType({"Vary": "Origin"})


def cors_headers(request: Request, store: Platform | None) -> Mapping[str, str]:
    """The CORS headers of a reply: any origin, but where the session's cookie says who asks.

    There an application's `corsSettings` name the origins that are trusted; without them none is.
    """
    if store is None or not store.edition.flows:
        return _FOR_ALL
    environment_id, _, path = request.path.lstrip("/").partition("/as/")
    if path.rstrip("/") not in _BY_COOKIE:
        return _FOR_ALL
    origin = request.headers.get("Origin", "")
    application = _application(store, environment_id, request) if origin else None
    if application is None or not any(_matches(each, origin) for each in _trusted(application)):
        return _FOR_NOBODY
    return {
        **_FOR_NOBODY,
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
    }


def _application(store: Platform, environment_id: str, request: Request) -> Application | None:
    """The application that a request names by its id or by its flow."""
    try:
        environment, said = store.environment(environment_id), parameters(request)
    except Problem:
        return None
    flow = environment.signin.flows.get(said["flowId"]) if "flowId" in said else None
    return environment.applications.find(
        flow.request.client_id if flow else said.get("client_id", "")
    )


def _trusted(application: Application) -> tuple[str, ...]:
    settings = application.said.get("corsSettings") or {}
    if settings.get("behavior") != "ALLOW_SPECIFIC_ORIGINS":
        return ()
    return tuple(settings.get("origins") or ())


def _matches(pattern: str, origin: str) -> bool:
    """Whether an origin is this one, or one of those that a `*` stands for."""
    before, star, after = pattern.rstrip("/").partition("*")
    if not star:
        return origin == before
    whole = len(origin) > len(before) + len(after)
    return whole and origin.startswith(before) and origin.endswith(after)
