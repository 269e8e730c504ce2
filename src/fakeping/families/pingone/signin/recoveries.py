"""Codes by which users recover their passwords."""

from dataclasses import dataclass, field, replace
from typing import Any

from fakeping.core.store_config import StoreConfig
from fakeping.families.pingone.signin.pending import Pending
from fakeping.redaction.secret_digest import is_digest, matches

#: Seconds for which a code holds.
LIFETIME = 300

#: The wrong codes after which the right one counts no more.
MOST_FAILURES = 5

_LENGTH = 8

_WRONG = "The recovery code is wrong, or has expired."


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """A code that was sent to a user."""

    #: In clear, or a secret digest of it; in capitals.
    code: str = field(repr=False)
    #: How many wrong codes were entered.
    failures: int = 0
    expires_at: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether too many wrong codes were entered."""
        return self.failures >= MOST_FAILURES

    def is_code(self, sent: str) -> bool:
        """Whether this is the code; its letter case does not count."""
        return matches(self.code, sent.upper())


class Recoveries:
    """The last code of each user, until it expires."""

    __slots__ = ("_held", "_ids", "_learn", "_now")

    def __init__(self, config: StoreConfig) -> None:
        self._ids = config.ids
        self._learn = config.learn
        self._now = config.clock.timestamp
        self._held: Pending[Recovery] = Pending(config, "recovery_code", secret=False)

    def send(self, user_id: str) -> str:
        """Make a code for a user, in the place of the one before, and return it."""
        letters = "".join(each for each in self._ids.opaque().upper() if each.isalnum())
        recovery = Recovery(code=letters[:_LENGTH], expires_at=self._now() + LIFETIME)
        self._learn(recovery.code)
        self._held.put(recovery, lifetime=LIFETIME, name=user_id)
        return recovery.code

    def of(self, user_id: str) -> Recovery | None:
        """The unexpired code of a user."""
        return self._held.get(user_id)

    def in_clear(self, user_id: str) -> str | None:
        """The unexpired code of a user, as it was sent; `None` if only its digest is known."""
        found = self.of(user_id)
        return None if found is None or is_digest(found.code) else found.code

    def refusal(self, user_id: str, sent: str) -> str | None:
        """Use a user's code up. Return what is wrong with the one that was sent, if anything."""
        recovery = self.of(user_id)
        if recovery is None:
            return _WRONG
        if recovery.is_over:
            return "Maximum password recovery failures exceeded"
        if recovery.is_code(sent):
            self.forget_user(user_id)
            return None
        counted = replace(recovery, failures=recovery.failures + 1)
        self._held.load(user_id, counted, expires_at=recovery.expires_at)
        return _WRONG

    def forget_user(self, user_id: str) -> None:
        """Forget the code of a user."""
        self._held.drop(user_id)

    def all(self) -> list[tuple[str, Recovery, float]]:
        """Every code: the user's id, itself, and when it expires."""
        return self._held.items()

    def load(self, user_id: str, recovery: Recovery, *, expires_at: float) -> None:
        """Restore a code from a document."""
        self._learn(recovery.code)
        recovery = replace(recovery, expires_at=expires_at)
        self._held.load(user_id, recovery, expires_at=expires_at)

    def forget(self) -> None:
        """Forget every code."""
        self._held.forget()

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._held.capture()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._held.restore(snapshot)
