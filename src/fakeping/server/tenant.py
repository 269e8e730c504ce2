"""A tenant as tests and the control surface hold it: its parts, its state, its end."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, cast, get_args

from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.sources import Clock
from fakeping.core.tally import Tally
from fakeping.engine import state_document as whole
from fakeping.engine.tenant_state import Tenant as State
from fakeping.families import Handles, tenancy_of
from fakeping.faults.faults import Faults
from fakeping.journal.journal import Journal

#: A state document, the file of one, or a function that puts state there.
Seed = Mapping[str, Any] | str | Path | Callable[["Tenant"], object]


class Registry(Protocol):
    """Every tenant of a server: what one of them asks of it."""

    @property
    def base_url(self) -> str:
        """What the server is called."""

    @property
    def families(self) -> tuple[Family[Any], ...]:
        """The APIs that it answers for."""

    def fill(self, tenant: "Tenant", seed: Seed, *, add: bool = False) -> None:
        """Let a tenant hold what a seed says, or that on top of what it holds."""

    def drop(self, id_: str) -> None:
        """Forget a tenant."""


class Tenant(Handles):
    """One PingOne environment and one PingAM realm, with state and tokens of their own.

    As a context manager it is dropped at the end.
    """

    def __init__(self, state: State, tenants: Registry) -> None:
        self._state = state
        self._tenants = tenants

    def _handle(self, family: Family[Any]) -> Any:
        store, made = self._state.stores[family.name], tenancy_of(family).handle
        return made(store, self._state.lock, lambda: self._tenants.base_url)

    @property
    def id(self) -> str:
        """What the control API calls it."""
        return self._state.id

    @property
    def journal(self) -> Journal:
        """What was asked of this tenant, and what it answered."""
        return self._state.journal

    @cached_property
    def faults(self) -> Faults:
        """What is scripted to fail, and how to."""
        state = self._state
        seed = "/".join([state.id, *sorted(address for _, address in state.addresses)])
        return Faults(state, families=self._tenants.families, seed=seed)

    @property
    def clock(self) -> Clock:
        """The only time that this tenant knows."""
        return self._state.clock

    @property
    def crashes(self) -> tuple[Exception, ...]:
        """Bugs of fakeping that this tenant's requests ran into. There should be none."""
        return tuple(self._state.crashes)

    @property
    def tally(self) -> Tally | None:
        """How its requests were answered; `None` where nobody counts that."""
        return self._state.tally

    def count_answers(self) -> None:
        """Count how its requests are answered, whether or not the server counts."""
        if self._state.tally is None:
            self._state.tally = Tally()

    def snapshot(self) -> JSON:
        """All that somebody added to it, as one document, with seals for its secrets.

        `reset(to=...)` takes it back, here or in another tenant of the same editions.
        """
        return whole.snapshot(self._state, base_url=self._tenants.base_url)

    def reset(self, to: Seed = "seed") -> None:
        """Put it back to its seed, make it empty, or let it hold what a state document says.

        Clients stay signed in, unless a document lists tokens or sessions. Codes, tickets and
        sign-on pages under way end. Faults are taken back, the journal is left alone. Raises
        `BadDocument`, with all that is wrong, and then nothing has changed.
        """
        if to in get_args(whole.To):
            whole.reset(self._state, cast("whole.To", to))
        else:
            self._tenants.fill(self, to)
        self.calm()

    def calm(self, *, forget: bool = True) -> None:
        """Let every answer go that a fault holds back, and take the faults back, or keep them."""
        if "faults" in vars(self):  # few tenants ever have any
            self.faults.clear() if forget else self.faults.let_go()

    def add(self, seed: Seed) -> None:
        """Let it hold what a state document says, on top of what it holds. As `reset`."""
        self._tenants.fill(self, seed, add=True)

    def drop(self) -> None:
        """Take it off the server: its environment and realms are unknown from then on."""
        self._tenants.drop(self.id)

    def __enter__(self) -> Self:
        """Return the tenant."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop the tenant."""
        self.drop()
