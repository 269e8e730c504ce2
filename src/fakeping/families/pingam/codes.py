"""Authorization codes: issued once, redeemed once."""

from fakeping.core.part import Part
from fakeping.core.sources import derived_uuid
from fakeping.core.store_config import StoreConfig
from fakeping.families.oauth import challenge_of
from fakeping.families.pingam.model import Code
from fakeping.families.pingam.secret_table import secret_table

#: Seconds in which a code must be redeemed.
LIFETIME = 120


class Codes(Part[tuple[str, str], Code]):
    """Codes by value, until each is redeemed or has expired."""

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._ids = config.ids
        super().__init__(
            secret_table(
                config,
                "authorization_code",
                secret=lambda each: each.value,
                ends=lambda each: each.expires_at,
            )
        )

    def issue(
        self,
        *,
        realm: str,
        client: str,
        user: str,
        redirect_uri: str | None,
        scopes: frozenset[str],
        nonce: str | None,
        challenge: str | None,
        challenge_method: str,
        auth_time: float,
    ) -> Code:
        """Issue a code to a client, on behalf of a user."""
        code = Code(
            value=self._ids.opaque(),
            realm=realm,
            client=client,
            user=user,
            redirect_uri=redirect_uri,
            scopes=scopes,
            nonce=nonce,
            challenge=challenge,
            challenge_method=challenge_method,
            auth_time=auth_time,
            expires_at=self._clock.timestamp() + LIFETIME,
        )
        return self.table.put((realm, code.value), code)

    def redeem(self, value: str, *, realm: str) -> Code | None:
        """Take the code of that value: it cannot be redeemed again."""
        code = self.table.remove((realm, value))
        if code is None or self._clock.timestamp() >= code.expires_at:
            return None
        return code


def grant_of(value: str, *, realm: str) -> str:
    """The id of the grant that a code starts. A code that comes twice revokes this grant."""
    return derived_uuid("grant", realm, value)


def proves(code: Code, verifier: str | None) -> bool:
    """Whether a PKCE verifier matches the challenge of the authorization request (RFC 7636)."""
    if verifier is None or code.challenge is None:
        return verifier == code.challenge
    return challenge_of(verifier, code.challenge_method) == code.challenge
