import pytest

from tests.drive import ask


@pytest.fixture
def tenant(tenant):
    """Its clock stands still: how long a test takes is no part of it."""
    tenant.clock.freeze()
    return tenant


@pytest.fixture
def call(server, tenant):
    """Ask about the tenant's realm, as alice."""
    pat = tenant.pingam.pat()

    def call(method, path="", *body, token=pat, **how):
        url = f"{tenant.pingam.resource_set_url}{path}"
        return ask(server, method, url, *body, token=token, **how)

    return call


@pytest.fixture
def photos(tenant):
    """A resource set of alice's, with every member that the document names."""
    return tenant.pingam.given.resource_set(
        resource_scopes=["view", "comment", "download"],
        name="My Resource Name",
        description="An example resource stored in resourceserver.example.com",
        type="https://resourceserver.example.com/resources/",
        icon_uri="https://resourceserver.example.com/resources/resources.png",
    )


@pytest.fixture
def path(photos):
    return f"/{photos.id}"
