"""Access tokens: what each that was issued stands for."""

from collections.abc import Iterable
from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.expiry import Sweep
from fakeping.core.family import Seat
from fakeping.core.keys import Issuers
from fakeping.core.operation import Caller
from fakeping.core.problem import Unauthenticated
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import Permission, Token
from fakeping.redaction.redact import fingerprint
from fakeping.redaction.secret_digest import is_sealed, sealed

#: Seconds that access tokens and refresh tokens hold.
LIFETIME = 3600
REFRESH_LIFETIME = 604_800


class Tokens:
    """Issues opaque tokens, and remembers what each stands for until it has expired."""

    def __init__(self, seat: Seat) -> None:
        self._clock = seat.clock
        self._new_token = seat.ids.opaque
        self._keys = seat.keys
        self._issuers = Issuers()
        # Those that expired before their time, by realm and value.
        self._spent: frozenset[tuple[str, str]] = frozenset()
        self._known: Shelf[tuple[str, str], Token] = Shelf(
            "token", seat.changed, id_of=lambda each: fingerprint(each.value)
        )
        self._sweep: Sweep[Token] = Sweep(
            now=seat.clock.timestamp, ends=lambda each: each.expires_at
        )
        seat.changed.expires(lambda: self._sweep.drop_expired(self._known))
        # The keys of each grant's tokens, and of some that are gone; made when first asked for.
        self._by_grant: dict[str, list[tuple[str, str]]] | None = None

    def issue(
        self,
        caller: Caller,
        *,
        realm: str,
        lifetime: float = LIFETIME,
        age: float = 0,
        value: str | None = None,
        grant_type: str = "password",
        refreshes: bool = False,
        permissions: tuple[Permission, ...] | None = None,
        grant_id: str = "",
    ) -> Token:
        """A token for a caller that holds in one realm; `value` chooses it."""
        now = self._clock.timestamp() - age
        token = Token(
            value=value or self._new_token(),
            caller=caller,
            realm=realm,
            grant_type=grant_type,
            issued_at=now,
            expires_at=now + lifetime,
            refreshes=refreshes,
            permissions=permissions,
            grant_id=grant_id,
        )
        if self._sweep(self._known):
            self._by_grant = None
        if (realm, token.value) in self._spent:
            self._spent -= {(realm, token.value)}
        return self._keep(token)

    def id_token(self, claims: JSON) -> str:
        """An ID token that says this."""
        self._issuers.add(claims["iss"], of=claims["realm"])
        return self._keys.sign(claims)

    def claims(self, id_token: str, *, realm: str) -> JSON:
        """What an ID token says, which this realm issued and which holds; `None` of any other."""
        claims = self._keys.verify(id_token)
        if claims is None:
            return None
        from fakeping.core.claims import are_right  # noqa: PLC0415 - as in core.keys

        now = self._clock.timestamp()
        right = are_right(
            claims,
            now=now,
            essential=("iss", "sub", "aud", "exp", "iat", "realm", "tokenName"),
            texts=("aud",),
        )
        ours = right and claims["realm"] == realm and claims["tokenName"] == "id_token"
        holds = (
            ours and now < claims["exp"] and self._issuers.has(claims["iss"], of=claims["realm"])
        )
        return claims if holds else None

    def issued(self, value: str, *, realms: Iterable[str]) -> bool:
        """Whether it issued that token in one of these realms, whether or not it holds still."""
        return any(self._get(value, realm=each) for each in realms)

    def caller(self, value: str, *, realm: str) -> Caller:
        """Who an access token stands for. Raises `Unauthenticated` unless this realm issued it."""
        token = self._get(value, realm=realm)
        if token is None or token.refreshes:
            raise Unauthenticated("the token was not issued by this realm")
        if self._is_over(token):
            raise Unauthenticated("the token has expired")
        return token.caller

    def find(self, value: str, *, realm: str) -> Token | None:
        """A token that this realm issued and that still holds, of whatever kind."""
        token = self._get(value, realm=realm)
        return token if token and not self._is_over(token) else None

    def all(self) -> list[Token]:
        """Every token that still holds, the oldest first."""
        now = self._clock.timestamp()
        return [each for each in self._known.values() if now < each.expires_at]

    def spend(self) -> None:
        """Let every access token expire that was issued so far. Refresh tokens hold."""
        issued = list(self._known.items())
        self._spent |= {key for key, each in issued if not each.refreshes}

    def unspend(self) -> None:
        """Let those hold again that would hold without that."""
        self._spent = frozenset()

    def is_spent(self, value: str, *, realms: Iterable[str]) -> bool:
        """Whether one of these realms issued that token, and it expired before its time."""
        found = (self._get(value, realm=each) for each in realms)
        return any(each is not None and (each.realm, each.value) in self._spent for each in found)

    def _is_over(self, token: Token) -> bool:
        return (
            self._clock.timestamp() >= token.expires_at or (token.realm, token.value) in self._spent
        )

    def put_back(self, token: Token) -> None:
        """Let a token hold that was issued before; its value may be sealed."""
        self._keep(token)

    def forget(self) -> None:
        """Let no token hold."""
        self.restore({})

    def _get(self, value: str, *, realm: str) -> Token | None:
        """The token of that value, which may be held as its seal alone."""
        if is_sealed(value):
            return None
        return self._known.get((realm, value)) or self._known.get((realm, sealed(value)))

    def revoke(self, token: Token) -> None:
        """Let a token no longer hold. A refresh token takes what was issued with it along."""
        self._known.take((token.realm, token.value))
        if token.refreshes:
            self.revoke_grant(token.grant_id)

    def revoke_grant(self, grant_id: str) -> None:
        """Let whatever was issued together no longer hold."""
        for key in self._granted().pop(grant_id, ()):
            if key in self._known and self._known[key].grant_id == grant_id:
                self._known.take(key)

    def _keep(self, token: Token) -> Token:
        key = (token.realm, token.value)
        if self._by_grant is not None and token.grant_id:
            self._by_grant.setdefault(token.grant_id, []).append(key)
        return self._known.put(key, token)

    def _granted(self) -> dict[str, list[tuple[str, str]]]:
        if self._by_grant is None:
            self._by_grant = {}
            for key, each in self._known.items():
                if each.grant_id:
                    self._by_grant.setdefault(each.grant_id, []).append(key)
        return self._by_grant

    def capture(self) -> Any:
        """What it holds now."""
        return self._known.capture()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        self._known.restore(memento)
        self._by_grant = None

    def rejoin(self, memento: Any) -> None:
        """Hold what it held then, and what was issued since."""
        self.restore({**memento, **self._known})
