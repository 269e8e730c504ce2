import pytest

from fakeping import FakePing, Tenant
from fakeping.contract.pingone import PingOneTarget
from fakeping.contract.transport import in_process
from fakeping.server.control_host import ControlHost
from tests.contract.steered import InProcess


@pytest.fixture(scope="session")
def server() -> FakePing:
    """One fake, and so one RSA key; each test has a tenant of its own."""
    return FakePing(ids_seed=1)


def target_of(server: FakePing, tenant: Tenant, **more: dict[str, bool]) -> PingOneTarget:
    """A target in process for a tenant, which is steered without the control API's door."""
    document = ControlHost(server.tenants, control_key=None).describe(tenant)
    transport = in_process(server.tenants.world.handle)
    return PingOneTarget.from_tenant(
        transport,
        document,
        control=InProcess(transport=transport, server=server, tenant=tenant),
        edition=tenant.pingone.edition,
        **more,
    )
