from typing import Any

import pytest
from hypothesis import settings

from tests.over_http import Connection
from tests.stateful.pingone_current_machine import FakesToday


class CurrentOverHttp(FakesToday):
    connection: Any = None

    def ask(self, method, url, *body, token=None):
        return self.connection.ask(method, url, *body, token=token)


@pytest.fixture(scope="module", autouse=True)
def _connected(listening):
    CurrentOverHttp.server = listening
    with Connection(listening.url) as CurrentOverHttp.connection:
        yield


TestCurrentOverHttp = CurrentOverHttp.TestCase
TestCurrentOverHttp.settings = settings(max_examples=5, stateful_step_count=15, deadline=None)
