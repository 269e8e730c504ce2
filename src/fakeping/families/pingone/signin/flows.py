"""Flows: sign-ins under way, from an authorization request to a session."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone.signin.model import DEVICE, AuthorizationRequest, Session
from fakeping.families.pingone.signin.pending import Pending

# What a flow waits for.
USERNAME_PASSWORD_REQUIRED = "USERNAME_PASSWORD_REQUIRED"  # noqa: S105 - a status
PASSWORD_REQUIRED = "PASSWORD_REQUIRED"  # noqa: S105 - a status
MUST_CHANGE_PASSWORD = "MUST_CHANGE_PASSWORD"  # noqa: S105 - a status
RECOVERY_CODE_REQUIRED = "RECOVERY_CODE_REQUIRED"
COMPLETED = "COMPLETED"
# What the flow of a device waits for once the user has signed in, and how it ends if refused.
USER_CODE_REQUIRED = "DAG_USER_CODE_REQUIRED"
CONSENT_REQUIRED = "DAG_CONSENT_REQUIRED"
FAILED = "FAILED"

STATUSES = (
    USERNAME_PASSWORD_REQUIRED,
    PASSWORD_REQUIRED,
    MUST_CHANGE_PASSWORD,
    RECOVERY_CODE_REQUIRED,
    USER_CODE_REQUIRED,
    CONSENT_REQUIRED,
    COMPLETED,
    FAILED,
)

#: Seconds in which a user must sign in.
LIFETIME = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The sign-in that an authorization request began."""

    #: In the URL of the sign-on page; no secret, since only the session's cookie resumes it.
    id: str
    request: AuthorizationRequest
    status: str
    #: The user who must sign in, or has.
    user_id: str | None = None
    #: Of a user who has signed in.
    session: Session | None = None
    #: The code of a device, as its user has entered it.
    user_code: str | None = field(default=None, repr=False)
    #: RFC 3339.
    created_at: str
    expires_at: str


def signed_in_status(request: AuthorizationRequest) -> str:
    """What a flow waits for when the user has signed in, if anything."""
    return USER_CODE_REQUIRED if request.response_mode == DEVICE else COMPLETED


class Flows(Pending[Flow]):
    """Flows by id, until they are resumed or expire."""

    __slots__ = ("_clock", "_new_id")

    def __init__(self, config: StoreConfig) -> None:
        super().__init__(config, "flow", secret=False)
        self._clock = config.clock
        self._new_id = config.ids.uuid

    def begin(
        self,
        request: AuthorizationRequest,
        *,
        user_id: str | None = None,
        session: Session | None = None,
        user_code: str | None = None,
    ) -> Flow:
        """Begin a flow: with a session nobody signs in, and with a user it needs the password."""
        status = PASSWORD_REQUIRED if user_id else USERNAME_PASSWORD_REQUIRED
        flow = Flow(
            id=self._new_id(),
            request=request,
            status=signed_in_status(request) if session else status,
            user_id=user_id,
            session=session,
            user_code=user_code,
            created_at=self._clock.text(),
            expires_at=self._clock.text(after=LIFETIME),
        )
        self.put(flow, lifetime=LIFETIME, name=flow.id)
        return flow

    def update(self, flow: Flow, **values: Any) -> Flow:
        """Change some values of a flow; it expires when it would have."""
        changed = replace(flow, **values)
        held = self.table.get(flow.id)
        if held:
            self.load(flow.id, changed, expires_at=held[1])
        return changed

    def forget_user(self, user_id: str) -> None:
        """Remove the flows of a user who is deleted."""
        self._forget(lambda flow: flow.user_id == user_id)

    def forget_application(self, client_id: str) -> None:
        """Remove the flows of an application that is deleted."""
        self._forget(lambda flow: flow.request.client_id == client_id)

    def _forget(self, ended: Callable[[Flow], bool]) -> None:
        for id_, flow, _ in self.items():
            if ended(flow):
                self.drop(id_)
