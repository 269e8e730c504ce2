"""Read and verify JWTs; the hashes `at_hash`, `c_hash` and PKCE's S256."""

import base64
import hashlib

from fakeping.contract.check import unlike
from fakeping.contract.target import Differs
from fakeping.core.exchange import JSON
from fakeping.core.outside import json_text


def opened(token: str) -> tuple[JSON, JSON]:
    """The header and the claims of a JWT, unverified. Raises `Differs` if it is no JWT."""
    try:
        header, claims, _ = token.split(".")
        return _part(header), _part(claims)
    except ValueError:
        raise Differs("a token is not a JWT") from None


def claims_of(token: str) -> JSON:
    """The claims of a JWT, unverified."""
    return opened(token)[1]


def expect_claims(actual: JSON, expected: JSON) -> None:
    """Raise `Differs` unless the claims match; see `fakeping.contract.check.expect`."""
    differences = unlike(actual, expected, at="token")
    if differences:
        raise Differs("; ".join(differences))


def verified(token: str, jwks: JSON) -> JSON:
    """The claims of a JWT that one of these keys signed. Raises `Differs` otherwise."""
    from joserfc import jwt  # noqa: PLC0415 - 45 ms that most checks need not pay
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    try:
        return jwt.decode(token, KeySet.import_key_set(jwks), algorithms=["RS256"]).claims
    except (JoseError, ValueError, TypeError) as error:
        raise Differs(f"the key set does not verify the token: {error}") from None


def half_hash(secret: str) -> str:
    """The `at_hash` of a token, or the `c_hash` of a code."""
    return _unpadded(hashlib.sha256(secret.encode()).digest()[:16])


def challenge(verifier: str) -> str:
    """The S256 code challenge of a PKCE verifier."""
    return _unpadded(hashlib.sha256(verifier.encode()).digest())


def _unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _part(text: str) -> JSON:
    return json_text(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
