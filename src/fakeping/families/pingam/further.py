"""The parts of a tenant's PingAM that most tests do not use: signing in, and sharing."""

from typing import Any

from fakeping.core.part import captured, restored
from fakeping.core.store_config import StoreConfig
from fakeping.families.pingam.codes import Codes
from fakeping.families.pingam.history import AuditHistory
from fakeping.families.pingam.labels import Labels
from fakeping.families.pingam.pending import PendingRequests
from fakeping.families.pingam.policies import Policies
from fakeping.families.pingam.session_properties import SessionProperties
from fakeping.families.pingam.sessions import Sessions
from fakeping.families.pingam.tickets import Tickets


class FurtherParts:
    """Sessions, codes and tickets; labels, policies, UMA requests and their history."""

    def __init__(self, config: StoreConfig) -> None:
        self.sessions = Sessions(config)
        self.session_properties = SessionProperties(changed=config.changed)
        self.codes = Codes(config)
        self.tickets = Tickets(config)
        self.labels = Labels(changed=config.changed)
        self.policies = Policies(changed=config.changed)
        self.requests = PendingRequests(changed=config.changed)
        self.history = AuditHistory(config)
        self._parts = (
            self.labels,
            self.policies,
            self.requests,
            self.history,
            self.session_properties,
            self.codes,
            self.tickets,
        )

    def capture(self) -> Any:
        """A snapshot, for `restore` and `restore_keeping_new`."""
        return captured(self._parts), self.sessions.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        parts, sessions = snapshot
        restored(self._parts, parts)
        self.sessions.restore(sessions)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the sessions since."""
        parts, sessions = snapshot
        restored(self._parts, parts)
        self.sessions.restore_keeping_new(sessions)
