"""A tenant's handle for tests and the control API."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, cast, get_args

from fakeping.core.family import Family
from fakeping.core.scoped import Scoped
from fakeping.core.sources import Clock
from fakeping.core.tally import Tally
from fakeping.engine import state_document as whole
from fakeping.engine.tenant_state import TenantState
from fakeping.families import Handles, StateDocument, tenancy_of
from fakeping.faults.faults import Faults
from fakeping.journal.journal import Journal

#: A state document, a file with one, or a function that creates state.
Seed = Mapping[str, Any] | str | Path | Callable[["Tenant"], object]


class Registry(Protocol):
    """The registry of tenants, as one tenant uses it."""

    @property
    def base_url(self) -> str:
        """The server's base URL."""

    @property
    def stopped(self) -> bool:
        """Whether the server listened, and no longer does."""

    @property
    def families(self) -> tuple[Family[Any], ...]:
        """The APIs that the server serves."""

    def fill(self, tenant: "Tenant", seed: Seed, *, add: bool = False) -> None:
        """Load a seed into a tenant, in place of its state or on top of it."""

    def drop(self, id_: str) -> None:
        """Drop a tenant."""


class Tenant(Scoped, Handles):
    """One PingOne environment and one PingAM realm, with state and tokens of their own.

    As a context manager it drops itself at the end.
    """

    _parts = MappingProxyType(
        {
            **Handles._parts,  # noqa: SLF001 - its own base
            "journal": Journal,
            "faults": Faults,
            "clock": Clock,
        }
    )

    def __init__(self, state: TenantState, tenants: Registry) -> None:
        self._state = state
        self._tenants = tenants
        #: Whether it is no longer the server's.
        self.dropped = False

    def _handle(self, family: Family[Any]) -> Any:
        store, made = self._state.stores[family.name], tenancy_of(family).handle
        return made(store, self._state.lock, self._base_url)

    def _base_url(self) -> str:
        """The server's base URL. Raises `RuntimeError` where nobody serves the tenant."""
        if self.dropped:
            raise RuntimeError(f"the tenant {self.id} was dropped: nothing can reach it")
        if self._tenants.stopped:
            raise RuntimeError("the server has stopped: nothing can reach its tenants")
        return self._tenants.base_url

    def _whereabouts(self) -> str:
        if self.dropped:
            return ", dropped"
        where = ", its server stopped" if self._tenants.stopped else f" at {self._tenants.base_url}"
        return f"{where}, {self.clock.text()}"

    @property
    def id(self) -> str:
        """The tenant's id in the control API."""
        return self._state.id

    @property
    def journal(self) -> Journal:
        """The tenant's requests and replies."""
        return self._state.journal

    @cached_property
    def faults(self) -> Faults:
        """The tenant's scripted faults, and the methods that script one."""
        state = self._state
        seed = "/".join([state.id, *sorted(address for _, address in state.addresses)])
        return Faults(state, families=self._tenants.families, seed=seed)

    @property
    def clock(self) -> Clock:
        """The tenant's clock, the only one that it uses."""
        return self._state.clock

    @property
    def crashes(self) -> tuple[Exception, ...]:
        """Bugs of fakeping that this tenant's requests ran into. There should be none."""
        return tuple(self._state.crashes)

    @property
    def tally(self) -> Tally | None:
        """The count of its replies, for coverage; `None` if coverage is disabled."""
        return self._state.tally

    def count_answers(self) -> None:
        """Count its replies for coverage, even if the server does not."""
        if self._state.tally is None:
            self._state.tally = Tally()

    def snapshot(self) -> StateDocument:
        """All that was added to it, as a state document with digests in place of secrets.

        `reset(to=...)` loads it, here or in another tenant of the same editions.
        """
        document: StateDocument = whole.snapshot(self._state, base_url=self._tenants.base_url)
        return document

    def reset(self, to: Seed = "seed") -> None:
        """Go back to the seed, become empty, or load a state document in place of its state.

        Tokens and sessions stay valid, unless a document lists some. Codes, tickets and open
        sign-on pages expire. Faults are removed, the journal is kept. Raises `BadDocument`, with
        every error of the document, and changes nothing.
        """
        if to in get_args(whole.To):
            whole.reset(self._state, cast("whole.To", to))
        else:
            self._tenants.fill(self, to)
        self.release_held()

    def release_held(self, *, remove_faults: bool = True) -> None:
        """Release every held reply, and remove the faults unless told to keep them."""
        if "faults" in vars(self):  # few tenants ever have any
            self.faults.clear() if remove_faults else self.faults.let_go()

    def add(self, seed: Seed) -> None:
        """Load a state document on top of the tenant's state. Raises as `reset`."""
        self._tenants.fill(self, seed, add=True)

    def drop(self) -> None:
        """Remove it from the server: its environment and realms become unknown."""
        self._tenants.drop(self.id)

    def _ended(self) -> None:
        self.drop()
