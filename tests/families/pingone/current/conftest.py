import pytest


@pytest.fixture
def tenant(server):
    """A tenant of today's edition."""
    with server.tenant(edition={"pingone": "current"}) as tenant:
        yield tenant
        assert tenant.crashes == ()


@pytest.fixture
def api(tenant):
    """The platform's own API."""
    return tenant.pingone.resource("PingOne API")


@pytest.fixture
def openid(tenant):
    """The resource of OpenID Connect."""
    return tenant.pingone.resource("openid")
