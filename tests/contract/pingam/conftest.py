import pytest

from fakeping.contract.pingam import PingAMTarget
from fakeping.contract.target import Control
from fakeping.contract.transport import in_process


@pytest.fixture
def target_of(server):
    """Make a target: a fresh tenant of the fake, asked in process."""

    def made(edition="8.1", **switches):
        tenant = server.tenant(
            edition={"pingam": edition},
            switches={f"pingam.{name}": on for name, on in switches.items()},
        )
        transport = in_process(server.tenants.world.handle)
        control = Control(transport=transport, url=f"{server.control_url}/tenants/{tenant.id}")
        document = server.describe(tenant)
        return PingAMTarget.from_tenant(
            transport, document, control=control, edition=edition, switches=switches
        )

    return made


@pytest.fixture
def target(target_of):
    return target_of()
