"""The table of PingAM's operations."""

from fakeping.core.operation import Operation
from fakeping.families.pingam.operations import (
    authorize,
    discovery,
    oauth,
    owner,
    permissions,
    registration,
    session,
    session_actions,
)
from fakeping.families.pingam.store import AccessManager

OPERATIONS: tuple[Operation[AccessManager], ...] = (
    *registration.OPERATIONS,
    *permissions.OPERATIONS,
    *oauth.OPERATIONS,
    *authorize.OPERATIONS,
    *discovery.OPERATIONS,
    *session.OPERATIONS,
    *session_actions.OPERATIONS,
    *owner.OPERATIONS,
)
