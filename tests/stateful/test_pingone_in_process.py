from hypothesis import settings

from fakeping import FakePing
from tests.drive import ask
from tests.stateful.pingone_machine import FakesCustomers


class InProcess(FakesCustomers):
    server = FakePing()

    def ask(self, method, url, *body, token=None):
        said = {"body": body[0]} if body else {}
        return ask(self.server, method, url, token=token, **said)


TestPingOneInProcess = InProcess.TestCase
TestPingOneInProcess.settings = settings(report_multiple_bugs=False)
