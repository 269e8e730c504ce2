"""What every room of the control surface shares: whose tenants, how to answer, a row."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from fakeping.control.waiters import Waiters
from fakeping.core.exchange import JSON, Reply, encoded
from fakeping.core.family import Family
from fakeping.core.operation import Call, Operation
from fakeping.core.parameter import NO_PARAMETERS, Parameters
from fakeping.core.sources import Clock
from fakeping.faults.faults import Faults
from fakeping.journal.journal import Journal

HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}


class Steered(Protocol):
    """A tenant, as far as it is steered from here."""

    @property
    def id(self) -> str:
        """What it is called."""

    @property
    def clock(self) -> Clock:
        """Its time."""

    @property
    def journal(self) -> Journal:
        """What was asked of it."""

    @property
    def faults(self) -> Faults:
        """What is scripted to fail."""

    def snapshot(self) -> JSON:
        """Its state as a document."""

    def reset(self, to: JSON) -> None:
        """Put its state back, or let it be what a document says."""

    def add(self, seed: JSON) -> None:
        """Let it hold what a document says besides."""


class Host(Protocol):
    """The server's tenants, as far as they are steered from here."""

    control_key: str | None
    #: Requests of this surface that wait for an exchange.
    waiters: Waiters
    #: Every family that the server answers for, itself among them.
    families: tuple[Family[Any], ...]

    @property
    def strays(self) -> Journal:
        """What belongs to no tenant."""

    def all(self) -> list[Any]:
        """Every tenant."""

    def get(self, id_: str) -> Any:
        """One tenant, or `NotFound`."""

    def create_from(self, document: JSON) -> Any:
        """A new tenant."""

    def drop(self, id_: str) -> None:
        """Forget a tenant."""

    def describe(self, tenant: Any) -> JSON:
        """What a client needs to use a tenant."""

    def carry_out(self, tenant: Any, document: JSON, *, base_url: str) -> JSON:
        """What a call from another process returned or raised."""

    def coverage(self, tenant: Any = None) -> JSON:
        """How much was met, by a tenant's requests or by all."""

    def give_from(self, tenant: Any, document: JSON) -> JSON:
        """An entity that was put there."""

    def issue_from(self, tenant: Any, document: JSON) -> JSON:
        """A token, and when it expires."""


ControlCall = Call[Host]


def tenant_of(call: ControlCall) -> Any:
    """The tenant that a call is about. Raises `NotFound`."""
    return call.store.get(call.params["tenant_id"])


def answer(document: JSON) -> Reply:
    """A document, as 200."""
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
) -> Operation[Host]:
    """One operation: `route` is its method and path, and its handler says what it does."""
    method, _, path = route.partition(" ")
    return Operation(
        name=f"control.{name}",
        method=method,
        path=path,
        handler=handler,
        replies=replies,
        summary=(handler.__doc__ or "").rstrip("."),
        body_schema=body_schema,
        public=public,
        security=() if public else ("key", ""),
        query=query,
    )
