"""The collection of a tenant's faults, with queries and cancellation."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import Any

from fakeping.core.editions import KnownOperations
from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.guided import Guided
from fakeping.core.sources import repeatable
from fakeping.faults.effect import Effect
from fakeping.faults.fault import Fault, Schedule, When
from fakeping.faults.pattern import Operations, Saying, pattern
from fakeping.faults.script import FaultTarget, Script


class Roster(Guided):
    """A tenant's faults, the oldest first, with the latest thousand finished ones."""

    def __init__(self, tenant: FaultTarget, *, families: Iterable[Family[Any]], seed: str) -> None:
        self._tenant = tenant
        self._families = tuple(each for each in families if each.tenanted)
        self._rows = {each.name: each for f in self._families for each in f.operations}
        self._known = KnownOperations.of(self._families, tenant.editions.items())
        self._ids = repeatable(f"{seed}/ids")
        self._script = Script(tenant, ids=self._ids)
        self._seed = seed
        self._number = 0

    def clear(self) -> None:
        """Remove every fault, and release every held answer."""
        with self._tenant.lock:
            self._script.clear()

    def let_go(self) -> None:
        """Release every held answer. The faults stay."""
        for each in self:
            each.effect.end()

    def get(self, id_: str) -> Fault | None:
        """The fault with that id, or `None`."""
        return next((each for each in self if each.id == id_), None)

    def forget(self, fault: Fault) -> None:
        """Cancel a fault and remove it."""
        with self._tenant.lock:
            self._script.forget(fault)

    def __iter__(self) -> Iterator[Fault]:
        """Iterate over the faults."""
        with self._tenant.lock:
            return iter(self._script)

    def __len__(self) -> int:
        """Count the faults, finished ones included."""
        return sum(1 for _ in self)

    def assert_all_fired(self) -> None:
        """Raise `AssertionError` unless each fault fired `times` times, or at least once."""
        __tracebackhide__ = True
        unmet = [said for each in self if (said := each.unmet())]
        if unmet:
            raise AssertionError("\n".join(["Not every fault has fired:", *unmet]))

    def _add(
        self,
        effect: Effect,
        *,
        parameters: Mapping[str, JSON],
        op: Operations,
        said: Saying,
        when: When = When.BEFORE,
        times: int | None = None,
        among: frozenset[str] | None = None,
    ) -> Fault:
        found = pattern(self._known, op, said, among=among)
        schedule = Schedule(
            times=times,
            after=said.get("after", 0),
            probability=said.get("probability", 1.0),
        )
        with self._tenant.lock:
            self._number += 1
            return self._script.add(
                Fault(
                    id_=str(self._number),
                    parameters=parameters,
                    pattern=found,
                    effect=effect,
                    when=when,
                    schedule=schedule,
                    random=self._random(),
                    confidential=any(self._rows[each].confidential for each in found.operations),
                    cancel=self._end,
                )
            )

    def _end(self, fault: Fault) -> None:
        with self._tenant.lock:
            self._script.cancel(fault)

    def _random(self) -> Random:
        """A generator for the next fault, so that faults' probabilities are independent."""
        return Random(f"{self._seed}/{self._number}")  # noqa: S311 - repeatable
