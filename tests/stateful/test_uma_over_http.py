import pytest
from hypothesis import settings

from tests.over_http import Connection
from tests.stateful.uma_machine import UmaMachine


class OverHttp(UmaMachine):
    connection: Connection

    def ask(self, method, url, *body, raw=None, token=None, headers=None):
        return self.connection.ask(method, url, *body, raw=raw, token=token, headers=headers)


@pytest.fixture(scope="module", autouse=True)
def _connected(listening):
    OverHttp.server = listening
    with Connection(listening.url) as OverHttp.connection:
        yield


TestUmaOverHttp = OverHttp.TestCase
TestUmaOverHttp.settings = settings(
    max_examples=10, stateful_step_count=12, deadline=None, report_multiple_bugs=False
)
