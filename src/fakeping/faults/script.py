"""Application of a tenant's faults to its requests, in the order of their definition."""

from collections.abc import Iterator, Mapping
from threading import RLock
from typing import Any, Protocol

from fakeping.core.exchange import Reply
from fakeping.core.limits import limit
from fakeping.core.sources import Clock, Ids
from fakeping.faults.attempt import FaultResponse, OperationAttempt
from fakeping.faults.delay import held
from fakeping.faults.fault import Fault, When

#: Most finished faults that are kept, the latest.
_REMEMBERED = 1_000

#: Bounded because each is matched with every request of the tenant.
MAX_FAULTS = limit(
    "faults",
    1_000,
    unit="faults",
    bounds="the faults of one tenant that are not over",
    past="one more is refused: ValueError in Python, 400 over HTTP",
)

_REFUSED = 400


class FaultTarget(Protocol):
    """The interface of a tenant that faults need."""

    #: The faults, while one of them is active.
    script: "Script | None"

    @property
    def lock(self) -> RLock:
        """Held while a request is answered."""

    @property
    def clock(self) -> Clock:
        """The tenant's clock."""

    @property
    def editions(self) -> Mapping[str, str]:
        """The name of each family's edition."""

    @property
    def stores(self) -> Mapping[str, Any]:
        """Each family's store, by the family's name."""


class Script:
    """The faults of a tenant, applied to each request. Callers hold the tenant's lock.

    The first fault that applies to a request makes its answer final, and the others do not
    count it; delays do not, so that they add up and combine with any fault.
    """

    def __init__(self, target: FaultTarget, *, ids: Ids) -> None:
        self._target = target
        self._ids = ids
        self._faults: dict[str, Fault] = {}
        self._active: tuple[Fault, ...] = ()
        # Faults that match the current request: there is one at a time.
        self._waiting: tuple[Fault, ...] = ()

    def __iter__(self) -> Iterator[Fault]:
        """Iterate over the faults in order, finished ones included."""
        return iter(tuple(self._faults.values()))

    def add(self, fault: Fault) -> Fault:
        """Append a fault. Raises `ValueError` if there are too many."""
        if len(self._active) >= MAX_FAULTS:
            raise ValueError(f"there are {MAX_FAULTS:,} faults already that are not over")
        self._faults[fault.id] = fault
        if len(self._faults) - len(self._active) > _REMEMBERED:
            self._faults.pop(next(each.id for each in self if not each.active))
        self._refresh()
        return fault

    def cancel(self, fault: Fault) -> None:
        """Deactivate a fault."""
        fault.end()
        self._refresh()

    def forget(self, fault: Fault) -> None:
        """Cancel a fault and remove it."""
        self._faults.pop(fault.id, None)
        self.cancel(fault)

    def clear(self) -> None:
        """Cancel and remove all faults."""
        faults, self._faults = self._faults, {}
        for each in faults.values():
            each.end()
        self._refresh()

    def before(self, attempt: OperationAttempt) -> None:
        """Before the operation: raise `FaultResponse` if a fault replaces it."""
        for each in self._active:
            each.effect.watch(attempt)
        self._waiting = tuple(each for each in self._active if each.fits(attempt))
        for fault in self._waiting:
            if fault.when is not When.BEFORE:
                continue
            reply = fault.apply(attempt, None)
            if reply is not None:
                attempt.replaced = attempt.settled = True
                raise FaultResponse(reply, self._ids)

    def after(self, attempt: OperationAttempt, reply: Reply) -> Reply:
        """After the operation: return the reply with the effects of matching faults."""
        carried_out = not attempt.replaced and reply.status < _REFUSED
        for fault in self._waiting:
            if fault.when is When.BEFORE or (attempt.settled and fault.effect.settles):
                continue
            if fault.when is When.AFTER_COMMIT and not carried_out:
                continue
            applied = fault.apply(attempt, reply)
            if applied is not None:
                reply = applied
                attempt.settled |= fault.effect.settles
        return self._marked(attempt, reply) if attempt.applied else reply

    def _marked(self, attempt: OperationAttempt, reply: Reply) -> Reply:
        self._refresh()
        reply.fault = "+".join(attempt.applied)
        reply.headers = {**reply.headers, "X-Fakeping-Fault": reply.fault}
        return held(reply, attempt.delays)

    def _refresh(self) -> None:
        self._active = tuple(each for each in self._faults.values() if each.active)
        self._target.script = self if self._active else None
