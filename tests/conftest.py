import os

import pytest
from hypothesis import settings

from fakeping import FakePing
from tests import checked

pytest_plugins = ["pytester"]

settings.register_profile("ci", max_examples=60, stateful_step_count=40, deadline=None)
settings.register_profile("dev", max_examples=30, stateful_step_count=30, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

checked.install()


@pytest.fixture(autouse=True)
def _every_reply_keeps_its_schema():
    checked.BROKEN.clear()
    yield
    assert checked.BROKEN == []


@pytest.fixture
def server():
    """A fake that is not listening: `ask` reaches it in process."""
    return FakePing(ids_seed=1)


@pytest.fixture
def tenant(server):
    tenant = server.tenant()
    yield tenant
    assert tenant.crashes == ()


@pytest.fixture(scope="session")
def listening():
    """A fake that listens on a port of the loopback, for the whole session."""
    with FakePing() as server:
        yield server
