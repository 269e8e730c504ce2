from fakeping import FakePing
from tests.drive import ask
from tests.stateful.pingone_current_machine import FakesToday


class InProcess(FakesToday):
    server = FakePing()

    def ask(self, method, url, *body, token=None):
        said = {"body": body[0]} if body else {}
        return ask(self.server, method, url, token=token, **said)


TestCurrentInProcess = InProcess.TestCase
