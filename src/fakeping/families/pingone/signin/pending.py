"""What is handed out once and comes back once, within its time."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from fakeping.core.change import Change, Changed, unheard
from fakeping.core.counted import Counted
from fakeping.core.expiry import Sweep
from fakeping.redaction.redact import fingerprint
from fakeping.redaction.secret_digest import is_sealed, sealed

V = TypeVar("V")


class Pending(Generic[V]):
    """Values under unguessable names, until each has expired."""

    __slots__ = ("_changed", "_held", "_kind", "_learn", "_new_name", "_now", "_sweep")

    def __init__(
        self,
        *,
        now: Callable[[], float],
        new_name: Callable[[], str],
        learn: Callable[[str], None],
        kind: str = "",
        changed: Changed = unheard,
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
        """Keep a value; return its name, a new one unless one is given."""
        self._sweep(self._held)
        name = name or self._new_name()
        self._learn(name)
        self._held[name] = (value, self._now() + lifetime)
        self._changed(Change(self._kind, fingerprint(name), None, value))
        return name

    def get(self, name: str) -> V | None:
        """The value of that name, while it lives."""
        value, expires_at = self._held.get(self._key(name), (None, 0.0))
        return value if self._now() < expires_at else None

    def take(self, name: str) -> V | None:
        """The value of that name, for the last time."""
        value = self.get(name)
        self.drop(self._key(name))
        return value

    def drop(self, key: str) -> None:
        """Forget what is kept under this name, or under this seal of one."""
        value, _ = self._held.pop(key, (None, 0.0))
        if value is not None:
            self._changed(Change(self._kind, fingerprint(key), value, None))

    def lay(self, name: str, value: V, *, expires_at: float) -> None:
        """Keep a value under a name that may be sealed, until an instant. No change."""
        self._learn(name)
        self._held[name] = (value, expires_at)

    def items(self) -> list[tuple[str, V, float]]:
        """What lives: names, values, and when each dies."""
        now = self._now()
        return [
            (name, value, expires_at)
            for name, (value, expires_at) in self._held.items()
            if now < expires_at
        ]

    def _key(self, name: str) -> str:
        """What a value is kept under: its name, or the seal of it. A seal alone opens nothing."""
        if is_sealed(name):
            return ""
        return name if name in self._held else sealed(name)

    def capture(self) -> Any:
        """What it holds now."""
        return self._held.copy()

    def restore(self, memento: Any) -> None:
        """Hold what it held then."""
        self._held.hold(memento)

    def rejoin(self, memento: Any) -> None:
        """Hold what it held then, and what came since."""
        self._held.hold({**memento, **self._held})
