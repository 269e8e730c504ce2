"""Validation of a signed token's claims by RFC 7519: the key's holder can sign any claims.

joserfc is slow to import, so this module is imported with the first token only.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwt import JWTClaimsRegistry

from fakeping.core.duration import LAST_EXPIRY
from fakeping.core.exchange import JSON

_DATES = ("exp", "nbf", "iat")


class _Registry(JWTClaimsRegistry):
    """joserfc's checks without that of expiry, which is the caller's."""

    def validate_exp(self, value: object) -> None:
        """Accept a past `exp`, too."""
        with suppress(ExpiredTokenError):
            super().validate_exp(value)


def are_right(
    claims: JSON, *, now: float, essential: Iterable[str] = (), texts: Iterable[str] = ()
) -> bool:
    """Whether each claim has its type, and `nbf` and `iat` are not after `now`.

    `essential` claims must be present and not empty; `texts` must be strings if present. An
    expired token passes.
    """
    options: dict[str, Any] = {each: {"essential": True} for each in essential}
    try:
        _Registry(now=lambda: int(now), **options).validate(claims)
    except JoseError:
        return False
    dates = [claims[each] for each in _DATES if each in claims]
    return all(not isinstance(each, bool) and each <= LAST_EXPIRY for each in dates) and all(
        isinstance(claims[each], str) for each in texts if each in claims
    )
