"""Values that are issued under a random name, and returned once before they expire."""

from collections.abc import Callable
from typing import Generic, TypeVar

from fakeping.core.change import Change
from fakeping.core.part import Part
from fakeping.core.store_config import StoreConfig
from fakeping.core.table import Table
from fakeping.redaction.redact import fingerprint
from fakeping.redaction.secret_digest import digest_of, is_digest

V = TypeVar("V")


class Pending(Part[str, tuple[V, float]], Generic[V]):
    """Values under unguessable names, each with its expiry.

    Records show the names that are not `secret`.
    """

    __slots__ = ("_changed", "_kind", "_learn", "_new_name", "_now", "_shown")

    def __init__(
        self,
        config: StoreConfig,
        kind: str,
        *,
        new_name: Callable[[], str] | None = None,
        secret: bool = True,
    ) -> None:
        self._now = config.clock.timestamp
        self._new_name = new_name or config.ids.opaque
        self._learn = config.learn if secret else _keep_known
        self._shown = fingerprint if secret else str
        self._kind = kind
        self._changed = config.changed
        super().__init__(Table(kind, config.changed, ends=lambda each: each[1], now=self._now))

    def put(self, value: V, *, lifetime: float, name: str | None = None) -> str:
        """Store a value, and return its name: by default a random one."""
        name = name or self._new_name()
        self.load(name, value, expires_at=self._now() + lifetime)
        self._changed(Change(self._kind, self._shown(name), None, value))
        return name

    def get(self, name: str) -> V | None:
        """The unexpired value of that name."""
        value, expires_at = self.table.get(self._key(name)) or (None, 0.0)
        return value if self._now() < expires_at else None

    def take(self, name: str) -> V | None:
        """Remove and return the unexpired value of that name."""
        value = self.get(name)
        self.drop(self._key(name))
        return value

    def drop(self, key: str) -> None:
        """Remove the value under this name, or under this digest of one."""
        dropped = self.table.drop(key)
        if dropped is not None:
            self._changed(Change(self._kind, self._shown(key), dropped[0], None))

    def load(self, name: str, value: V, *, expires_at: float) -> None:
        """Restore a value, also under the digest of a name, without recording a change."""
        self._learn(name)
        self.table.keep(name, (value, expires_at))

    def items(self) -> list[tuple[str, V, float]]:
        """The unexpired values, each with its name and expiry."""
        now = self._now()
        return [
            (name, value, expires_at)
            for name, (value, expires_at) in self.table.items()
            if now < expires_at
        ]

    def forget(self) -> None:
        """Remove every value."""
        self.table.clear()

    def _key(self, name: str) -> str:
        """The key of a value: its name, or the digest of it. A digest itself is no name."""
        if is_digest(name):
            return ""
        return name if self.table.has(name) else digest_of(name)


def _keep_known(name: str) -> None:
    """Learn no secret."""
