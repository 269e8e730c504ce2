import pytest

from fakeping import FakePing
from tests.families.pingone.signin.driver import Client


@pytest.fixture(scope="module")
def server():
    """One for many tests: its signing key takes longer than a test."""
    return FakePing(ids_seed=1)


@pytest.fixture(params=["p14c", "current"])
def tenant(server, request):
    tenant = server.tenant(edition={"pingone": request.param})
    tenant.clock.freeze()
    yield tenant
    tenant.drop()
    assert tenant.crashes == ()


@pytest.fixture
def given(tenant):
    return tenant.pingone.given


@pytest.fixture
def api(tenant):
    """The platform's own API, whatever the edition calls it."""
    return tenant.pingone.resources()[0]


@pytest.fixture
def alice(given):
    return given.user(username="alice", email="alice@example.com", name="Alice Smith")


@pytest.fixture
def photos(given):
    return given.resource(name="photos", scopes=["photos:read", "photos:edit"])


@pytest.fixture
def client_of(server, tenant):
    """A client for an application of these members."""

    def client_of(**members):
        members.setdefault("redirect_uris", ["https://example.com"])
        return Client(server, tenant, tenant.pingone.given.application(**members))

    return client_of


@pytest.fixture
def web(client_of, given, alice, api, photos):
    """A web application that may ask for much, and alice signed in at once."""
    client = client_of(type="web", name="Photo <store>")
    given.grant(
        client.application, api, ["p1:read:user", "p1:update:user", "p1:reset:userPassword"]
    )
    given.grant(client.application, "openid", ["profile", "email"])
    given.grant(client.application, photos)
    given.sign_in(alice)
    return client


@pytest.fixture
def worker(server, tenant):
    """The worker that the environment has from the start."""
    return Client(server, tenant, tenant.pingone.credentials)
