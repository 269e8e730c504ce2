"""What a token says, held against RFC 7519: whoever has the key can sign anything.

joserfc is slow to import, so nobody imports this module before there is a token.
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
    """joserfc's own checks, for a token that may have expired: who asks looks at that."""

    def validate_exp(self, value: object) -> None:
        """Take a date that is over, too."""
        with suppress(ExpiredTokenError):
            super().validate_exp(value)


def are_right(
    claims: JSON, *, now: float, essential: Iterable[str] = (), texts: Iterable[str] = ()
) -> bool:
    """Whether each claim is of its kind, and the token not for later than `now`.

    `essential` ones are there and say something; `texts` are strings where they are there. A
    token that has expired is right.
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
