"""Injected clock and id generator: the only sources of nondeterminism."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random, SystemRandom
from typing import Protocol, TypedDict

from fakeping.core import duration
from fakeping.core.forked import Lock
from fakeping.core.guided import Guided
from fakeping.core.keywords import explained
from fakeping.core.moved import Moved


class ClockState(TypedDict, total=False):
    """A tenant's clock in its state document: where it is, or by how much it is ahead."""

    set: str
    frozen: bool
    advance: float


@explained("advance", "set", "freeze", "tick", "at")
class Clock(Guided):
    """A tenant's clock. It follows the real one until it is frozen or moved.

    Any thread may move it. Each move calls the functions given to `listen`.
    """

    def __init__(self, real: Callable[[], float]) -> None:
        self._real = real
        self._offset = 0.0
        self._frozen_at: float | None = None
        self._second: int | None = None
        self._second_text = ""
        self._lock = Lock()
        # Each registration has a key of its own, for a function may be registered twice.
        self._listeners: dict[object, Callable[[], None]] = {}

    def disown(self) -> None:
        """Make later moves raise `ForkedError`; for a forked child, whose parent has the tenant."""
        self._lock.refuse()

    def timestamp(self) -> float:
        """Seconds since the epoch."""
        frozen_at = self._frozen_at
        return self._real() + self._offset if frozen_at is None else frozen_at

    def now(self) -> datetime:
        """The current instant, in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def text(self, *, after: float = 0) -> str:
        """The instant `after` seconds from now, as RFC 3339: `2022-06-13T20:44:02.066Z`."""
        second, millisecond = divmod(round((self.timestamp() + after) * 1000), 1000)
        if second != self._second:
            self._second = second
            self._second_text = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S.")
        return f"{self._second_text}{millisecond:03d}Z"

    def __repr__(self) -> str:
        """The instant, and how it differs from the real clock."""
        moved = round(self.ahead)
        length = timedelta(seconds=abs(moved))
        said = [f"{length} {'ahead' if moved > 0 else 'behind'}"] if moved else []
        said += ["frozen"] if self.frozen else []
        return f"<{', '.join([f'Clock {self.text()}', *said])}>"

    @property
    def frozen(self) -> bool:
        """Whether it is stopped at an instant."""
        return self._frozen_at is not None

    @property
    def ahead(self) -> float:
        """Seconds ahead of the real clock: 0 until it is moved."""
        frozen_at = self._frozen_at
        return self._offset if frozen_at is None else frozen_at - self._real()

    def capture(self) -> tuple[float, float | None]:
        """Take a snapshot: its offset from the real clock, and when frozen, the instant."""
        return self._offset, self._frozen_at

    def restore(self, snapshot: tuple[float, float | None]) -> None:
        """Restore a snapshot."""
        with self._lock:
            self._offset, self._frozen_at = snapshot
        self._tell()

    def advance(
        self,
        by: duration.Duration = 0,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> None:
        """Move forward: `advance(90)`, `advance("1h30m")`, `advance(timedelta(days=1))`.

        A number is in seconds. Keywords add to it. Raises `ValueError` for an invalid duration,
        for a step back, which `set` takes, and beyond the years 1900 to 9998.
        """
        spelled = ((days, 86_400), (hours, 3_600), (minutes, 60), (seconds, 1))
        step = duration.seconds(by) + sum(duration.seconds(n) * unit for n, unit in spelled)
        duration.ahead(step)
        with self._lock:
            self._go_to(duration.within(self.timestamp() + step), by=step)
        self._tell()

    def tick(self, by: duration.Duration = 1) -> None:
        """Move forward by a second, or by a length of time as `advance` takes it."""
        self.advance(by)

    def freeze(self, at: datetime | str | None = None) -> Moved["Clock"]:
        """Stop the clock, at the current instant or at another one.

        Until `unfreeze`, or as a context manager: at the end of the block, it is as before.
        Raises as `set` does.
        """
        instant = None if at is None else duration.instant(at)
        moved = Moved(self)
        with self._lock:
            self._frozen_at = self.timestamp() if instant is None else instant
        self._tell()
        return moved

    def at(self, instant: datetime | str) -> Moved["Clock"]:
        """Jump to an instant, as `set` does; as a context manager, until the end of the block."""
        moved = Moved(self)
        self.set(instant)
        return moved

    def unfreeze(self) -> None:
        """Let the clock run on from where it is frozen."""
        with self._lock:
            if self._frozen_at is not None:
                self._offset = self._frozen_at - self._real()
                self._frozen_at = None
        self._tell()

    resume = unfreeze

    def set(self, to: datetime | str) -> None:
        """Jump to an instant: an aware `datetime`, or RFC 3339 text. A frozen clock stays frozen.

        Raises `ValueError` for any other value, without a time zone, and beyond the years 1900
        to 9998.
        """
        instant = duration.instant(to)
        with self._lock:
            if self._frozen_at is None:
                self._offset = instant - self._real()
            else:
                self._frozen_at = instant
        self._tell()

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Register a function to call after each move, in the thread that moved it.

        Returns a function that unregisters it.
        """
        key = object()
        self._listeners[key] = hear
        return lambda: (self._listeners.pop(key, None), None)[1]

    def _go_to(self, instant: float, *, by: float) -> None:
        if self._frozen_at is None:
            self._offset += by
        else:
            self._frozen_at = instant

    def _tell(self) -> None:
        for hear in tuple(self._listeners.values()):
            hear()


