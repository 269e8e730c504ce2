"""Memory accounting of a tenant's stores, with its limit."""

from collections.abc import Callable
from typing import Self

from fakeping.core.change import Change
from fakeping.core.limits import limit
from fakeping.core.problem import Full

MAX_STORED = limit(
    "tenant.stored",
    1024**3,
    unit="bytes",
    bounds="what one tenant holds of both families: texts, and 300 bytes for each entity, code,"
    " token, ticket or session",
    past="507 in the family's shape for whatever would add to it; reading and deleting go on, and"
    " a document that says more is refused",
    change="`FakePing(max_stored=...)`, `serve --max-stored`",
)

#: Least limit: built-in entities and a tenant's first tokens must fit.
LEAST_STORED = 100_000

_MAX_KEPT = limit(
    "tenant.encoded",
    64 * 1024**2,
    unit="bytes",
    bounds="entities that a tenant keeps as the bytes that they were sent as",
    past="all are forgotten, and made anew when they are asked for",
)

# Signing in, which deleting requires, may exceed the limit by this fraction of it.
_SPARE = 16

# Seconds of the tenant's clock between two sweeps of expired entities.
_BETWEEN = 1.0


class Stored:
    """Counts the bytes of a tenant's stores, which report to it. See `change.Changed`.

    A part, such as an environment, counts its own in `bytes`, and so does the whole.
    """

    def __init__(
        self,
        note: Callable[[Change], None],
        *,
        now: Callable[[], float],
        most: int = MAX_STORED,
        whole: "Stored | None" = None,
    ) -> None:
        self.bytes = 0
        self.most = most
        self._note = note
        self._now = now
        self._whole = whole
        self._joined = False
        self._parts: dict[int, Self] = {}
        self._forget: dict[Callable[[], None], None] = {}
        self._kept = 0
        # Each drops the expired entities of a store.
        self._sweeps: list[Callable[[], None]] = []
        self._swept_at = float("-inf")

    def __call__(self, change: Change) -> None:
        """Pass a change on."""
        self._note(change)

    def grew(self, by: int) -> None:
        """Add `by`, which may be negative, to the bytes."""
        self.bytes += by
        if self._whole is not None and self._joined:
            self._whole.grew(by)

    def keeps(self, size: int, forget: Callable[[], None]) -> None:
        """Count `size` bytes of cache; past the limit, call every `forget`."""
        if self._whole is not None:
            self._whole.keeps(size, forget)
            return
        self._kept += size
        self._forget[forget] = None
        if self._kept > _MAX_KEPT:
            for each in self._forget:
                each()
            self._forget.clear()
            self._kept = 0

    def expires(self, sweep: Callable[[], None]) -> None:
        """Register a function that drops expired entities; called before `require` fails."""
        self._sweeps.append(sweep)

    def part(self) -> Self:
        """Make a counter for a part, to be counted here after `join`."""
        return type(self)(self._note, now=self._now, most=self.most, whole=self)

    def join(self, part: Self) -> None:
        """Include a part's bytes."""
        self._parts[id(part)] = part
        part._joined = True
        self.grew(part.bytes)

    def leave(self, part: Self) -> None:
        """Exclude a part's bytes."""
        del self._parts[id(part)]
        part._joined = False
        self.grew(-part.bytes)

    def require(self, more: int, *, spare: bool = False) -> None:
        """Raise `Full` if `more` bytes would exceed the limit; `spare` adds 1/16 to it."""
        most = self.most + (self.most // _SPARE if spare else 0)
        if self.bytes + more <= most:
            return
        now = self._now()
        if abs(now - self._swept_at) >= _BETWEEN:
            self._swept_at = now
            self._sweep()
        if self.bytes + more > most:
            raise Full(
                f"The tenant holds {self.bytes:,} bytes of at most {self.most:,}: delete something,"
                " reset it, or let it hold more with --max-stored."
            )

    def _sweep(self) -> None:
        for sweep in self._sweeps:
            sweep()
        for part in self._parts.values():
            part._sweep()  # noqa: SLF001 - of its own kind
