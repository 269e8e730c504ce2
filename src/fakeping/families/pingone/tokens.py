"""Who is calling: access tokens, as this environment issues and knows them."""

from typing import TYPE_CHECKING

from fakeping.core.exchange import JSON, Request
from fakeping.core.operation import Caller, Params, Seat
from fakeping.core.problem import NoTenant, Problem, Unauthenticated
from fakeping.families.pingone.problems import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from fakeping.families.pingone.store import Platform

#: The audience of tokens for the platform's own API.
AUDIENCE = "https://api.pingone.com"

LIFETIME = 3600

_MAX_REMEMBERED = 10_000


class Tokens:
    """Issues JWTs, and remembers what each verified one stands for until it expires.

    A repeated token costs a look-up. One that was forgotten, for there is room for so many,
    is verified by its signature again.
    """

    def __init__(self, seat: Seat, *, organization_id: str) -> None:
        self._environment_id = seat.address
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
            "env": self._environment_id,
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
        if claims is None or claims.get("env") != self._environment_id:
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
        client=claims["client_id"],
        scopes=frozenset(claims.get("scope", "").split()),
    )


def authenticate(request: Request, store: "Platform", params: Params) -> Caller:  # noqa: ARG001
    """Return the caller, who has a role for these endpoints. Raises for everybody else."""
    if store.auth == "off":
        return _worker(store)
    token = _bearer(request)
    if token is None:
        raise Unauthenticated("no bearer token")
    try:
        caller = store.tokens.caller(token)
    except Unauthenticated:
        if store.auth == "any":
            return _worker(store)
        raise
    application = store.applications.get(caller.client)
    roles = application.roles if application and not caller.subject else frozenset()
    if store.auth == "strict" and roles.isdisjoint(store.edition.roles):
        raise NotPermitted(
            "The actor attempting to perform the request is not authorized.",
            status=store.edition.denied_status,
        )
    return caller


def stray(
    request: Request,
    address: str,
    store_at: "Callable[[str], Platform | None]",
) -> Problem:
    """What a request for an environment of nobody meets: a token of another one gets 404."""
    token = _bearer(request)
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


def _bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _worker(store: "Platform") -> Caller:
    return Caller(subject=None, client=store.worker.client_id)
