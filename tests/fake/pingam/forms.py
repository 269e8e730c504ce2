"""How tests talk to the endpoints that take forms."""

import base64
from urllib.parse import urlencode

from tests.drive import ask

GRANT = {
    "error_description": "The provided access grant is invalid, expired, or revoked.",
    "error": "invalid_grant",
}
ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"
UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket"


def basic(client_id, secret):
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def post(server, url, form, *, headers=None, token=None):
    sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    return ask(server, "POST", url, raw=urlencode(form).encode(), headers=sent, token=token)


class OAuth:
    """A realm's OAuth 2.0 endpoints, as one client sees them."""

    def __init__(self, server, tenant):
        self.server, self.am = server, tenant.pingam
        known = self.am.credentials
        self.client = basic(known.client_id, known.client_secret)
        #: A client of the requesting party's, where there is one.
        self.app = self.client
        self.user = {"username": known.username, "password": known.password}

    def post(self, path, form, *, headers=None, token=None):
        headers = self.client if headers is None and token is None else headers
        return post(self.server, f"{self.am.oauth2_url}/{path}", form, headers=headers, token=token)

    def token(self, grant_type, *, headers=None, token=None, **form):
        form = {"grant_type": grant_type, **form}
        return self.post("access_token", form, headers=headers, token=token)

    def password(self, scope="uma_protection", **form):
        return self.token("password", scope=scope, **self.user, **form)

    def introspect(self, value, **how):
        return self.post("introspect", {"token": value}, **how).json
