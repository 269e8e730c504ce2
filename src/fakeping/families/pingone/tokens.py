"""Who is calling: access tokens, as this environment issues and knows them."""

from typing import TYPE_CHECKING

from fakeping.core.exchange import JSON, Request
from fakeping.core.operation import Caller, Params, Seat
from fakeping.core.problem import NoTenant, Problem, Unauthenticated
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.edition import ENVIRONMENT_ADMIN, ORGANIZATION_ADMIN
from fakeping.families.pingone.problems import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fakeping.families.pingone.store import Environment, Platform

LIFETIME = 3600

_ADMINISTRATORS = frozenset({ENVIRONMENT_ADMIN, ORGANIZATION_ADMIN})

_MAX_REMEMBERED = 10_000


class Tokens:
    """Issues JWTs, and remembers what each verified one stands for until it expires.

    A repeated token costs a look-up. One that was forgotten, for there is room for so many,
    is verified by its signature again.
    """

    def __init__(
        self, seat: Seat, environments: "Mapping[str, Environment]", *, organization_id: str
    ) -> None:
        self._environments = environments
        self._organization_id = organization_id
        self._clock = seat.clock
        self._ids = seat.ids
        self._keys = seat.keys
        self._known: dict[str, tuple[Caller, float]] = {}

    def issue(self, caller: Caller, *, issuer: str, lifetime: float, age: float = 0) -> str:
        """A token for a caller that was issued `age` seconds ago and lives for `lifetime`."""
        issued_at = int(self._clock.timestamp() - age)
        expires_at = issued_at + int(lifetime)
        token_id = self._ids.uuid()
        claims = {
            "client_id": caller.client,
            "iss": issuer,
            "jti": token_id,
            "iat": issued_at,
            "exp": expires_at,
            "aud": [AUDIENCE],
            "env": caller.issuer,
            "org": self._organization_id,
            "p1.rid": token_id,
        }
        if caller.scopes:
            claims["scope"] = " ".join(sorted(caller.scopes))
        if caller.subject:
            claims["sub"] = caller.subject
        token = self._keys.sign(claims)
        self._remember(token, caller, expires_at)
        return token

    def caller(self, token: str) -> Caller:
        """Who a token stands for. Raises `Unauthenticated` unless it is ours and still holds."""
        known = self._known.get(token) or self._verify(token)
        if known is None:
            raise Unauthenticated("the token was not issued by this environment")
        caller, expires_at = known
        if self._clock.timestamp() >= expires_at:
            raise Unauthenticated("the token has expired")
        return caller

    def _verify(self, token: str) -> tuple[Caller, float] | None:
        claims = self._keys.verify(token)
        if claims is None or claims.get("env") not in self._environments:
            return None
        caller = _caller(claims)
        self._remember(token, caller, claims["exp"])
        return caller, claims["exp"]

    def _remember(self, token: str, caller: Caller, expires_at: float) -> None:
        if len(self._known) >= _MAX_REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[token] = (caller, expires_at)


def _caller(claims: JSON) -> Caller:
    return Caller(
        subject=claims.get("sub"),
        issuer=claims["env"],
        client=claims["client_id"],
        scopes=frozenset(claims.get("scope", "").split()),
    )


def authenticate(request: Request, store: "Platform", params: Params) -> Caller:  # noqa: ARG001
    """Return the caller, who has a role for these endpoints. Raises for everybody else."""
    return _with_one_of(store.edition.roles, request, store)


def authenticate_administrator(request: Request, store: "Platform", params: Params) -> Caller:  # noqa: ARG001
    """Return the caller, who has a role for environments. Raises for everybody else."""
    return _with_one_of(_ADMINISTRATORS, request, store)


def _with_one_of(roles: frozenset[str], request: Request, store: "Platform") -> Caller:
    if store.auth == "off":
        return _worker(store)
    token = bearer(request)
    if token is None:
        raise Unauthenticated("no bearer token")
    try:
        caller = store.tokens.caller(token)
    except Unauthenticated:
        if store.auth == "any":
            return _worker(store)
        raise
    if store.auth == "strict" and store.roles(caller).isdisjoint(roles):
        raise NotPermitted(
            "The actor attempting to perform the request is not authorized.",
            status=store.edition.denied_status,
        )
    return caller


def environment_of_bearer(request: Request) -> str:
    """The id of the environment that the bearer token says it is of, verified or not."""
    token = bearer(request)
    return _environment_named_in(token) if token else ""


def stray(
    request: Request,
    address: str,
    store_at: "Callable[[str], Platform | None]",
) -> Problem:
    """What a request for an environment of nobody meets: a token of another one gets 404."""
    token = bearer(request)
    home = store_at(_environment_named_in(token)) if token else None
    if token and home:
        try:
            home.tokens.caller(token)
        except Unauthenticated as problem:
            return problem
        return NoTenant(f"no environment {address}")
    return Unauthenticated("no token of this server")


def _environment_named_in(token: str) -> str:
    from joserfc import jws  # noqa: PLC0415 - as in core.keys
    from joserfc.errors import JoseError  # noqa: PLC0415

    from fakeping.core.body import read_json  # noqa: PLC0415

    try:
        claims = read_json(jws.extract_compact(token.encode()).payload)
    except (JoseError, Problem, ValueError):
        return ""
    named = claims.get("env") if isinstance(claims, dict) else None
    return named if isinstance(named, str) else ""


def bearer(request: Request) -> str | None:
    """The bearer token of a request."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _worker(store: "Platform") -> Caller:
    return Caller(subject=None, client=store.home.worker.client_id, issuer=store.home.id)
