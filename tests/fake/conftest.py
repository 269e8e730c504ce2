import pytest

from fakeping import FakePing


@pytest.fixture(scope="session")
def server():
    """One fake for all of these tests, and so one RSA key; each has a tenant of its own."""
    server = FakePing(ids_seed=1)
    yield server
    assert server.crashes == ()
