"""Access tokens and ID tokens: issued, verified, revoked."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any, Protocol

from fakeping.core.caller import Caller
from fakeping.core.change import Change
from fakeping.core.duration import LAST_EXPIRY
from fakeping.core.exchange import JSON
from fakeping.core.expiry import Sweep
from fakeping.core.keys import Issuers
from fakeping.core.limits import limit
from fakeping.core.problem import Refused, Unauthenticated
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone.builtins import AUDIENCE
from fakeping.families.pingone.collection import Collection
from fakeping.families.pingone.model import Resource, Revocation, Token
from fakeping.families.pingone.preset_tokens import PresetTokens, claims_of, token_of

LIFETIME = 3600

# Between the three parts of a JWT.
_DOTS = 2

_MAX_REMEMBERED = limit(
    "pingone.tokens.remembered",
    10_000,
    unit="tokens",
    bounds="the access tokens whose meaning a tenant remembers",
    past="the oldest is verified by its signature again when it comes",
)


class Issuer(Protocol):
    """An environment, as far as its tokens are concerned."""

    @property
    def resources(self) -> Collection[Resource]:
        """What its tokens may be for."""


class Tokens:
    """Issues JWTs, and caches the meaning of each verified one until it expires.

    A cached token costs a look-up. One that is no longer in the cache, which is bounded, is
    verified by its signature again.
    """

    __slots__ = (
        "_changed", "_clock", "_environments", "_expired", "_expired_at", "_ids", "_issuers",
        "_keys", "_known", "_organization_id", "_revoked", "_sweep_revoked", "preset",
    )  # fmt: skip

    def __init__(
        self, config: StoreConfig, environments: Mapping[str, Issuer], *, organization_id: str
    ) -> None:
        self._environments = environments
        self._organization_id = organization_id
        self._clock = config.clock
        self._ids = config.ids
        self._keys = config.keys
        self._issuers = Issuers()
        self._changed = config.changed
        self._known: dict[str, Token] = {}
        #: The ids of revoked tokens, and when each expires anyway.
        self._revoked: dict[str, float] = {}
        self._sweep_revoked: Sweep[float] = Sweep(now=config.clock.timestamp, ends=float)
        # The ids of the tokens that `expire_all` expired, and the time of that: an older token
        # that is not cached is one of them.
        self._expired: frozenset[str] = frozenset()
        self._expired_at = 0
        self.preset = PresetTokens(config.learn)

    def issue(
        self,
        caller: Caller,
        *,
        issuer: str,
        lifetime: float,
        age: float = 0,
        audience: Sequence[str] = (AUDIENCE,),
        claims: Mapping[str, JSON] | None = None,
    ) -> str:
        """Issue a token to a caller, `age` seconds ago, for `lifetime` seconds.

        By default its audience is the platform's API; `claims` are further claims. An infinite
        lifetime ends with the year 9999. Raises `ValueError` if it is NaN.
        """
        issued_at = int(self._clock.timestamp() - age)
        token_id = self._ids.uuid()
        document: dict[str, JSON] = {
            **(claims or {}),
            "client_id": caller.client,
            "iss": self._issuers.add(issuer, of=caller.issuer),
            "jti": token_id,
            "iat": issued_at,
            "exp": _expiry(issued_at, lifetime),
            "aud": list(audience),
            "env": caller.issuer,
            "org": self._organization_id,
            "p1.rid": token_id,
        }
        if caller.scopes:
            document["scope"] = " ".join(sorted(caller.scopes))
        if caller.subject:
            document.setdefault("sub", caller.subject)
        token = self._keys.sign(document)
        issued = token_of(document, caller=caller)
        self._remember(token, issued)
        self._changed(Change("token", token_id, None, issued))
        return token

    def issue_id_token(
        self, claims: Mapping[str, JSON], *, issuer: str, client: str, lifetime: float
    ) -> str:
        """Sign an ID token. It is no access token."""
        issued_at = int(self._clock.timestamp())
        return self._keys.sign(
            {
                **claims,
                "iss": self._issuers.add(issuer, of=claims["env"]),
                "aud": client,
                "jti": self._ids.uuid(),
                "iat": issued_at,
                "exp": issued_at + int(lifetime),
                "org": self._organization_id,
            }
        )

    def issued(self, token: str) -> bool:
        """Whether one of the environments issued the token, expired or not."""
        known = self._known.get(token) or self.preset.get(token)
        if known is not None:
            return known.caller.issuer in self._environments
        # One that is no longer cached is verified by its signature; most texts are no JWT.
        claims = self._keys.verify(token) if token.count(".") == _DOTS else None
        return claims is not None and "client_id" in claims and self._is_ours(claims)

    def caller(self, token: str) -> Caller:
        """The caller of an access token. Raises `Unauthenticated` unless it is valid."""
        return self.find(token).caller

    def find(self, token: str) -> Token:
        """The meaning of an access token. Raises `Unauthenticated` unless it is valid."""
        known = self._known.get(token) or self.preset.get(token) or self._verify(token)
        if known is None or known.caller.issuer not in self._environments:
            raise Unauthenticated("not issued by this environment", cause="unknown-token")
        if self._clock.timestamp() >= known.expires_at or known.id in self._expired:
            raise Unauthenticated("the token has expired", cause="expired")
        if known.id in self._revoked:
            raise Unauthenticated("the token was revoked", cause="revoked")
        return known

    def expire_all(self) -> None:
        """Expire every access token issued so far, but no refresh token."""
        known = [*self._known.values(), *self.preset.capture().values()]
        self._expired |= {each.id for each in known}
        self._expired_at = int(self._clock.timestamp())

    def undo_expire_all(self) -> None:
        """Undo `expire_all`."""
        self._expired, self._expired_at = frozenset(), 0

    def is_expired_early(self, token: str) -> bool:
        """Whether `expire_all` expired the token."""
        known = self._known.get(token) or self.preset.get(token) or self._verify(token)
        return known is not None and known.id in self._expired

    def claims(self, token: str) -> JSON:
        """The claims of an access token that was found valid."""
        preset = self.preset.get(token)
        return claims_of(preset) if preset else self._keys.verify(token)

    def id_token(self, token: str) -> JSON:
        """The claims of an ID token of these environments, expired or not; else `None`."""
        return self._right(token, essential=("sub",), texts=("aud", "sid"))

    def revoke(self, token_id: str, *, expires_at: float) -> None:
        """Revoke a token, by its id."""
        self._sweep_revoked(self._revoked)
        self._revoked[token_id] = expires_at
        self._changed(
            Change("revocation", token_id, None, Revocation(id=token_id, expires_at=expires_at))
        )

    def revocations(self) -> list[Revocation]:
        """The revoked tokens that would otherwise be valid."""
        now = self._clock.timestamp()
        return [Revocation(id=id_, expires_at=at) for id_, at in self._revoked.items() if at > now]

    def load(self, revocation: Revocation) -> None:
        """Restore a revocation from a document."""
        self._revoked[revocation.id] = revocation.expires_at

    def capture(self) -> Any:
        """A snapshot of what is not in the signed tokens: revocations and preset tokens."""
        return dict(self._revoked), self.preset.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        revoked, preset = snapshot
        self._revoked = dict(revoked)
        self.preset.restore(preset)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the preset tokens since."""
        revoked, preset = snapshot
        self._revoked = dict(revoked)
        self.preset.restore(preset | self.preset.capture())

    def jwks(self) -> JSON:
        """The public half of the key that signs, as a JSON Web Key Set."""
        return {"keys": [self._keys.public()]}

    def _verify(self, token: str) -> Token | None:
        claims = self._right(token, essential=("client_id",), texts=("client_id", "scope"))
        if claims is None:
            return None  # an ID token, say, or another family's
        known = token_of(claims)
        if known.audience.isdisjoint(_audiences(self._environments[known.caller.issuer])):
            return None
        if claims["iat"] < self._expired_at:
            self._expired |= {known.id}
        if "nbf" not in claims:  # the clock may go back
            self._remember(token, known)
        return known

    def _right(self, token: str, *, essential: tuple[str, ...], texts: tuple[str, ...]) -> JSON:
        """The claims of a well-formed JWT that one of the environments issued; else `None`."""
        claims = self._keys.verify(token)
        if claims is None:
            return None
        from fakeping.core.claims import are_right  # noqa: PLC0415 - as in core.keys

        right = are_right(
            claims,
            now=self._clock.timestamp(),
            essential=("iss", "aud", "exp", "iat", "jti", "env", *essential),
            texts=("env", *texts),
        )
        return claims if right and self._is_ours(claims) else None

    def _is_ours(self, claims: JSON) -> bool:
        """Whether an environment of the tenant is the token's issuer."""
        env = claims.get("env")
        known = isinstance(env, str) and env in self._environments
        return known and self._issuers.has(claims.get("iss"), of=env)

    def _remember(self, token: str, known: Token) -> None:
        if len(self._known) >= _MAX_REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[token] = known


def _audiences(environment: Issuer) -> set[str]:
    resources = environment.resources.table
    return {AUDIENCE, *(each.audience or each.name for each in resources)}


def _expiry(issued_at: int, lifetime: float) -> int:
    if isnan(lifetime):
        raise Refused("a token's lifetime is a number of seconds")
    return int(min(issued_at + lifetime, LAST_EXPIRY))
