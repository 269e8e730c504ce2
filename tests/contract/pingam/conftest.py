import pytest

from fakeping import FakePing
from fakeping.contract.pingam import PingAMTarget
from fakeping.contract.transport import in_process
from tests.contract.steered import InProcess


@pytest.fixture(scope="session")
def server():
    """One fake, and so one RSA key; each target has a tenant of its own."""
    return FakePing(ids_seed=1)


def target_in_process(server, edition="8.1", **switches):
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
def target_of(server):
    """Make a target in process."""

    def made(edition="8.1", **switches):
        return target_in_process(server, edition, **switches)

    return made


@pytest.fixture
def target(target_of):
    return target_of()
