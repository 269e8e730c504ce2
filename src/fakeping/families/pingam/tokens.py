"""Access, refresh and ID tokens: issued, looked up, revoked."""

from collections.abc import Iterable

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON
from fakeping.core.keys import Issuers
from fakeping.core.part import Part
from fakeping.core.problem import Unauthenticated
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingam.model import Permission, Token
from fakeping.families.pingam.secret_table import secret_table
from fakeping.redaction.secret_digest import digest_of, is_digest

#: The lifetimes of access tokens and refresh tokens, in seconds.
LIFETIME = 3600
REFRESH_LIFETIME = 604_800


class Tokens(Part[tuple[str, str], Token]):
    """Issues opaque tokens, and stores the caller of each until it expires."""

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._new_token = config.ids.opaque
        self._keys = config.keys
        self._issuers = Issuers()
        # The tokens that `expire_all` expired, by realm and value.
        self._expired: frozenset[tuple[str, str]] = frozenset()
        super().__init__(
            secret_table(
                config, "token", secret=lambda each: each.value, ends=lambda each: each.expires_at
            )
        )
        self._by_grant = self.table.index(lambda each: each.grant_id or None)

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
        """Issue a token that is valid in one realm; `value` chooses its text."""
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
        if (realm, token.value) in self._expired:
            self._expired -= {(realm, token.value)}
        return self.table.put((realm, token.value), token)

    def id_token(self, claims: JSON) -> str:
        """Sign an ID token with these claims."""
        self._issuers.add(claims["iss"], of=claims["realm"])
        return self._keys.sign(claims)

    def claims(self, id_token: str, *, realm: str) -> JSON:
        """The claims of a valid ID token that this realm issued; `None` for any other text."""
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
        """Whether one of these realms issued the token, expired or not."""
        return any(self._get(value, realm=each) for each in realms)

    def caller(self, value: str, *, realm: str) -> Caller:
        """The caller of an access token. Raises as `access`."""
        return self.access(value, realm=realm).caller

    def access(self, value: str, *, realm: str) -> Token:
        """An access token. Raises `Unauthenticated` unless this realm issued it."""
        token = self._get(value, realm=realm)
        if token is None or token.refreshes:
            raise Unauthenticated("not issued by this realm", cause="unknown-token")
        if self._is_over(token):
            raise Unauthenticated("the token has expired", cause="expired")
        return token

    def find(self, value: str, *, realm: str) -> Token | None:
        """An unexpired access or refresh token that this realm issued."""
        token = self._get(value, realm=realm)
        return token if token and not self._is_over(token) else None

    def all(self) -> list[Token]:
        """Every unexpired token, the oldest first."""
        now = self._clock.timestamp()
        return [each for each in self.table if now < each.expires_at]

    def expire_all(self) -> None:
        """Expire every access token issued so far, but no refresh token."""
        self._expired |= {key for key, each in self.table.items() if not each.refreshes}

    def undo_expire_all(self) -> None:
        """Undo `expire_all`."""
        self._expired = frozenset()

    def is_expired_early(self, value: str, *, realms: Iterable[str]) -> bool:
        """Whether one of these realms issued the token, and `expire_all` expired it."""
        found = (self._get(value, realm=each) for each in realms)
        return any(each is not None and (each.realm, each.value) in self._expired for each in found)

    def _is_over(self, token: Token) -> bool:
        return (
            self._clock.timestamp() >= token.expires_at
            or (token.realm, token.value) in self._expired
        )

    def load(self, token: Token) -> None:
        """Restore a token from a document; its value may be a secret digest."""
        self.table.put((token.realm, token.value), token)

    def forget(self) -> None:
        """Remove every token."""
        self.table.clear()

    def _get(self, value: str, *, realm: str) -> Token | None:
        """The token of that value, which may be stored under its digest alone."""
        if is_digest(value):
            return None
        return self.table.get((realm, value)) or self.table.get((realm, digest_of(value)))

    def revoke(self, token: Token) -> None:
        """Revoke a token and, with a refresh token, all of its grant."""
        self.table.remove((token.realm, token.value))
        if token.refreshes:
            self.revoke_grant(token.grant_id)

    def revoke_grant(self, grant_id: str) -> None:
        """Revoke every token of a grant."""
        for key in list(self._by_grant.keys(grant_id)):
            self.table.remove(key)
