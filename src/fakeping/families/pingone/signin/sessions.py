"""Who has signed in, and who is about to: sessions by cookie, and pages that wait for a choice."""

from dataclasses import replace
from typing import Any

from fakeping.core.operation import Seat
from fakeping.families.pingone.signin.model import AuthorizationRequest, Session, User
from fakeping.families.pingone.signin.pending import Pending

# Seconds: PingOne's sessions last half a day, and its sign-on pages a quarter of an hour.
_LIFETIME = 43_200
_PATIENCE = 900


class Sessions:
    """Sessions by id, which is their cookie's value too, and requests by their page."""

    __slots__ = (
        "_clock", "_new_id", "_sessions", "_waiting",
    )  # fmt: skip

    def __init__(self, seat: Seat) -> None:
        self._clock = seat.clock
        now = seat.clock.timestamp
        self._sessions: Pending[Session] = Pending(
            now=now, new_name=seat.ids.uuid, kind="session", changed=seat.changed
        )
        self._waiting: Pending[AuthorizationRequest] = Pending(now=now, new_name=seat.ids.opaque)
        self._new_id = seat.ids.uuid

    def begin(self, user: User, *, acr: str) -> Session:
        """Sign a user in."""
        session = Session(
            id=self._new_id(),
            user_id=user.id,
            auth_time=int(self._clock.timestamp()),
            acr=acr,
        )
        self._sessions.put(session, lifetime=_LIFETIME, name=session.id)
        return session

    def get(self, id_: str) -> Session | None:
        """The session of that id, while it lasts."""
        found = self._sessions.get(id_)
        return None if found is None else replace(found, id=id_)

    def all(self) -> list[tuple[Session, float]]:
        """Every session that lasts, and when it ends."""
        return [(each, until) for _, each, until in self._sessions.items()]

    def put_back(self, session: Session, *, expires_at: float) -> None:
        """Let a session last that began before."""
        self._sessions.lay(session.id, session, expires_at=expires_at)

    def forget(self) -> None:
        """Sign everybody out."""
        self._sessions.restore({})

    def end(self, id_: str) -> None:
        """Sign somebody out, if they were signed in."""
        self._sessions.take(id_)

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
