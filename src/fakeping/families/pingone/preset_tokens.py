"""Preset tokens: opaque texts that a test chose, stored by their secret digests."""

import math
from collections.abc import Callable

from fakeping.core.caller import Caller
from fakeping.core.exchange import JSON
from fakeping.families.pingone.model import Token
from fakeping.redaction.secret_digest import digest_of, is_digest


class PresetTokens:
    """The preset tokens, by digest."""

    __slots__ = (
        "_by_digest", "_learn",
    )  # fmt: skip

    def __init__(self, learn: Callable[[str], None]) -> None:
        self._learn = learn
        self._by_digest: dict[str, Token] = {}

    def put(self, token: str, stands_for: Token) -> None:
        """Add a preset token, or the one of a digest."""
        self._learn(token)
        self._by_digest[digest_of(token)] = stands_for

    def get(self, token: str) -> Token | None:
        """The meaning of a preset token, or `None`. A digest itself is no token."""
        if not self._by_digest or is_digest(token):
            return None
        return self._by_digest.get(digest_of(token))

    def holds(self, token: str) -> bool:
        """Whether this token, or the one of this digest, is preset already."""
        return digest_of(token) in self._by_digest

    def of(self, environment_id: str) -> list[tuple[str, Token]]:
        """The digests and meanings of an environment's preset tokens."""
        return [
            (digest, each)
            for digest, each in self._by_digest.items()
            if each.caller.issuer == environment_id
        ]

    def forget(self, environment_id: str) -> None:
        """Remove an environment's preset tokens."""
        for digest, _ in self.of(environment_id):
            del self._by_digest[digest]

    def capture(self) -> dict[str, Token]:
        """A snapshot, for `restore`."""
        return dict(self._by_digest)

    def restore(self, snapshot: dict[str, Token]) -> None:
        """Go back to a snapshot."""
        self._by_digest = dict(snapshot)


def claims_of(token: Token) -> JSON:
    """The claims of a preset token, as if it were a JWT."""
    caller = token.caller
    said = {
        "client_id": caller.client,
        "jti": token.id,
        "aud": sorted(token.audience),
        "env": caller.issuer,
        "sub": caller.subject,
        "scope": " ".join(sorted(caller.scopes)) or None,
        "exp": None if math.isinf(token.expires_at) else int(token.expires_at),
    }
    return {name: value for name, value in said.items() if value is not None}


def token_of(claims: JSON, *, caller: Caller | None = None) -> Token:
    """The token that a JWT with these claims stands for; `caller` is whose it is, if known."""
    audience = claims["aud"]
    return Token(
        id=claims["jti"],
        caller=caller
        or Caller(
            subject=claims.get("sub"),
            issuer=claims["env"],
            client=claims["client_id"],
            scopes=frozenset(claims.get("scope", "").split()),
        ),
        audience=frozenset([audience] if isinstance(audience, str) else audience),
        expires_at=claims["exp"],
    )
