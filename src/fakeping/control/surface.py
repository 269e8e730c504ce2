"""What every part of the control API shares: its host, tenants, replies, rows."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from fakeping.control.waiters import Waiters
from fakeping.core import operation
from fakeping.core.exchange import JSON, Reply, Request, encoded
from fakeping.core.family import Family
from fakeping.core.operation import Call, Operation
from fakeping.core.parameter import NO_PARAMETERS, Parameters
from fakeping.core.sources import Clock
from fakeping.faults.faults import Faults
from fakeping.journal.journal import Journal

HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}


class Steered(Protocol):
    """A tenant, as the control API uses it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def clock(self) -> Clock:
        """Its clock."""

    @property
    def journal(self) -> Journal:
        """Its requests and replies."""

    @property
    def faults(self) -> Faults:
        """Its scripted faults."""

    def snapshot(self) -> JSON:
        """Its state, as a document."""

    def reset(self, to: JSON) -> None:
        """Reset it, or replace its state with a document's."""

    def add(self, seed: JSON) -> None:
        """Load a document on top of its state."""


class ControlledServer(Protocol):
    """The server and its tenants, as the control API uses them."""

    control_key: str | None
    #: The long polls.
    waiters: Waiters
    #: The tables of the tenant that was looked at last.
    tables: Any
    #: Every family that the server serves, the control API included.
    families: tuple[Family[Any], ...]

    @property
    def unmatched(self) -> Journal:
        """The journal of unmatched requests."""

    def all(self) -> list[Any]:
        """Every tenant."""

    def get(self, id_: str) -> Any:
        """The tenant with that id. Raises `NotFound`."""

    def create_from(self, document: JSON) -> Any:
        """Create a tenant from a validated document."""

    def drop(self, id_: str) -> None:
        """Drop a tenant."""

    def describe(self, tenant: Any) -> JSON:
        """What a client needs to use a tenant."""

    def carry_out(self, tenant: Any, document: JSON, *, base_url: str) -> JSON:
        """Carry out a remote call: what it returned or raised."""

    def coverage(self, tenant: Any = None) -> JSON:
        """Coverage by the requests of a tenant, or of all."""

    def give_from(self, tenant: Any, document: JSON) -> JSON:
        """Create an entity from a validated document."""

    @property
    def revision(self) -> int:
        """How often a tenant came or went."""

    def find(self, id_: str) -> Any:
        """The tenant with that id, or `None`."""

    def summarize(self, tenant: Any) -> JSON:
        """A tenant's id and name, and the options that it was made with."""

    def revision_of(self, tenant: Any) -> int:
        """How often a tenant's state has changed."""

    def ask_from(self, tenant: Any, document: JSON, *, request: Request) -> JSON:
        """Carry out a request to a tenant's API, and return what it was answered."""

    def issue_from(self, tenant: Any, document: JSON) -> JSON:
        """Issue a token. Returns it with its expiry."""


ControlCall = Call[ControlledServer]


def tenant_of(call: ControlCall) -> Any:
    """The tenant in the call's path. Raises `NotFound`."""
    return call.store.get(call.params["tenant_id"])


def answer(document: JSON) -> Reply:
    """Reply 200 with a document."""
    return Reply(200, encoded(document), HEADERS)


def row(
    name: str,
    route: str,
    handler: Callable[[ControlCall], Reply],
    replies: Mapping[int, str | None],
    body_schema: str | None = None,
    *,
    public: bool = False,
    query: Parameters = NO_PARAMETERS,
    also: tuple[tuple[str, str], ...] = (),
) -> Operation[ControlledServer]:
    """One operation. `route` is its method and path; its handler's docstring is its summary."""
    return operation.row(
        f"control.{name}",
        route,
        handler,
        replies,
        body_schema=body_schema,
        public=public,
        security=() if public else ("key", ""),
        query=query,
        also=also,
    )
