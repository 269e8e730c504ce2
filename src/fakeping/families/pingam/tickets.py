"""Permission tickets: JWTs that are valid for two minutes, and once."""

from fakeping.core.part import Part
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingam.model import Permission, Ticket
from fakeping.families.pingam.secret_table import secret_table

#: Seconds in which a ticket must be used.
LIFETIME = 120


class Tickets(Part[tuple[str, str], Ticket]):
    """Tickets by value, until each is used or expires."""

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._ids = config.ids
        self._keys = config.keys
        super().__init__(
            secret_table(
                config, "ticket", secret=lambda each: each.value, ends=lambda each: each.expires_at
            )
        )

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
        return self.table.put((realm, ticket.value), ticket)

    def use(self, value: str, *, realm: str) -> Ticket | None:
        """Take the ticket of that value: it cannot be used again."""
        ticket = self.table.remove((realm, value))
        return ticket if ticket and self._clock.timestamp() < ticket.expires_at else None
