import gc
import os
import signal

import pytest
from hypothesis import settings

from fakeping import FakePing
from tests import checked, few_keys

pytest_plugins = ["pytester", "fakeping.contract.plugin"]

settings.register_profile("long", max_examples=1_000, stateful_step_count=60, deadline=None)
settings.register_profile("few", max_examples=5, stateful_step_count=20, deadline=None)
settings.register_profile("ci", max_examples=30, stateful_step_count=40, deadline=None)
settings.register_profile("dev", max_examples=20, stateful_step_count=30, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

checked.install()

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in its background so, and all that is started from there has it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
few_keys.install()

if "PYTEST_XDIST_WORKER" in os.environ:
    # Coverage measures this process. What tests start from here is to run as it would anywhere.
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


def pytest_collection_finish():
    """What thousands of collected tests are made of stays: no need to search it for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _every_reply_keeps_its_schema():
    checked.BROKEN.clear()
    yield
    assert checked.BROKEN == []


@pytest.fixture
def pytester(pytester, monkeypatch):
    """Suites inside the suite, without plugins that load slowly and that none of them uses."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:schemathesis -p no:respx -p no:pytest_httpserver")
    return pytester


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
