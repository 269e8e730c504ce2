from fakeping import FakePing
from tests.drive import ask
from tests.stateful.am_session_machine import SessionMachine


class InProcess(SessionMachine):
    server = FakePing()

    def ask(self, method, url, body=None, *, headers=None):
        return ask(self.server, method, url, body, headers=headers)


TestSessionsInProcess = InProcess.TestCase
