import base64
from urllib.parse import urlencode

from fakeping import FakePing
from tests.drive import ask
from tests.stateful.signin_machine import SignInMachine


class InProcess(SignInMachine):
    server = FakePing()

    def ask(self, method, url, form=None, *, basic=None, token=None, headers=None):
        headers = dict(headers or {})
        if basic:
            pair = base64.b64encode(":".join(basic).encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        if form is None:
            return ask(self.server, method, url, token=token, headers=headers)
        if isinstance(form, str):
            return ask(self.server, method, url, raw=form.encode(), headers=headers)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return ask(self.server, method, url, raw=urlencode(form).encode(), headers=headers)


TestSignInInProcess = InProcess.TestCase
