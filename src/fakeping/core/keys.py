"""The server's signing key: RS256, made when the first token is asked for, gone with the process.

There is no fixed key to ship and none to check at start: making one costs tens of
milliseconds, and a server that nobody asks for a JWT never pays them.
"""

from threading import Lock
from typing import TYPE_CHECKING

from fakeping.core.body import read_json
from fakeping.core.limits import limit
from fakeping.core.problem import Malformed
from fakeping.core.values import JSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from joserfc.jwk import RSAKey


_MAX_ISSUERS = limit(
    "tokens.issuers",
    1_000,
    unit="URLs",
    bounds="what a tenant was called when it issued tokens",
    past="the first is forgotten, and JWTs with it hold only while they are remembered",
)


class Issuers:
    """The most recent issuer names (`iss`) of each environment or realm."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], None] = {}

    def add(self, issuer: str, *, of: str) -> str:
        """Remember an issuer of an environment or a realm, and return it."""
        self._known.pop((of, issuer), None)
        if len(self._known) >= _MAX_ISSUERS:
            del self._known[next(iter(self._known))]
        self._known[of, issuer] = None
        return issuer

    def has(self, issuer: JSON, *, of: str) -> bool:
        """Whether this is a remembered issuer of that environment or realm."""
        return isinstance(issuer, str) and (of, issuer) in self._known


class Keys:
    """One RSA key for all tenants of a server; their tokens differ by issuer."""

    def __init__(self, new_id: "Callable[[], str]") -> None:
        self._new_id = new_id
        # Tests sign from threads of their own, and there must never be two keys.
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
        """Return the claims of a token that this key signed, `None` of any other.

        The claims are a JSON object and are not validated: see `core.claims`.
        """
        if self._made is None:  # nothing was ever signed
            return None
        from joserfc import jws  # noqa: PLC0415 - as above
        from joserfc.errors import JoseError  # noqa: PLC0415

        try:
            found = jws.deserialize_compact(token, self._key, algorithms=["RS256"])
            claims = read_json(found.payload)
        except (JoseError, Malformed, ValueError, TypeError, RecursionError):
            return None
        ours = found.headers().get("kid") == self._key.kid
        return claims if ours and isinstance(claims, dict) else None

    def public(self) -> JSON:
        """The public half as a JSON Web Key."""
        return self._key.as_dict(private=False)
