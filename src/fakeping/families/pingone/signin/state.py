"""All that one environment knows of sign-in."""

from typing import Any

from fakeping.core.family import Seat
from fakeping.families.pingone.signin.authorizations import Authorizations
from fakeping.families.pingone.signin.directory import Directory
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.signin.sessions import Sessions


class SignIn:
    """Who there is, who is signed in, and what they allowed."""

    __slots__ = (
        "authorizations", "directory", "ids", "sessions",
    )  # fmt: skip

    def __init__(self, seat: Seat, *, worker: Application) -> None:
        self.directory = Directory(worker, changed=seat.changed)
        self.sessions = Sessions(seat)
        self.authorizations = Authorizations(seat)
        self.ids = seat.ids

    def capture(self) -> Any:
        """Who is signed in now, and what they allowed."""
        return self.sessions.capture(), self.authorizations.capture()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        sessions, authorizations = memento
        self.sessions.restore(sessions)
        self.authorizations.restore(authorizations)

    def rejoin(self, memento: Any) -> None:
        """Hold what it held then, and leave whoever has signed in since signed in."""
        sessions, authorizations = memento
        self.sessions.rejoin(sessions)
        self.authorizations.rejoin(authorizations)
