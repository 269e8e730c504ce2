from hypothesis import settings

from fakeping import FakePing
from tests.drive import ask
from tests.stateful.resource_set_machine import FakesResourceSets


class InProcess(FakesResourceSets):
    server = FakePing()

    def ask(self, method, url, *body, token=None, headers=None):
        said = {"body": body[0]} if body else {}
        return ask(self.server, method, url, token=token, headers=headers, **said)


TestResourceSetInProcess = InProcess.TestCase
TestResourceSetInProcess.settings = settings(report_multiple_bugs=False)
