from fakeping import FakePing
from tests.drive import ask
from tests.stateful.uma_machine import UmaMachine


class InProcess(UmaMachine):
    server = FakePing()

    def ask(self, method, url, *body, raw=None, token=None, headers=None):
        said = {"body": body[0]} if body else {}
        return ask(self.server, method, url, raw=raw, token=token, headers=headers, **said)


TestUmaInProcess = InProcess.TestCase
