"""Sessions by cookie."""

from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone.signin.model import Session
from fakeping.families.pingone.signin.pending import Pending
from fakeping.families.pingone.user import User

# Seconds: PingOne's sessions last twelve hours.
_LIFETIME = 43_200


class Sessions(Pending[Session]):
    """Sessions by cookie, or by the digest of one that a document restored."""

    __slots__ = ("_clock", "_new_id")

    def __init__(self, config: StoreConfig) -> None:
        super().__init__(config, "session")
        self._clock = config.clock
        self._new_id = config.ids.uuid

    def begin(self, user: User, *, acr: str) -> tuple[str, Session]:
        """Start a session. Return the cookie's value, and the session."""
        session = Session(
            id=self._new_id(),
            user_id=user.id,
            auth_time=int(self._clock.timestamp()),
            acr=acr,
        )
        return self.put(session, lifetime=_LIFETIME), session

    def end(self, *, cookie: str, id_: str) -> None:
        """End the session of this cookie, and the one with this id."""
        self.take(cookie)
        for key in [key for key, each, _ in self.items() if each.id == id_]:
            self.drop(key)

    def end_all_of(self, user_id: str) -> None:
        """End every session of a user."""
        for key in [key for key, each, _ in self.items() if each.user_id == user_id]:
            self.drop(key)
