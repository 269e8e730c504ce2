"""What is handed out once and comes back once: bounded, and dead after its time."""

from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")

_MAX = 10_000


class Pending(Generic[V]):
    """Values under unguessable names; the oldest make room for the newest."""

    def __init__(self, *, now: Callable[[], float], new_name: Callable[[], str]) -> None:
        self._now = now
        self._new_name = new_name
        self._held: dict[str, tuple[V, float]] = {}

    def put(self, value: V, *, lifetime: float, name: str | None = None) -> str:
        """Keep a value; return its name, a new one unless one is given."""
        while len(self._held) >= _MAX:
            del self._held[next(iter(self._held))]
        name = name or self._new_name()
        self._held[name] = (value, self._now() + lifetime)
        return name

    def get(self, name: str) -> V | None:
        """The value of that name, while it lives."""
        value, expires_at = self._held.get(name, (None, 0.0))
        return value if self._now() < expires_at else None

    def take(self, name: str) -> V | None:
        """The value of that name, for the last time."""
        value = self.get(name)
        self._held.pop(name, None)
        return value
