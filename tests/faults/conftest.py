import pytest

from tests.drive import ask


@pytest.fixture
def one(server, tenant):
    """Asks the tenant's PingOne, as its worker."""
    root = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}"
    token = tenant.pingone.token()

    def one(method="GET", path="/resources", body=..., **more):
        sent = {} if body is ... else {"body": body}
        return ask(server, method, root + path, **{"token": token, **sent, **more})

    return one


@pytest.fixture
def am(server, tenant):
    """Asks the tenant's resource set registration, as alice unless somebody else's token comes."""
    pat = tenant.pingam.pat()

    def am(method="GET", path="", body=..., **more):
        sent = {} if body is ... else {"body": body}
        url = tenant.pingam.resource_set_url + path
        return ask(server, method, url, **{"token": pat, **sent, **more})

    return am
