"""A tenant that nobody serves any more says so."""

import pytest

from fakeping import FakePing

USES = [
    pytest.param(lambda tenant: tenant.pingone.given, id="given"),
    pytest.param(lambda tenant: tenant.pingone.token(), id="a token"),
    pytest.param(lambda tenant: tenant.pingone.url, id="a URL"),
    pytest.param(lambda tenant: tenant.pingone.auth_url, id="the sign-in's URL"),
    pytest.param(lambda tenant: tenant.pingam.given, id="PingAM's given"),
    pytest.param(lambda tenant: tenant.pingam.pat(), id="a PAT"),
    pytest.param(lambda tenant: tenant.pingam.resource_set_url, id="PingAM's URL"),
]


@pytest.mark.parametrize("use", USES)
def test_a_dropped_tenant_says_so(use):
    server = FakePing()
    tenant, other = server.tenant(), server.tenant()
    use(tenant)

    tenant.drop()

    with pytest.raises(RuntimeError, match=f"the tenant {tenant.id} was dropped"):
        use(tenant)
    use(other)
    assert len(tenant.journal) == 0


@pytest.mark.parametrize("use", USES)
def test_a_tenant_of_a_stopped_server_says_so(use):
    with FakePing() as server:
        tenant = server.tenant()
        use(tenant)

    with pytest.raises(RuntimeError, match="the server has stopped"):
        use(tenant)
    with server:
        use(tenant)
