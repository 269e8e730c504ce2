"""Whatever is issued for a while holds for exactly that while, however many others there are."""

import gc
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from fakeping.core import expiry
from fakeping.families.pingam import model as pingam
from fakeping.families.pingone import model as pingone
from fakeping.families.pingone.signin import model as signin
from tests.drive import ask
from tests.fake.pingam.forms import ID_TOKEN, UMA_TICKET, OAuth, basic
from tests.fake.pingone.driver import Client, claims

pytestmark = pytest.mark.slow

CALLBACK = "https://example.com"

HOUR = 3600
DAY = 24 * HOUR


class Kind:
    """One thing that is issued: how it is had, whether it holds, and for how many seconds."""

    #: How many others there are: more than anything was once bounded by, where they are cheap.
    others = 300

    def __init__(self, server, tenant):
        self.server, self.tenant = server, tenant
        self.am, self.oauth = tenant.pingam, OAuth(server, tenant)
        self.prepare()

    def prepare(self):
        pass

    def another(self):
        self.issue()


class AMToken(Kind):
    lifetime, others = HOUR, 10_100

    def issue(self):
        return self.am.pat()

    def holds(self, token):
        return self.oauth.introspect(token)["active"]


class AMRefreshToken(AMToken):
    lifetime = 7 * DAY

    def issue(self):
        return self.oauth.password().json["refresh_token"]

    def another(self):
        self.am.pat(lifetime=7 * DAY)

    def holds(self, token):
        return self.oauth.token("refresh_token", refresh_token=token).status == 200


class AMSession(Kind):
    """One that is not used."""

    lifetime, others = HOUR / 2, 10_100

    def issue(self):
        return self.am.sso_token()

    def holds(self, token):
        url = f"{self.am.json_url}/sessions?_action=getSessionInfo"
        reply = ask(self.server, "POST", url, headers={"iPlanetDirectoryPro": token})
        return reply.status == 200


class AMCode(Kind):
    lifetime = 120

    def prepare(self):
        self.app = self.am.given.client("app", redirect_uris=[CALLBACK])

    def issue(self):
        asked = {"response_type": "code", "client_id": "app", "scope": "openid"}
        url = f"{self.am.oauth2_url}/authorize?{urlencode({**asked, 'redirect_uri': CALLBACK})}"
        headers = {"iPlanetDirectoryPro": self.am.sso_token()}
        sent_to = ask(self.server, "GET", url, headers=headers).headers["Location"]
        return parse_qs(urlsplit(sent_to).query)["code"][0]

    def redeem(self, code):
        headers = basic("app", self.app.client_secret)
        said = {"code": code, "redirect_uri": CALLBACK}
        return self.oauth.token("authorization_code", headers=headers, **said)

    def holds(self, code):
        return self.redeem(code).status == 200


class AMRedeemedCode(AMCode):
    """Whoever repeats a code ends what it has brought, as long as that lasts."""

    lifetime = HOUR

    def issue(self):
        code = super().issue()
        return code, self.redeem(code).json["access_token"]

    def holds(self, issued):
        code, token = issued
        lasted = self.is_active(token)
        self.redeem(code)
        return lasted and not self.is_active(token)

    def is_active(self, token):
        headers = basic("app", self.app.client_secret)
        return self.oauth.introspect(token, headers=headers)["active"]


class AMTicket(Kind):
    lifetime = 120

    def prepare(self):
        self.photos = self.am.given.resource_set(owner="alice", resource_scopes=["view"])

    def issue(self):
        return self.am.ticket((self.photos, ["view"]))

    def holds(self, ticket):
        claim = {"claim_token": self.am.claim_token("alice"), "claim_token_format": ID_TOKEN}
        return self.oauth.token(UMA_TICKET, ticket=ticket, **claim).status == 200


class PingOneToken(Kind):
    lifetime = HOUR

    def issue(self):
        return self.tenant.pingone.token()

    def holds(self, token):
        there = self.tenant.pingone
        url = f"{there.url}/environments/{there.environment_id}/resources"
        return ask(self.server, "GET", url, token=token).status == 200


class SignedIn(Kind):
    """What an application of PingOne's gets for a user who is signed in."""

    def prepare(self):
        given = self.tenant.pingone.given
        self.web = Client(self.server, self.tenant, self.application(given))
        given.grant(self.web.application, "openid", ["profile"])
        given.sign_in(given.user(username="alice"))

    def application(self, given):
        return given.application(type="web", redirect_uris=[CALLBACK])


