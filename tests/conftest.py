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
settings.register_profile("usual", max_examples=20, stateful_step_count=30, deadline=None)
settings.load_profile("usual")

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


#: Plugins that load slowly, and that few suites inside the suite use: Hypothesis alone takes as
#: long as all the rest of a process of pytest.
SLOW = ("schemathesis", "respx", "pytest_httpserver", "hypothesispytest", "anyio")


@pytest.fixture
def pytester(pytester, monkeypatch, request):
    """Suites inside the suite, without slow plugins but those that a test is marked to load."""
    loaded = {each for mark in request.node.iter_markers("loads") for each in mark.args}
    options = " ".join(f"-p no:{each}" for each in SLOW if each not in loaded)
    monkeypatch.setenv("PYTEST_ADDOPTS", options)
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
