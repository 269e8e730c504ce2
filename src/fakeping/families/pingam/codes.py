"""Authorization codes: issued once, redeemed once."""

import base64
import hashlib
from typing import Any

from fakeping.core.operation import Seat
from fakeping.core.redact import fingerprint
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import Code

#: Seconds in which a code must be redeemed.
LIFETIME = 120


class Codes:
    """Codes by value. What a redeemed one brought is known, so that it can be taken back."""

    def __init__(self, seat: Seat) -> None:
        self._clock = seat.clock
        self._ids = seat.ids
        self._open: Shelf[tuple[str, str], Code] = Shelf(
            "authorization_code", seat.changed, id_of=lambda each: fingerprint(each.value)
        )
        self._redeemed: dict[tuple[str, str], str] = {}

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
        """A code for a client, on behalf of a user."""
        now = self._clock.timestamp()
        for key in [key for key, each in self._open.items() if now >= each.expires_at]:
            del self._open[key]
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
            expires_at=now + LIFETIME,
        )
        return self._open.put((realm, code.value), code)

    def redeem(self, value: str, *, realm: str, grant_id: str) -> Code | None:
        """The code of that value, which from now on is spent."""
        code = self._open.take((realm, value))
        if code is None or self._clock.timestamp() >= code.expires_at:
            return None
        if len(self._redeemed) >= LIFETIME:
            del self._redeemed[next(iter(self._redeemed))]
        self._redeemed[realm, value] = grant_id
        return code

    def brought(self, value: str, *, realm: str) -> str | None:
        """The grant that a spent code brought."""
        return self._redeemed.get((realm, value))

    def capture(self) -> Any:
        """What it holds now."""
        return self._open.capture(), dict(self._redeemed)

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        held, redeemed = memento
        self._open.restore(held)
        self._redeemed = dict(redeemed)


def proves(code: Code, verifier: str | None) -> bool:
    """Whether a verifier belongs to the challenge that a code was asked for with."""
    if verifier is None or code.challenge_method == "plain":
        return verifier == code.challenge
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == code.challenge