class Bits(Protocol):
    """A source of random bits, such as a `random.Random`."""

    def getrandbits(self, k: int, /) -> int:
        """Return a number of `k` random bits."""
        ...


class _Following:
    """Deterministic bits, at most 256 at a time: hashes of the seed and a counter.

    A `Random` takes ten times as long to create, and 2.5 KiB.
    """

    __slots__ = ("_numbers", "_seeded")

    def __init__(self, seed: int | str) -> None:
        self._seeded = hashlib.sha256(f"{seed!r} ".encode())
        self._numbers = count()

    def getrandbits(self, k: int, /) -> int:
        """Return a number of `k` random bits."""
        hashed = self._seeded.copy()
        hashed.update(b"%d" % next(self._numbers))
        return int.from_bytes(hashed.digest()) >> (256 - k)


class Ids:
    """Generates ids and opaque tokens. The same seed gives the same ones again.

    `secrets` is the source for tokens, if these must not be predictable from ids.
    """

    def __init__(self, random: Bits, *, secrets: Bits | None = None) -> None:
        self._bits = random.getrandbits
        self._secret_bits = (secrets or random).getrandbits
        self._series = ""
        self._serial = 0

    def uuid(self) -> str:
        """A lower-case version 4 UUID."""
        return _uuid(self._bits(128))

    def serial(self) -> str:
        """The next UUID of a series, cheaper than `uuid`: for ids that nobody looks up."""
        if not self._series:
            self._series = self.uuid()[:-12]
        self._serial += 1
        return f"{self._series}{self._serial:012x}"

    def opaque(self) -> str:
        """160 random bits in base64url, as PingAM's opaque tokens."""
        return base64.urlsafe_b64encode(self._secret_bits(160).to_bytes(20)).rstrip(b"=").decode()

    @contextmanager
    def aside(self, others: "Ids") -> Iterator[None]:
        """Use another generator within the block, so that its ids leave no gap in this series."""
        own = self._bits, self._secret_bits
        self._bits, self._secret_bits = others._bits, others._secret_bits  # noqa: SLF001 - its own kind
        try:
            yield
        finally:
            self._bits, self._secret_bits = own


class Series(dict[str, Ids]):
    """An id generator for each part of a tenant; without a seed, all parts share one.

    With a seed, a part's ids depend on it and the part's name, not on those of other parts.
    """

    __slots__ = ("_ids", "_seed")

    def __init__(self, ids: Ids, seed: int | str | None) -> None:
        super().__init__()
        self._ids = ids
        self._seed = seed

    def __missing__(self, part: str) -> Ids:
        """Make a part's generator."""
        if self._seed is None:
            return self._ids
        ids = self[part] = repeatable(f"{self._seed}/{part}")
        return ids


def fresh() -> Ids:
    """A generator of unique ids and unpredictable tokens."""
    # The system's randomness costs a system call for each id; only secrets need it.
    secrets = SystemRandom()
    return Ids(Random(secrets.getrandbits(256)), secrets=secrets)  # noqa: S311 - as above


def repeatable(seed: int | str) -> Ids:
    """A generator whose ids and tokens depend on the seed only, on any machine."""
    return Ids(_Following(seed))


def seconds_of(instant: str) -> int:
    """The whole seconds since the epoch of an RFC 3339 instant."""
    return int(datetime.fromisoformat(instant).timestamp())


def derived_uuid(*names: str) -> str:
    """Derive a UUID from names: always the same for the same names."""
    digest = hashlib.sha256("\n".join(names).encode()).digest()
    return _uuid(int.from_bytes(digest[:16]))


# What RFC 9562 says of a version 4 UUID: four bits of version, two of variant.
_VERSION_AND_VARIANT = 0x4 << 76 | 0b10 << 62
_FREE = ~(0xF << 76 | 0b11 << 62)


def _uuid(bits: int) -> str:
    text = f"{bits & _FREE | _VERSION_AND_VARIANT:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
