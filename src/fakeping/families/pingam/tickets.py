"""Permission tickets: JWTs that are valid for two minutes, and once."""

from typing import Any

from fakeping.core.expiry import Sweep
from fakeping.core.family import StoreConfig
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import Permission, Ticket
from fakeping.redaction.redact import fingerprint

#: Seconds in which a ticket must be used.
LIFETIME = 120


class Tickets:
    """Tickets by value, until each is used or expires."""

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._ids = config.ids
        self._keys = config.keys
        self._open: Shelf[tuple[str, str], Ticket] = Shelf(
            "ticket", config.changed, id_of=lambda each: fingerprint(each.value)
        )
        self._sweep: Sweep[Ticket] = Sweep(
            now=config.clock.timestamp, ends=lambda each: each.expires_at
        )
        config.changed.expires(lambda: self._sweep.drop_expired(self._open))

    def issue(
        self, permissions: tuple[Permission, ...], *, realm: str, owner: str, issuer: str
    ) -> Ticket:
        """Issue a ticket for these permissions."""
        expires_at = self._clock.timestamp() + LIFETIME
        claims = {
            "aud": issuer,
            "iss": issuer,
            "it": 1,
            "exp": int(expires_at),
            "tid": self._ids.uuid(),
        }
        ticket = Ticket(
            value=self._keys.sign(claims),
            realm=realm,
            owner=owner,
            permissions=permissions,
            expires_at=expires_at,
        )
        self._sweep(self._open)
        return self._open.put((realm, ticket.value), ticket)

    def use(self, value: str, *, realm: str) -> Ticket | None:
        """Take the ticket of that value: it cannot be used again."""
        ticket = self._open.take((realm, value))
        return ticket if ticket and self._clock.timestamp() < ticket.expires_at else None

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._open.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._open.restore(snapshot)
