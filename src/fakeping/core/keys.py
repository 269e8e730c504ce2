"""The server's signing key: RS256, made when the first token is asked for, gone with the process.

There is no fixed key to ship and none to check at start: making one costs tens of
milliseconds, and a server that nobody asks for a JWT never pays them.
"""

from threading import Lock
from typing import TYPE_CHECKING

from fakeping.core.exchange import JSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from joserfc.jwk import RSAKey


class Keys:
    """One RSA key for all tenants of a server; their tokens differ by issuer."""

    def __init__(self, new_id: "Callable[[], str]") -> None:
        self._new_id = new_id
        # Tests ask from threads of their own, and there must never be two keys.
        self._lock = Lock()
        self._made: RSAKey | None = None

    @property
    def _key(self) -> "RSAKey":
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = self._make()
        return self._made

    def _make(self) -> "RSAKey":
        from joserfc.jwk import RSAKey  # noqa: PLC0415 - 45 ms that start-up need not pay

        parameters = {"kid": self._new_id(), "use": "sig", "alg": "RS256"}
        return RSAKey.generate_key(2048, parameters)  # type: ignore[arg-type]  # a TypedDict of theirs

    def sign(self, claims: JSON) -> str:
        """Return the claims as a compact JWT."""
        from joserfc import jwt  # noqa: PLC0415 - as above

        header = {"alg": "RS256", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=["RS256"])

    def verify(self, token: str) -> JSON:
        """Return the claims of a token that this key signed, `None` of any other."""
        if self._made is None:  # nothing was ever signed
            return None
        from joserfc import jwt  # noqa: PLC0415 - as above
        from joserfc.errors import JoseError  # noqa: PLC0415

        try:
            found = jwt.decode(token, self._key, algorithms=["RS256"])
        except (JoseError, ValueError, TypeError):
            return None
        return found.claims if found.header.get("kid") == self._key.kid else None

    def public(self) -> JSON:
        """The public half as a JSON Web Key."""
        return self._key.as_dict(private=False)
