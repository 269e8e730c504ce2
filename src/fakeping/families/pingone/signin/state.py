"""The sign-in state of one environment."""

from typing import Any

from fakeping.core.part import Restorable, captured, restored
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone.signin.authorizations import Authorizations
from fakeping.families.pingone.signin.devices import Devices
from fakeping.families.pingone.signin.flows import Flows
from fakeping.families.pingone.signin.model import AuthorizationRequest
from fakeping.families.pingone.signin.pending import Pending
from fakeping.families.pingone.signin.recoveries import Recoveries
from fakeping.families.pingone.signin.sessions import Sessions


class SignIn:
    """Sessions, flows and authorizations."""

    __slots__ = (
        "authorizations", "devices", "flows", "ids", "pushed", "recoveries", "sessions",
    )  # fmt: skip

    def __init__(self, config: StoreConfig) -> None:
        self.sessions = Sessions(config)
        self.authorizations = Authorizations(config)
        self.flows = Flows(config)
        self.devices = Devices(config)
        self.recoveries = Recoveries(config)
        #: Pushed authorization requests, by their URI.
        self.pushed: Pending[AuthorizationRequest] = Pending(config, "pushed_request")
        self.ids = config.ids

    def forget_user(self, user_id: str) -> None:
        """End the sessions, flows, devices and authorizations of a user who is deleted."""
        self.flows.forget_user(user_id)
        self.devices.forget_user(user_id)
        self.recoveries.forget_user(user_id)
        self.sessions.end_all_of(user_id)
        self.authorizations.forget_user(user_id)

    def forget_application(self, client_id: str) -> None:
        """End the flows, devices and pushed requests of an application that is deleted."""
        self.flows.forget_application(client_id)
        self.devices.forget_application(client_id)
        for uri, request, _ in self.pushed.items():
            if request.client_id == client_id:
                self.pushed.drop(uri)

    def capture(self) -> Any:
        """A snapshot, for `restore` and `restore_keeping_new`."""
        return captured(self._parts)

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        restored(self._parts, snapshot)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the sessions and tokens since. Requests are not kept."""
        sessions, authorizations, *others = snapshot
        self.sessions.restore_keeping_new(sessions)
        self.authorizations.restore_keeping_new(authorizations)
        restored(self._parts[2:], others)

    @property
    def _parts(self) -> tuple[Restorable, ...]:
        return (
            *(self.sessions, self.authorizations),
            *(self.flows, self.pushed, self.devices, self.recoveries),
        )
