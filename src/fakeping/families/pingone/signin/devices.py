"""Devices that wait for a user to allow them in (RFC 8628), by their device codes."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone.signin.model import AuthorizationRequest, Session
from fakeping.families.pingone.signin.pending import Pending
from fakeping.redaction.secret_digest import digest_of

# What a user has decided.
PENDING = "PENDING"
ALLOWED = "ALLOWED"
REFUSED = "REFUSED"

# Without vowels, and without what looks like something else (RFC 8628, section 6.1).
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
_HALF = 4

# Seconds that a code is remembered after its end, to be told of as expired.
_REMEMBERED = 3_600

# Seconds that are added to the interval of a device that asks too soon.
_SLOWER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device that asks for a user's tokens."""

    #: What the user enters: in clear, or a secret digest of it.
    user_code: str = field(repr=False)
    #: What the device asks for.
    request: AuthorizationRequest
    status: str = PENDING
    #: Of the user who allowed it.
    session: Session | None = None
    #: The seconds between two requests for its tokens.
    interval: int
    #: When it last asked; seconds of the tenant's clock.
    asked_at: float | None = None
    #: When its codes end; seconds of the tenant's clock.
    ends_at: float

    def is_named(self, user_code: str) -> bool:
        """Whether this is its user code, however it is written."""
        written = normal(user_code)
        return self.user_code in {written, digest_of(written)}


class Devices:
    """Devices by device code, until they have their tokens or their codes are forgotten."""

    __slots__ = ("_held", "_ids", "_learn", "_now")

    def __init__(self, config: StoreConfig) -> None:
        self._ids = config.ids
        self._now = config.clock.timestamp
        self._learn = config.learn
        self._held: Pending[Device] = Pending(config, "device_code", new_name=config.ids.uuid)

    def begin(
        self, request: AuthorizationRequest, *, lifetime: int, interval: int
    ) -> tuple[str, Device]:
        """Let a device wait. Return its code, and the device."""
        device = Device(
            user_code=self._new_user_code(),
            request=request,
            interval=interval,
            ends_at=self._now() + lifetime,
        )
        self._learn(device.user_code)
        return self._held.put(device, lifetime=lifetime + _REMEMBERED), device

    def get(self, code: str) -> Device | None:
        """The device with that code, which may have ended."""
        return self._held.get(code)

    def has_ended(self, device: Device) -> bool:
        """Whether a device's codes have expired."""
        return self._now() >= device.ends_at

    def waiting(self, user_code: str) -> tuple[str, Device] | None:
        """The code, or its digest, and the device that waits for a decision by this user code."""
        for code, device, _ in self._held.items():
            if device.status == PENDING and device.is_named(user_code):
                return None if self.has_ended(device) else (code, device)
        return None

    def asks(self, code: str, device: Device) -> bool:
        """Note that a device asks for its tokens. Return whether it does so too soon."""
        now = self._now()
        soon = device.asked_at is not None and now - device.asked_at < device.interval
        interval = device.interval + (_SLOWER if soon else 0)
        self._hold(code, replace(device, asked_at=now, interval=interval))
        return soon

    def decide(self, code: str, device: Device, session: Session | None) -> None:
        """Let a user allow a device, with their session, or refuse it."""
        status = REFUSED if session is None else ALLOWED
        self._hold(code, replace(device, status=status, session=session))

    def take(self, code: str) -> None:
        """Forget a device, which has its tokens."""
        self._held.take(code)

    def forget_user(self, user_id: str) -> None:
        """Forget the devices that a user allowed, who is deleted."""
        for code, device, _ in self._held.items():
            if device.session is not None and device.session.user_id == user_id:
                self._held.drop(code)

    def forget_application(self, client_id: str) -> None:
        """Forget the devices of an application that is deleted."""
        for code, device, _ in self._held.items():
            if device.request.client_id == client_id:
                self._held.drop(code)

    def all(self) -> list[tuple[str, Device, float]]:
        """Every device: its code or the digest of it, itself, and when it is forgotten."""
        return self._held.items()

    def load(self, code: str, device: Device, *, expires_at: float) -> None:
        """Restore a device from a document; its codes may be secret digests."""
        self._learn(device.user_code)
        self._held.load(code, device, expires_at=expires_at)

    def forget(self) -> None:
        """Forget every device."""
        self._held.forget()

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._held.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._held.restore(snapshot)

    def _hold(self, code: str, device: Device) -> None:
        key = code if any(code == each for each, _, _ in self._held.items()) else digest_of(code)
        expires_at = device.ends_at + _REMEMBERED
        self._held.load(key, device, expires_at=expires_at)

    def _new_user_code(self) -> str:
        digest = hashlib.sha256(self._ids.opaque().encode()).digest()
        letters = "".join(_LETTERS[each % len(_LETTERS)] for each in digest[: 2 * _HALF])
        return f"{letters[:_HALF]}-{letters[_HALF:]}"


def normal(user_code: str) -> str:
    """A user code as it is issued: in capitals, with its hyphen."""
    letters = "".join(each for each in user_code.upper() if each.isalnum())
    return f"{letters[:_HALF]}-{letters[_HALF:]}"
