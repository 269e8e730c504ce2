"""The sign-in state of one environment."""

from typing import Any

from fakeping.core.family import StoreConfig
from fakeping.families.pingone.signin.authorizations import Authorizations
from fakeping.families.pingone.signin.sessions import Sessions


class SignIn:
    """Sessions and authorizations."""

    __slots__ = (
        "authorizations", "ids", "sessions",
    )  # fmt: skip

    def __init__(self, config: StoreConfig) -> None:
        self.sessions = Sessions(config)
        self.authorizations = Authorizations(config)
        self.ids = config.ids

    def forget_user(self, user_id: str) -> None:
        """End the sessions and authorizations of a user who is deleted."""
        self.sessions.end_all_of(user_id)
        self.authorizations.forget_user(user_id)

    def capture(self) -> Any:
        """A snapshot, for `restore` and `restore_keeping_new`."""
        return self.sessions.capture(), self.authorizations.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        sessions, authorizations = snapshot
        self.sessions.restore(sessions)
        self.authorizations.restore(authorizations)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the sessions and tokens issued since."""
        sessions, authorizations = snapshot
        self.sessions.restore_keeping_new(sessions)
        self.authorizations.restore_keeping_new(authorizations)
