"""Requests for an unknown environment: the environment of their token, and their problem."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from fakeping.core.exchange import Request, bearer
from fakeping.core.problem import NoTenant, Problem, Unauthenticated
from fakeping.families.pingone.problems import NO_RIGHT, NoEnvironment, NotPermitted
from fakeping.families.pingone.rules import ENVIRONMENT_UNKNOWN
from fakeping.families.pingone.signin import rules as signin

if TYPE_CHECKING:
    from fakeping.families.pingone.store import Platform

# The segments of an environment's path.
_OF_AN_ENVIRONMENT = 3


def environment_of_bearer(request: Request) -> str:
    """The environment id in the bearer token's claims, unverified."""
    token = bearer(request)
    return environment_named_in(token) if token else ""


def unknown_environment(
    request: Request,
    address: str,
    store_at: Callable[[str], "Platform | None"],
) -> Problem:
    """The problem for an unknown environment: depends on whether the token is of a known one."""
    if not _asks_for_a_token(request):
        return NoTenant(f"no environment {address}", rule=signin.ENVIRONMENT_UNKNOWN)
    token = bearer(request)
    home = store_at(environment_named_in(token)) if token else None
    if token and home:
        try:
            home.tokens.caller(token)
        except Unauthenticated as problem:
            return problem
        if home.edition.unknown_environment_forbidden:
            return NotPermitted(NO_RIGHT, status=403, rule=ENVIRONMENT_UNKNOWN)
        if home.edition.settings and _names_an_environment_alone(request):
            return NoEnvironment(address)
        return NoTenant(f"no environment {address}")
    return Unauthenticated(
        "no token of this server", cause="unknown-token" if token else "no-token"
    )


def _asks_for_a_token(request: Request) -> bool:
    """Whether a path is the management API's, which requires a bearer token."""
    return request.path.lstrip("/").startswith("v1/")


def _names_an_environment_alone(request: Request) -> bool:
    """Whether a path is `v1/environments/{id}`, without a part of the environment."""
    return sum(1 for each in request.path.split("/") if each) == _OF_AN_ENVIRONMENT


def environment_named_in(token: str) -> str:
    """The environment id in a JWT's claims, unverified; "" for any other text."""
    if token.count(".") != 2:  # noqa: PLR2004 - a JWT's three parts
        return ""
    from joserfc import jws  # noqa: PLC0415 - as in core.keys
    from joserfc.errors import JoseError  # noqa: PLC0415

    from fakeping.core.body import read_json  # noqa: PLC0415

    try:
        claims = read_json(jws.extract_compact(token.encode()).payload)
    except (JoseError, Problem, ValueError):
        return ""
    named = claims.get("env") if isinstance(claims, dict) else None
    return named if isinstance(named, str) else ""
