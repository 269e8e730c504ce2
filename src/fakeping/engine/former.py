"""Addresses that a tenant has given up, such as the ids of deleted environments."""

from collections import OrderedDict
from collections.abc import Collection
from typing import Generic, Protocol, TypeVar
from weakref import ref

from fakeping.core.limits import limit

MOST = limit(
    "unmatched.former",
    1_000,
    unit="addresses",
    bounds="the addresses that tenants have given up and whose requests still are theirs",
    past="requests for the oldest are unmatched",
)


class Addressed(Protocol):
    """What has addresses, for as long as it is there."""

    @property
    def addresses(self) -> Collection[object]:
        """Its addresses; none once it was dropped."""


T = TypeVar("T", bound=Addressed)


class FormerAddresses(Generic[T]):
    """The tenant of each given-up address: later requests for it are in that tenant's journal.

    A test that looks whether its environment is gone did not ask for what is nobody's.
    """

    def __init__(self) -> None:
        self._owners: OrderedDict[tuple[str, str], ref[T]] = OrderedDict()

    def add(self, address: tuple[str, str], tenant: T) -> None:
        """Remember whose an address was."""
        self._owners[address] = ref(tenant)
        self._owners.move_to_end(address)
        if len(self._owners) > MOST:
            self._owners.popitem(last=False)

    def owner(self, address: tuple[str, str]) -> T | None:
        """Whose an address was, if that tenant is still there."""
        found = self._owners.get(address)
        tenant = found() if found is not None else None
        return tenant if tenant is not None and tenant.addresses else None
