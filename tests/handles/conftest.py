"""A tenant's handles, in this process and over the control API: the same names and errors."""

import pytest

from fakeping import FakePing, connect


@pytest.fixture(scope="module")
def running():
    with FakePing() as server:
        yield server


@pytest.fixture(params=["here", "elsewhere"])
def held(request, running):
    """A server as a test holds it."""
    if request.param == "here":
        yield running
    else:
        with connect(running.url) as server:
            yield server


@pytest.fixture
def tenant(held):
    with held.tenant(edition={"pingone": "current"}) as tenant:
        yield tenant
