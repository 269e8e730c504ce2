from fakeping import FakePing
from tests.drive import ask
from tests.stateful.resource_set_machine import ResourceSetMachine


class InProcess(ResourceSetMachine):
    server = FakePing()

    def ask(self, method, url, *body, token=None, headers=None):
        said = {} if body is None else {"body": body}
        return ask(self.server, method, url, token=token, headers=headers, **said)


TestResourceSetInProcess = InProcess.TestCase
