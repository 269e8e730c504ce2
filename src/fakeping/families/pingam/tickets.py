"""Permission tickets: JWTs that hold for two minutes, and once."""

from typing import Any

from fakeping.core.expiry import Sweep
from fakeping.core.family import Seat
from fakeping.core.shelf import Shelf
from fakeping.families.pingam.model import Permission, Ticket
from fakeping.redaction.redact import fingerprint

#: Seconds in which a ticket must be used.
LIFETIME = 120


class Tickets:
    """Tickets by value, until each is used or over."""

    def __init__(self, seat: Seat) -> None:
        self._clock = seat.clock
        self._ids = seat.ids
        self._keys = seat.keys
        self._open: Shelf[tuple[str, str], Ticket] = Shelf(
            "ticket", seat.changed, id_of=lambda each: fingerprint(each.value)
        )
        self._sweep: Sweep[Ticket] = Sweep(
            now=seat.clock.timestamp, ends=lambda each: each.expires_at
        )
        seat.changed.expires(lambda: self._sweep.drop_expired(self._open))

    def issue(
        self, permissions: tuple[Permission, ...], *, realm: str, owner: str, issuer: str
    ) -> Ticket:
        """A ticket for what somebody asks for."""
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
        """The ticket of that value, which from now on is used up."""
        ticket = self._open.take((realm, value))
        return ticket if ticket and self._clock.timestamp() < ticket.expires_at else None

    def capture(self) -> Any:
        """What it holds now."""
        return self._open.capture()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        self._open.restore(memento)
