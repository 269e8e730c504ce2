import pytest
from hypothesis import settings

from tests.over_http import Connection
from tests.stateful.pingone_machine import FakesCustomers


class OverHttp(FakesCustomers):
    connection: Connection

    def ask(self, method, url, *body, token=None):
        return self.connection.ask(method, url, *body, token=token)


@pytest.fixture(scope="module", autouse=True)
def _connected(listening):
    OverHttp.server = listening
    with Connection(listening.url) as OverHttp.connection:
        yield


TestPingOneOverHttp = OverHttp.TestCase
TestPingOneOverHttp.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None, report_multiple_bugs=False
)
