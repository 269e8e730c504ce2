from collections.abc import Callable

import pytest

from fakeping import FakePing
from fakeping.contract.pingam import PingAMTarget
from fakeping.contract.transport import in_process
from tests.contract.steered import InProcess

#: Makes a target in process, of an edition and with switches.
TargetOf = Callable[..., PingAMTarget]


@pytest.fixture(scope="session")
def server() -> FakePing:
    """One fake, and so one RSA key; each target has a tenant of its own."""
    return FakePing(ids_seed=1)


def target_in_process(server: FakePing, edition: str = "8.1", **switches: bool) -> PingAMTarget:
    """A target: a fresh tenant of the fake, asked in process."""
    tenant = server.tenant(
        edition={"pingam": edition},
        switches={f"pingam.{name}": on for name, on in switches.items()},
    )
    transport = in_process(server.tenants.world.handle)
    return PingAMTarget.from_tenant(
        transport,
        server.describe(tenant),
        control=InProcess(transport=transport, server=server, tenant=tenant),
        edition=edition,
        switches=switches,
    )


@pytest.fixture
def target_of(server: FakePing) -> TargetOf:
    """Make a target in process."""

    def made(edition: str = "8.1", **switches: bool) -> PingAMTarget:
        return target_in_process(server, edition, **switches)

    return made


@pytest.fixture
def target(target_of: TargetOf) -> PingAMTarget:
    return target_of()
