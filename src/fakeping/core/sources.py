"""Clock and ids: the only nondeterminism, both injected."""

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random


class Clock:
    """The only time that a tenant knows. It follows a real one until it is frozen or moved."""

    def __init__(self, real: Callable[[], float]) -> None:
        self._real = real
        self._offset = 0.0
        self._frozen_at: float | None = None
        self._second: int | None = None
        self._second_text = ""

    def timestamp(self) -> float:
        """Seconds since the epoch."""
        return self._real() + self._offset if self._frozen_at is None else self._frozen_at

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

    def advance(self, by: timedelta | float) -> None:
        """Move forward by a `timedelta` or by seconds; a negative step moves back."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        if self._frozen_at is None:
            self._offset += seconds
        else:
            self._frozen_at += seconds

    def freeze(self) -> None:
        """Stand still from now on."""
        self._frozen_at = self.timestamp()

    def set(self, to: datetime) -> None:
        """Jump to an instant: an aware `datetime`. A frozen clock stays frozen there."""
        if to.tzinfo is None:
            raise ValueError("a clock is set to an aware datetime, such as one with tzinfo=UTC")
        if self._frozen_at is None:
            self._offset = to.timestamp() - self._real()
        else:
            self._frozen_at = to.timestamp()


class Ids:
    """Where ids and opaque tokens come from. The same seed gives the same ones again.

    `secrets` is what tokens come from, where they must not be foretold from ids.
    """

    def __init__(self, random: Random, *, secrets: Random | None = None) -> None:
        self._bits = random.getrandbits
        self._secret_bits = (secrets or random).getrandbits
        self._series = ""
        self._serial = 0

    def uuid(self) -> str:
        """A lower-case version 4 UUID."""
        return _uuid(self._bits(128))

    def serial(self) -> str:
        """The next UUID of a series: for what every reply has, and nobody looks up."""
        if not self._series:
            self._series = self.uuid()[:-12]
        self._serial += 1
        return f"{self._series}{self._serial:012x}"

    def opaque(self) -> str:
        """160 random bits in base64url: the look of PingAM's opaque tokens."""
        return base64.urlsafe_b64encode(self._secret_bits(160).to_bytes(20)).rstrip(b"=").decode()


def derived_uuid(*names: str) -> str:
    """The UUID that belongs to these names, always the same: no state, no order of calls."""
    digest = hashlib.sha256("\n".join(names).encode()).digest()
    return _uuid(int.from_bytes(digest[:16]))


def _uuid(bits: int) -> str:
    text = f"{bits:032x}"
    variant = "89ab"[int(text[16], 16) & 3]
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{variant}{text[17:20]}-{text[20:]}"
