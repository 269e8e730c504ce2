"""Read, move and stop a tenant's clock."""

from collections.abc import Callable
from typing import TypeVar

from fakeping.control.surface import ControlCall, answer, row, tenant_of
from fakeping.core import duration
from fakeping.core.exchange import JSON, Reply
from fakeping.core.problem import Invalid, Violation
from fakeping.core.sources import Clock

T = TypeVar("T")


def read_clock(call: ControlCall) -> Reply:
    """Read a tenant's clock."""
    return answer(_document(_clock(call)))


def move_clock(call: ControlCall) -> Reply:
    """Set, move, stop or resume a tenant's clock."""
    clock, said = _clock(call), call.body
    now = clock.timestamp()
    if "set" in said:
        now = _understood("set", lambda: duration.instant(said["set"]))
    step = _understood("advance", lambda: duration.ahead(duration.seconds(said.get("advance", 0))))
    _understood("advance", lambda: duration.within(now + step))
    # Stopped while it is moved, so that it shows exactly the time that was asked for.
    if said.get("frozen"):
        clock.freeze()
    if "set" in said:
        clock.set(said["set"])
    if "advance" in said:
        clock.advance(step)
    if said.get("frozen") is False:
        clock.unfreeze()
    return answer(_document(clock))


def _clock(call: ControlCall) -> Clock:
    clock: Clock = tenant_of(call).clock
    return clock


def _document(clock: Clock) -> JSON:
    return {"now": clock.text(), "frozen": clock.frozen}


def _understood(member: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except ValueError as error:
        violation = Violation(keyword="", target=member, message=str(error))
        raise Invalid(f"{member}: {error}", violations=(violation,)) from None


_CLOCK = "/tenants/{tenant_id}/clock"

OPERATIONS = (
    row("clock.read", f"GET {_CLOCK}", read_clock, {200: "control/clock"}),
    row(
        "clock.move", f"PATCH {_CLOCK}", move_clock, {200: "control/clock"}, "control/clock_request"
    ),
)
