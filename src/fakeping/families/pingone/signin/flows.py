"""Flows: sign-ins under way, from an authorization request to a session."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from fakeping.core.family import StoreConfig
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


class Flows:
    """Flows by id, until they are resumed or expire."""

    __slots__ = ("_clock", "_held", "_new_id")

    def __init__(self, config: StoreConfig) -> None:
        self._clock = config.clock
        self._new_id = config.ids.uuid
        self._held: Pending[tuple[Flow, float]] = Pending(
            now=config.clock.timestamp,
            new_name=config.ids.uuid,
            learn=lambda _id: None,
            changed=config.changed,
        )

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
        expires_at = self._clock.timestamp() + LIFETIME
        self._held.put((flow, expires_at), lifetime=LIFETIME, name=flow.id)
        return flow

    def get(self, id_: str) -> Flow | None:
        """The unexpired flow with that id."""
        held = self._held.get(id_)
        return held[0] if held else None

    def update(self, flow: Flow, **values: Any) -> Flow:
        """Change some values of a flow; it expires when it would have."""
        held = self._held.get(flow.id)
        changed = replace(flow, **values)
        if held:
            self._held.load(flow.id, (changed, held[1]), expires_at=held[1])
        return changed

    def take(self, id_: str) -> Flow | None:
        """Remove and return the unexpired flow with that id."""
        held = self._held.take(id_)
        return held[0] if held else None

    def forget_user(self, user_id: str) -> None:
        """Remove the flows of a user who is deleted."""
        self._forget(lambda flow: flow.user_id == user_id)

    def forget_application(self, client_id: str) -> None:
        """Remove the flows of an application that is deleted."""
        self._forget(lambda flow: flow.request.client_id == client_id)

    def _forget(self, ended: Callable[[Flow], bool]) -> None:
        for id_, (flow, _), _ in self._held.items():
            if ended(flow):
                self._held.drop(id_)

    def all(self) -> list[tuple[Flow, float]]:
        """Every unexpired flow, and when it expires."""
        return [(flow, expires_at) for _, (flow, _), expires_at in self._held.items()]

    def load(self, flow: Flow, *, expires_at: float) -> None:
        """Restore a flow from a document."""
        self._held.load(flow.id, (flow, expires_at), expires_at=expires_at)

    def forget(self) -> None:
        """Remove every flow."""
        self._held.restore({})

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._held.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._held.restore(snapshot)
