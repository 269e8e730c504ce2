"""Authorization codes: issued once, redeemed once."""

import base64
import hashlib
from typing import Any

from fakeping.core.expiry import Sweep
from fakeping.core.family import StoreConfig
from fakeping.core.shelf import Shelf
from fakeping.core.sources import derived_uuid
from fakeping.families.pingam.model import Code
from fakeping.redaction.redact import fingerprint

#: Seconds in which a code must be redeemed.
LIFETIME = 120


class Codes:
    """Codes by value, until each is redeemed or has expired."""

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._ids = config.ids
        self._open: Shelf[tuple[str, str], Code] = Shelf(
            "authorization_code", config.changed, id_of=lambda each: fingerprint(each.value)
        )
        self._sweep: Sweep[Code] = Sweep(
            now=config.clock.timestamp, ends=lambda each: each.expires_at
        )
        config.changed.expires(lambda: self._sweep.drop_expired(self._open))

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
        self._sweep(self._open)
        return self._open.put((realm, code.value), code)

    def redeem(self, value: str, *, realm: str) -> Code | None:
        """Take the code of that value: it cannot be redeemed again."""
        code = self._open.take((realm, value))
        if code is None or self._clock.timestamp() >= code.expires_at:
            return None
        return code

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._open.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._open.restore(snapshot)


def grant_of(value: str, *, realm: str) -> str:
    """The id of the grant that a code starts. A code that comes twice revokes this grant."""
    return derived_uuid("grant", realm, value)


def proves(code: Code, verifier: str | None) -> bool:
    """Whether a PKCE verifier matches the challenge of the authorization request (RFC 7636)."""
    if verifier is None or code.challenge_method == "plain":
        return verifier == code.challenge
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == code.challenge
