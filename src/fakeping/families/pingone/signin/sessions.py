"""Sessions by cookie."""

from typing import Any

from fakeping.core.family import StoreConfig
from fakeping.families.pingone.signin.model import Session
from fakeping.families.pingone.signin.pending import Pending
from fakeping.families.pingone.user import User

# Seconds: PingOne's sessions last twelve hours.
_LIFETIME = 43_200


class Sessions:
    """Sessions by cookie."""

    __slots__ = (
        "_clock", "_new_id", "_sessions",
    )  # fmt: skip

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        now = config.clock.timestamp
        self._sessions: Pending[Session] = Pending(
            now=now,
            new_name=config.ids.opaque,
            learn=config.learn,
            kind="session",
            changed=config.changed,
        )
        self._new_id = config.ids.uuid

    def begin(self, user: User, *, acr: str) -> tuple[str, Session]:
        """Start a session. Return the cookie's value, and the session."""
        session = Session(
            id=self._new_id(),
            user_id=user.id,
            auth_time=int(self._clock.timestamp()),
            acr=acr,
        )
        return self._sessions.put(session, lifetime=_LIFETIME), session

    def get(self, cookie: str) -> Session | None:
        """The unexpired session of a cookie."""
        return self._sessions.get(cookie)

    def all(self) -> list[tuple[str, Session, float]]:
        """Every unexpired session: its cookie or the digest of it, itself, its expiry."""
        return self._sessions.items()

    def load(self, cookie: str, session: Session, *, expires_at: float) -> None:
        """Restore a session from a document; its cookie may be a secret digest."""
        self._sessions.load(cookie, session, expires_at=expires_at)

    def forget(self) -> None:
        """End every session."""
        self._sessions.restore({})

    def end(self, *, cookie: str, id_: str) -> None:
        """End the session of this cookie, and the one with this id."""
        self._sessions.take(cookie)
        for key in [key for key, each, _ in self._sessions.items() if each.id == id_]:
            self._sessions.drop(key)

    def end_all_of(self, user_id: str) -> None:
        """End every session of a user."""
        for key in [key for key, each, _ in self._sessions.items() if each.user_id == user_id]:
            self._sessions.drop(key)

    def capture(self) -> Any:
        """A snapshot, for `restore` and `restore_keeping_new`."""
        return self._sessions.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._sessions.restore(snapshot)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the sessions since."""
        self._sessions.restore_keeping_new(snapshot)