class PingOneCode(SignedIn):
    lifetime = 60

    def issue(self):
        return self.web.code(scope="openid")

    def holds(self, code):
        return self.web.exchange(code).status == 200


class PingOneRefreshToken(SignedIn):
    lifetime = 30 * DAY

    def issue(self):
        return self.web.sign_in(scope="openid")["refresh_token"]

    def holds(self, token):
        return self.web.token("refresh_token", refresh_token=token).status == 200


class PingOneRepeatedToken(PingOneRefreshToken):
    """Whoever repeats a refresh token ends what has come of it, as long as that lasts."""

    def issue(self):
        first = super().issue()
        return first, self.web.token("refresh_token", refresh_token=first).json["refresh_token"]

    def holds(self, issued):
        first, second = issued
        lasted = self.web.post("introspect", {"token": second}).json["active"]
        self.web.token("refresh_token", refresh_token=first)
        return lasted and not self.web.post("introspect", {"token": second}).json["active"]


class PingOneRevocation(SignedIn):
    """A token that was revoked opens nothing while it would have lasted."""

    lifetime = HOUR

    def issue(self):
        token = self.web.sign_in(scope="openid")["access_token"]
        self.web.post("revoke", {"token": token})
        return token

    def holds(self, token):
        self.tenant.pingone._store.tokens._known.clear()  # it is known by its signature alone
        alike = self.web.sign_in(scope="openid")["access_token"]
        assert self.web.userinfo(alike).status == 200
        return self.web.userinfo(token).status == 401


class PingOneSession(SignedIn):
    lifetime = DAY / 2

    def another(self):
        self.web.cookies.clear()
        self.web.authorize(scope="openid")

    def issue(self):
        self.web.cookies.clear()
        session = self.session()
        return dict(self.web.cookies), session

    def holds(self, issued):
        self.web.cookies, session = issued
        return self.session() == session

    def session(self):
        return claims(self.web.sign_in(scope="openid")["id_token"])["sid"]


KINDS = [
    AMToken,
    AMRefreshToken,
    AMSession,
    AMCode,
    AMRedeemedCode,
    AMTicket,
    PingOneToken,
    PingOneCode,
    PingOneRefreshToken,
    PingOneRepeatedToken,
    PingOneSession,
]


@pytest.fixture(autouse=True)
def swept_early(monkeypatch):
    monkeypatch.setattr(expiry, "_FEW", 100)


@pytest.fixture
def tenant(server):
    tenant = server.tenant(edition={"pingone": "current"})
    tenant.clock.freeze()
    tenant.clock.set(datetime(2026, 1, 1, tzinfo=UTC))  # a JWT knows whole seconds
    yield tenant
    assert tenant.crashes == ()


@pytest.mark.parametrize("kind", KINDS)
def test_each_holds_for_its_lifetime_however_many_there_are(server, tenant, kind):
    that = kind(server, tenant)
    one, other = that.issue(), that.issue()
    for step in (that.lifetime / 2, that.lifetime / 2 - 1):
        for _ in range(that.others // 2):
            that.another()
        tenant.clock.advance(step)

    at_last = that.holds(one)
    tenant.clock.advance(1)

    assert (at_last, that.holds(other)) == (True, False)


def test_a_revoked_token_stays_so_however_many_there_are(server, tenant):
    that = PingOneRevocation(server, tenant)
    one = that.issue()
    revoke = tenant.pingone._store.tokens.revoke
    for number in range(10_100):
        revoke(f"{number}", expires_at=tenant.clock.timestamp() + HOUR)
    tenant.clock.advance(HOUR - 1)

    assert that.holds(one)


ISSUED = (
    pingam.Token,
    pingam.Session,
    pingam.Code,
    pingam.Ticket,
    pingone.Token,
    signin.Session,
    signin.Authorization,
    signin.AuthorizationRequest,
)


@pytest.mark.parametrize("kind", [AMToken, AMSession, AMCode, AMTicket, PingOneCode])
def test_what_has_expired_is_not_held(server, tenant, kind):
    that = kind(server, tenant)
    before = _held()

    for _ in range(6):
        for _ in range(60):
            that.another()
        tenant.clock.advance(that.lifetime + DAY)
        that.oauth.introspect("")  # what a request changed is noted until the next one
    tenant.journal.clear()

    assert _held() - before < 3 * 110  # and not 360 of each that one of them takes


def _held():
    gc.collect()
    return sum(isinstance(each, ISSUED) for each in gc.get_objects())
