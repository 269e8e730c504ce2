"""Rate limits: at most so many requests in a window of the tenant's clock, then 429."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal, get_args

from fakeping.core.duration import Duration, wait
from fakeping.core.exchange import JSON
from fakeping.core.expiry import Sweep
from fakeping.core.problem import Nonsense, Scripted
from fakeping.core.sources import Clock
from fakeping.faults.attempt import OperationAttempt
from fakeping.faults.figures import choice, count

#: Whether each caller's requests are counted separately, or all of the tenant's together.
Per = Literal["caller", "tenant"]


@dataclass(slots=True)
class _Window:
    """A caller's window: its start, and the number of requests passed."""

    began: float
    passed: int = 0


class Quota:
    """Counts requests by caller in windows, each of which begins with its first request."""

    def __init__(
        self, limit: int, window: Duration, *, per: Per, retry_after: int | None, clock: Clock
    ) -> None:
        choice(per, get_args(Per), at="per")
        self.limit = count(limit, at="limit", least=0)
        self.per = per
        self.seconds = wait(window, what="a window")
        if not self.seconds:
            raise Nonsense("a window is longer than nothing", at="window")
        self._retry_after = retry_after
        self._clock = clock
        self._windows: dict[object, _Window] = {}
        self._sweep: Sweep[_Window] = Sweep(
            now=clock.timestamp, ends=lambda each: each.began + self.seconds
        )

    def refusal(self, attempt: OperationAttempt) -> Scripted | None:
        """Count a request; return a 429 if it exceeds the limit, else `None`."""
        now = self._clock.timestamp()
        window = self._window(attempt.caller if self.per == "caller" else None, now)
        if window.passed < self.limit:
            window.passed += 1
            return None
        left = window.began + self.seconds - now
        return Scripted(
            f"{self.limit} requests in {self.seconds:g} seconds are allowed.",
            status=429,
            retry_after=ceil(left) if self._retry_after is None else self._retry_after,
            limit=self.limit,
            reset_at=self._clock.text(after=left),
        )

    def document(self) -> Mapping[str, JSON]:
        """Its parameters, as JSON."""
        parameters = {"limit": self.limit, "window": self.seconds, "per": self.per}
        return (
            parameters
            if self._retry_after is None
            else {**parameters, "retry_after": self._retry_after}
        )

    def _window(self, who: object, now: float) -> _Window:
        window = self._windows.get(who)
        if window is None or not self._is_open(window, now):
            self._sweep(self._windows)
            window = self._windows[who] = _Window(now)
        return window

    def _is_open(self, window: _Window, now: float) -> bool:
        # False also if the clock was set back, so that a new window begins.
        return window.began <= now < window.began + self.seconds
