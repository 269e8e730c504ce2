"""Who has signed in, and who is about to: sessions by cookie, and pages that wait for a choice."""

from typing import Any

from fakeping.core.family import Seat
from fakeping.families.pingone.signin.model import AuthorizationRequest, Session, User
from fakeping.families.pingone.signin.pending import Pending

# Seconds: PingOne's sessions last half a day, and its sign-on pages a quarter of an hour.
_LIFETIME = 43_200
_PATIENCE = 900


class Sessions:
    """Sessions by their cookie, and requests by their page."""

    __slots__ = (
        "_clock", "_new_id", "_sessions", "_waiting",
    )  # fmt: skip

    def __init__(self, seat: Seat) -> None:
        self._clock = seat.clock
        now = seat.clock.timestamp
        self._sessions: Pending[Session] = Pending(
            now=now,
            new_name=seat.ids.opaque,
            learn=seat.learn,
            kind="session",
            changed=seat.changed,
        )
        self._waiting: Pending[AuthorizationRequest] = Pending(
            now=now, new_name=seat.ids.opaque, learn=seat.learn, kind="", changed=seat.changed
        )
        self._new_id = seat.ids.uuid

    def begin(self, user: User, *, acr: str) -> tuple[str, Session]:
        """Sign a user in. Return the cookie's value, and the session that it stands for."""
        session = Session(
            id=self._new_id(),
            user_id=user.id,
            auth_time=int(self._clock.timestamp()),
            acr=acr,
        )
        return self._sessions.put(session, lifetime=_LIFETIME), session

    def get(self, cookie: str) -> Session | None:
        """The session of that cookie, while it lasts."""
        return self._sessions.get(cookie)

    def all(self) -> list[tuple[str, Session, float]]:
        """Every session that lasts, under its cookie or the seal of that, and when it ends."""
        return self._sessions.items()

    def put_back(self, cookie: str, session: Session, *, expires_at: float) -> None:
        """Let a session last that began before; its cookie may be sealed."""
        self._sessions.lay(cookie, session, expires_at=expires_at)

    def forget(self) -> None:
        """Sign everybody out."""
        self._sessions.restore({})

    def end(self, *, cookie: str, id_: str) -> None:
        """Sign out whoever has this cookie, and whose session has this id, if anybody does."""
        self._sessions.take(cookie)
        for key in [key for key, each, _ in self._sessions.items() if each.id == id_]:
            self._sessions.drop(key)

    def capture(self) -> Any:
        """Who has signed in by now, and who is about to."""
        return self._sessions.capture(), self._waiting.capture()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        sessions, waiting = memento
        self._sessions.restore(sessions)
        self._waiting.restore(waiting)

    def rejoin(self, memento: Any) -> None:
        """Hold who had signed in then and who has since; pages that wait are those of then."""
        sessions, waiting = memento
        self._sessions.rejoin(sessions)
        self._waiting.restore(waiting)

    def wait(self, request: AuthorizationRequest) -> str:
        """Keep a request while somebody chooses. Return what the page posts back."""
        return self._waiting.put(request, lifetime=_PATIENCE)

    def chosen(self, flow: str) -> AuthorizationRequest | None:
        """The request that a page was for; a page counts once."""
        return self._waiting.take(flow)
