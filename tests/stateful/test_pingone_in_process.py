from fakeping import FakePing
from tests.drive import ask
from tests.stateful.pingone_machine import PingOneMachine


class InProcess(PingOneMachine):
    server = FakePing()

    def ask(self, method, url, *body, token=None):
        said = {} if body is None else {"body": body}
        return ask(self.server, method, url, token=token, **said)


TestPingOneInProcess = InProcess.TestCase
