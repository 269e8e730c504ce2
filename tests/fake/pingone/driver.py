"""How tests sign in: the questions that an OAuth client asks, as short as they can be."""

import base64
import hashlib
import json
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.drive import ask

VERIFIER = "a-verifier-of-the-length-that-RFC-7636-asks-for"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client:
    """One application at one tenant's sign-in."""

    def __init__(self, server, tenant, application):
        self.server = server
        self.tenant = tenant
        self.application = application
        self.url = tenant.pingone.auth_url
        self.cookies = {}

    def post(self, path, form, *, basic=None, headers=None):
        """Post a form; by default the application's secret goes where it is registered to."""
        application = self.application
        methods = application.auth_methods
        form = {name: value for name, value in form.items() if value is not None}
        sent = {**FORM, **self._cookie(), **(headers or {})}
        if basic is None and "client_secret_basic" in methods:
            basic = (application.client_id, application.client_secret)
        if basic:
            sent["Authorization"] = _basic(*basic)
        elif basic is None:
            form = {"client_id": application.client_id, **form}
            if "client_secret_post" in methods:
                form = {"client_secret": application.client_secret, **form}
        raw = urlencode(form).encode()
        return self._kept(ask(self.server, "POST", f"{self.url}/{path}", raw=raw, headers=sent))

    def token(self, grant_type, **form):
        return self.post("token", {"grant_type": grant_type, **form})

    def authorize(self, **members):
        """Ask for a code, and follow a redirect to the sign-on page; what is `None` is left out."""
        said = {
            "response_type": "code",
            "client_id": self.application.client_id,
            "redirect_uri": "https://example.com",
            **members,
        }
        query = urlencode({name: value for name, value in said.items() if value is not None})
        reply = self.browse(f"{self.url}/authorize?{query}")
        where = reply.headers.get("Location", "")
        return self.browse(where) if "/signon/?flowId=" in where else reply

    def browse(self, url):
        return self._kept(ask(self.server, "GET", url, headers=self._cookie()))

    def code(self, **members):
        return sent_back(self.authorize(**members))["code"]

    def exchange(self, code, **form):
        said = {"code": code, "redirect_uri": "https://example.com", **form}
        return self.token("authorization_code", **said)

    def sign_in(self, **members):
        """The whole way, to the token answer."""
        reply = self.exchange(self.code(**members))
        assert reply.status == 200, reply
        return reply.json

    def userinfo(self, token):
        return ask(self.server, "GET", f"{self.url}/userinfo", token=token)

    def resources(self, token):
        """Ask the management API."""
        url = f"{self.tenant.pingone.url}/environments/{self.tenant.pingone.environment_id}"
        return ask(self.server, "GET", f"{url}/resources", token=token)

    def _cookie(self):
        return {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}

    def _kept(self, reply):
        name, _, value = reply.headers.get("Set-Cookie", "").split(";")[0].partition("=")
        if name:
            self.cookies[name] = value
        return reply


def sent_back(reply):
    """What came back by a redirect, in its query or its fragment."""
    assert reply.status == 302, reply
    parts = urlsplit(reply.headers["Location"])
    return dict(parse_qsl(parts.query or parts.fragment))


def claims(token):
    """What a JWT says, unverified."""
    _, payload, _ = token.split(".")
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def _basic(client_id, secret):
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()
