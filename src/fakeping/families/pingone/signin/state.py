"""All that one environment knows of sign-in."""

from fakeping.core.operation import Seat
from fakeping.families.pingone.signin.authorizations import Authorizations
from fakeping.families.pingone.signin.directory import Directory
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.signin.sessions import Sessions


class SignIn:
    """Who there is, who is signed in, and what they allowed."""

    def __init__(self, seat: Seat, *, worker: Application) -> None:
        self.directory = Directory(worker)
        self.sessions = Sessions(seat)
        self.authorizations = Authorizations(seat)
        self.ids = seat.ids
