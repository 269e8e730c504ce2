import pytest

from tests.drive import ask


@pytest.fixture
def tenant(tenant):
    """Its clock stands still: how long a test takes is no part of it."""
    tenant.clock.freeze()
    return tenant


@pytest.fixture
def environment_url(tenant):
    return f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"


@pytest.fixture
def call(server, tenant, environment_url):
    """Ask about the tenant's environment, as its worker application."""
    token = tenant.pingone.token()

    def call(method, path="", *body, token=token, **how):
        return ask(server, method, f"{environment_url}{path}", *body, token=token, **how)

    return call


@pytest.fixture
def photos(tenant):
    """A custom resource with a description and a scope."""
    return tenant.pingone.given.resource(
        name="photos", description="Photos", scopes=["photos:read"]
    )
