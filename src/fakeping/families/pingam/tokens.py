"""Who is calling: a PAT stands for a resource owner, through a resource server."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from fakeping.core.exchange import Request
from fakeping.core.operation import Caller, Params, Seat
from fakeping.core.problem import Forbidden, NoTenant, Problem, Unauthenticated
from fakeping.families.pingam.realms import realm_of

if TYPE_CHECKING:
    from fakeping.families.pingam.store import ResourceSets

#: The scope that makes an access token a PAT.
UMA_PROTECTION = "uma_protection"

#: The resource server of the documentation's own samples.
CLIENT = "UMA-Resource-Server"
OWNER = "alice"

LIFETIME = 3600

_MAX_REMEMBERED = 10_000


class Tokens:
    """Issues opaque tokens, and remembers what each stands for until there are too many."""

    def __init__(self, seat: Seat) -> None:
        self._clock = seat.clock
        self._new_token = seat.ids.opaque
        self._known: dict[tuple[str, str], tuple[Caller, float]] = {}

    def issue(
        self, caller: Caller, *, realm: str, lifetime: float, age: float = 0, value: str | None
    ) -> str:
        """A token for a caller that holds in one realm; `value` chooses it."""
        token = value or self._new_token()
        if len(self._known) >= _MAX_REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[realm, token] = (caller, self._clock.timestamp() - age + lifetime)
        return token

    def caller(self, token: str, *, realm: str) -> Caller:
        """Who a token stands for. Raises `Unauthenticated` unless this realm issued it."""
        known = self._known.get((realm, token))
        if known is None:
            raise Unauthenticated("the token was not issued by this realm")
        caller, expires_at = known
        if self._clock.timestamp() >= expires_at:
            raise Unauthenticated("the token has expired")
        return caller


def authenticate(request: Request, store: "ResourceSets", params: Params) -> Caller:
    """Return the resource owner behind a PAT. Raises for everybody else."""
    if store.auth == "off":
        return _anyone()
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("no bearer token")
    try:
        caller = store.tokens.caller(token.strip(), realm=realm_of(params["realm"]))
    except Unauthenticated:
        if store.auth == "any":
            return _anyone()
        raise
    strict = store.auth == "strict" and store.edition.enforce_pat_scope
    if strict and UMA_PROTECTION not in caller.scopes:
        raise Forbidden(f"The resource requested requires scope: {UMA_PROTECTION}")
    return caller


def stray(
    request: Request,  # noqa: ARG001 - nobody's token helps
    address: str,
    store_at: "Callable[[str], ResourceSets | None]",  # noqa: ARG001
) -> Problem:
    """What a request for a realm of nobody meets, whoever asks."""
    return NoTenant(address)


def _anyone() -> Caller:
    return Caller(subject=OWNER, client=CLIENT, scopes=frozenset({UMA_PROTECTION}))
