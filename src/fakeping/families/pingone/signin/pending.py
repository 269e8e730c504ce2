"""Values that are issued under a random name, and returned once before they expire."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from fakeping.core.change import Change, Changed, no_listener
from fakeping.core.counted import Counted
from fakeping.core.expiry import Sweep
from fakeping.redaction.redact import fingerprint
from fakeping.redaction.secret_digest import digest_of, is_digest

V = TypeVar("V")


class Pending(Generic[V]):
    """Values under unguessable names, until each expires."""

    __slots__ = ("_changed", "_held", "_kind", "_learn", "_new_name", "_now", "_sweep")

    def __init__(
        self,
        *,
        now: Callable[[], float],
        new_name: Callable[[], str],
        learn: Callable[[str], None],
        kind: str = "",
        changed: Changed = no_listener,
    ) -> None:
        self._now = now
        self._new_name = new_name
        self._learn = learn
        self._kind = kind
        self._changed = changed
        self._held: Counted[str, tuple[V, float]] = Counted(changed.grew)
        self._sweep: Sweep[tuple[V, float]] = Sweep(now=now, ends=lambda each: each[1])
        changed.expires(lambda: self._sweep.drop_expired(self._held))

    def put(self, value: V, *, lifetime: float, name: str | None = None) -> str:
        """Store a value, and return its name: by default a random one."""
        self._sweep(self._held)
        name = name or self._new_name()
        self._learn(name)
        self._held[name] = (value, self._now() + lifetime)
        self._changed(Change(self._kind, fingerprint(name), None, value))
        return name

    def get(self, name: str) -> V | None:
        """The unexpired value of that name."""
        value, expires_at = self._held.get(self._key(name), (None, 0.0))
        return value if self._now() < expires_at else None

    def take(self, name: str) -> V | None:
        """Remove and return the unexpired value of that name."""
        value = self.get(name)
        self.drop(self._key(name))
        return value

    def drop(self, key: str) -> None:
        """Remove the value under this name, or under this digest of one."""
        value, _ = self._held.pop(key, (None, 0.0))
        if value is not None:
            self._changed(Change(self._kind, fingerprint(key), value, None))

    def load(self, name: str, value: V, *, expires_at: float) -> None:
        """Restore a value, also under the digest of a name, without recording a change."""
        self._learn(name)
        self._held[name] = (value, expires_at)

    def items(self) -> list[tuple[str, V, float]]:
        """The unexpired values, each with its name and expiry."""
        now = self._now()
        return [
            (name, value, expires_at)
            for name, (value, expires_at) in self._held.items()
            if now < expires_at
        ]

    def _key(self, name: str) -> str:
        """The key of a value: its name, or the digest of it. A digest itself is no name."""
        if is_digest(name):
            return ""
        return name if name in self._held else digest_of(name)

    def capture(self) -> Any:
        """A snapshot, for `restore`."""
        return self._held.copy()

    def restore(self, snapshot: Any) -> None:
        """Go back to a snapshot."""
        self._held.hold(snapshot)

    def restore_keeping_new(self, snapshot: Any) -> None:
        """Go back to a snapshot, but keep the values since."""
        self._held.hold({**snapshot, **self._held})
