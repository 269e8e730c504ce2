"""Tokens that somebody chose, where the environment's own are JWTs: known by their seals."""

import math
from collections.abc import Callable

from fakeping.core.exchange import JSON
from fakeping.core.operation import Caller
from fakeping.families.pingone.model import Token
from fakeping.redaction.secret_digest import is_sealed, sealed


class Stated:
    """What chosen tokens stand for."""

    __slots__ = (
        "_by_seal", "_learn",
    )  # fmt: skip

    def __init__(self, learn: Callable[[str], None]) -> None:
        self._learn = learn
        self._by_seal: dict[str, Token] = {}

    def put(self, token: str, stands_for: Token) -> None:
        """Let a token, or the one that a seal is of, stand for this."""
        self._learn(token)
        self._by_seal[sealed(token)] = stands_for

    def get(self, token: str) -> Token | None:
        """What a token stands for, if somebody chose it. A seal opens nothing."""
        if not self._by_seal or is_sealed(token):
            return None
        return self._by_seal.get(sealed(token))

    def holds(self, token: str) -> bool:
        """Whether this token, or the one that a seal is of, was chosen already."""
        return sealed(token) in self._by_seal

    def of(self, environment_id: str) -> list[tuple[str, Token]]:
        """The seals of an environment's chosen tokens, and what each stands for."""
        return [
            (seal, each)
            for seal, each in self._by_seal.items()
            if each.caller.issuer == environment_id
        ]

    def forget(self, environment_id: str) -> None:
        """Forget what was chosen in an environment."""
        for seal, _ in self.of(environment_id):
            del self._by_seal[seal]

    def capture(self) -> dict[str, Token]:
        """What it holds now."""
        return dict(self._by_seal)

    def restore(self, memento: dict[str, Token]) -> None:
        """Hold what it held then."""
        self._by_seal = dict(memento)


def claims_of(token: Token) -> JSON:
    """What a chosen token would say, if it were a JWT."""
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


def token_of(claims: JSON) -> Token:
    """What a JWT with these claims stands for."""
    audience = claims["aud"]
    return Token(
        id=claims["jti"],
        caller=Caller(
            subject=claims.get("sub"),
            issuer=claims["env"],
            client=claims["client_id"],
            scopes=frozenset(claims.get("scope", "").split()),
        ),
        audience=frozenset([audience] if isinstance(audience, str) else audience),
        expires_at=claims["exp"],
    )
