import pytest
from hypothesis import settings

from tests.over_http import Connection
from tests.stateful.resource_set_machine import FakesResourceSets


class OverHttp(FakesResourceSets):
    connection: Connection

    def ask(self, method, url, *body, token=None, headers=None):
        return self.connection.ask(method, url, *body, token=token, headers=headers)


@pytest.fixture(scope="module", autouse=True)
def _connected(listening):
    OverHttp.server = listening
    with Connection(listening.url) as OverHttp.connection:
        yield


TestResourceSetOverHttp = OverHttp.TestCase
TestResourceSetOverHttp.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None, report_multiple_bugs=False
)
