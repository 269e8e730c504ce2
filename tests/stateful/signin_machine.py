"""A model of sign-in: which codes, refresh tokens and access tokens still work."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from fakeping import FakePing
from fakeping.core.exchange import Reply

CODE_LIFETIME = 60
TOKEN_LIFETIME = 3600
REFRESH_LIFETIME = 10_000
FLOW_LIFETIME = 900
#: A flow that is resumed.
GONE = (0, [], 0, None)
PASSWORD = "correct horse battery staple"
STARTED = "USERNAME_PASSWORD_REQUIRED"
COMPLETED = "COMPLETED"
BACK = "https://example.com/back"
#: Scopes of two resources, and of OpenID Connect.
SCOPES = {"photos:read": "photos", "photos:edit": "photos", "albums:read": "albums"}
ASKED = st.sampled_from(
    [["openid"], ["openid", "photos:read"], ["photos:edit", "photos:read"], ["albums:read"], []]
)
REFUSED = st.sampled_from([["nonsense"], ["photos:read", "albums:read"], ["openid", "nonsense"]])
#: Who presents a code or a token: more often the client that it was made for.
WHO = st.sampled_from(["its own", "its own", "its own", "another"])
STEPS = st.sampled_from([1, 1, 30, 59, 60, 3599, 3600, 9999])


@dataclass
class Chain:
    """What one user's consent brought."""

    scopes: list[str]
    client: int
    #: The refresh token that works, and until when.
    refresh: str | None = None
    refresh_until: float = 0
    ended: bool = False


class SignInMachine(RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom."""

    server: FakePing

    codes = Bundle("codes")
    flows = Bundle("flows")
    refresh_tokens = Bundle("refresh_tokens")

    def ask(self, method, url, form=None, *, basic=None, token=None, headers=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(edition={"pingone": "current"})
        self.tenant.clock.freeze()
        self.tenant.clock.set(datetime(2030, 1, 1, tzinfo=UTC))  # expiry is in whole seconds
        self.now = 0
        given = self.tenant.pingone.given
        self.user = given.user(username="alice", password=PASSWORD)
        given.sign_in(self.user)
        self.clients = [
            given.application(redirect_uris=[BACK], refresh_lifetime=REFRESH_LIFETIME)
            for _ in range(2)
        ]
        for name in ("photos", "albums"):
            resource = given.resource(
                name=name, scopes=[scope for scope, of in SCOPES.items() if of == name]
            )
            for client in self.clients:
                given.grant(client, resource)
        self.url = self.tenant.pingone.auth_url
        #: Codes: their chain, when they expire, and whether they were spent.
        self.sent = {}
        #: Refresh tokens that have been: their chain.
        self.handed = {}
        #: Access tokens: their chain, and when they expire.
        self.issued = {}
        self.revoked = set()
        #: Flows: the client, what was asked for, until when, and the cookie of completed ones.
        self.begun = {}

    def teardown(self):
        try:
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()

    def post(self, path, client, **form):
        who = self.clients[client]
        return self.ask(
            "POST", f"{self.url}/{path}", form, basic=(who.client_id, who.client_secret)
        )

    def works(self, token):
        chain, until = self.issued[token]
        return self.now < until and token not in self.revoked and not chain.ended

    # Authorization.

    def authorize(self, client, scopes):
        query = {
            "response_type": "code",
            "client_id": self.clients[client].client_id,
            "redirect_uri": BACK,
            "scope": " ".join(scopes),
        }
        reply = self.ask("GET", f"{self.url}/authorize?{urlencode(query)}")
        assert reply.status == 302
        return dict(parse_qsl(urlsplit(reply.headers["Location"]).query))

    @rule(target=codes, client=st.sampled_from([0, 1]), scopes=ASKED)
    def is_allowed(self, client, scopes):
        return self.allow(client, scopes)

    def allow(self, client, scopes):
        code = self.authorize(client, scopes)["code"]

        chain = Chain(scopes=scopes or ["openid"], client=client)
        self.sent[code] = [chain, self.now + CODE_LIFETIME, False]
        return code

    @rule(target=refresh_tokens, client=st.sampled_from([0, 1]), scopes=ASKED)
    def sign_in(self, client, scopes):
        return self.exchange(self.allow(client, scopes), "its own")

    @rule(client=st.sampled_from([0, 1]), scopes=REFUSED)
    def ask_for_too_much(self, client, scopes):
        assert self.authorize(client, scopes)["error"] == "invalid_scope"

    @rule(target=refresh_tokens, code=codes, who=WHO)
    def exchange_a_code(self, code, who):
        return self.exchange(code, who)

    def exchange(self, code, who):
        chain, until, spent = self.sent[code]

        reply = self.post(
            "token",
            presenter(chain, who),
            grant_type="authorization_code",
            code=code,
            redirect_uri=BACK,
        )

        if who == "another" or spent or self.now >= until:
            refused(reply, "invalid_grant")
            chain.ended |= spent and who == "its own"
            return multiple()
        self.sent[code][2] = True
        return self.note(chain, reply)

    @rule(target=refresh_tokens, token=refresh_tokens, who=WHO)
    def refresh(self, token, who):
        chain = self.handed[token]

        reply = self.post(
            "token", presenter(chain, who), grant_type="refresh_token", refresh_token=token
        )

        works = token == chain.refresh and self.now < chain.refresh_until and not chain.ended
        if who == "another" or not works:
            refused(reply, "invalid_grant")
            chain.ended |= who == "its own" and token != chain.refresh
            return multiple()
        return self.note(chain, reply)

    def note(self, chain, reply):
        answer = reply.json
        assert reply.status == 200
        assert set(answer["scope"].split()) == set(chain.scopes)
        assert ("id_token" in answer) == ("openid" in chain.scopes)
        assert answer["refresh_token"] not in self.handed
        chain.refresh = answer["refresh_token"]
        chain.refresh_until = self.now + REFRESH_LIFETIME
        self.handed[chain.refresh] = chain
        self.issued[answer["access_token"]] = (chain, self.now + TOKEN_LIFETIME)
        return answer["refresh_token"]

    # Flows, for which nobody is signed in at once.

    @rule(target=flows, client=st.sampled_from([0, 1]), scopes=ASKED)
    def begin_a_flow(self, client, scopes):
        query = {
            "response_type": "code",
            "client_id": self.clients[client].client_id,
            "response_mode": "pi.flow",
            "scope": " ".join(scopes),
        }
        self.tenant.pingone.given.sign_in(None)
        reply = self.ask("GET", f"{self.url}/authorize?{urlencode(query)}")
        self.tenant.pingone.given.sign_in(self.user)
        assert (reply.status, reply.json["status"]) == (200, STARTED)
        flow = reply.json["id"]
        self.begun[flow] = [client, scopes, self.now + FLOW_LIFETIME, None]
        return flow

    @rule(flow=flows, right=st.booleans())
    def check_a_password(self, flow, right):
        said = {"username": "alice", "password": PASSWORD if right else "wrong"}

        reply = self.act(flow, "usernamePassword.check", said)

        if self.status_of(flow) == COMPLETED:
            assert reply.status == 401
        elif self.status_of(flow) is None:
            assert reply.status == 404
        elif not right:
            assert (reply.status, reply.json["code"]) == (400, "INVALID_DATA")
        else:
            assert (reply.status, reply.json["status"]) == (200, COMPLETED)
            self.begun[flow][3] = reply.headers["Set-Cookie"].partition(";")[0]

    @rule(flow=flows)
    def go_back_to_the_start(self, flow):
        reply = self.act(flow, "session.reset", {})

        there = self.status_of(flow) is not None
        assert reply.status == (200 if there else 404)
        if there:
            self.begun[flow][3] = None

    @rule(target=codes, flow=flows, whose=WHO)
    def resume_a_flow(self, flow, whose):
        client, scopes, _, cookie = self.begun.get(flow, GONE)
        sent = cookie if whose == "its own" else "ST=another"
        url = f"{self.url}/resume?flowId={flow}"

        reply = self.ask("GET", url, headers={"Cookie": sent or ""})

        status = self.status_of(flow)
        if status is None:
            assert reply.status == 404
            return multiple()
        assert (reply.status, reply.json["status"]) == (200, status)
        if status != COMPLETED or whose == "another":
            assert "authorizeResponse" not in reply.json
            return multiple()
        del self.begun[flow]
        chain = Chain(scopes=scopes or ["openid"], client=client)
        code = reply.json["authorizeResponse"]["code"]
        self.sent[code] = [chain, self.now + CODE_LIFETIME, False]
        return code

    def act(self, flow, action, said):
        url = f"{self.url.removesuffix('/as')}/flows/{flow}"
        media = f"application/vnd.pingidentity.{action}+json"
        return self.ask("POST", url, json.dumps(said), headers={"Content-Type": media})

    def status_of(self, flow):
        """What the model says of a flow; `None` if it is resumed or expired."""
        *_, until, cookie = self.begun.get(flow, GONE)
        if self.now >= until:
            return None
        return STARTED if cookie is None else COMPLETED

    # Revocation, and time.

    @rule(data=st.data(), who=WHO)
    def revoke_an_access_token(self, data, who):
        token = data.draw(st.sampled_from(["garbage", *self.issued]), label="token")
        chain = self.issued[token][0] if token in self.issued else Chain(scopes=[], client=0)

        assert self.post("revoke", presenter(chain, who), token=token).status == 200

        if who == "its own" and token in self.issued:
            self.revoked.add(token)

    @rule(token=refresh_tokens, who=WHO)
    def revoke_a_refresh_token(self, token, who):
        chain = self.handed[token]

        assert self.post("revoke", presenter(chain, who), token=token).status == 200

        works = token == chain.refresh and self.now < chain.refresh_until
        chain.ended |= who == "its own" and works

    @rule(seconds=STEPS)
    def let_time_pass(self, seconds):
        self.tenant.clock.advance(seconds)
        self.now += seconds

    @rule()
    def write_down_and_read_back(self):
        self.tenant.reset(to=self.tenant.snapshot())
        for sent in self.sent.values():
            if not sent[2]:
                sent[1] = self.now  # codes that wait are not written down

    # What always holds.

    @invariant()
    def a_token_works_while_the_model_says_so(self):
        for token, (chain, _) in list(self.issued.items())[-5:]:
            reply = self.post("introspect", chain.client, token=token)
            assert reply.json["active"] is self.works(token)
            status = self.ask("GET", f"{self.url}/userinfo", token=token).status
            openid = 200 if "openid" in chain.scopes else 403
            assert status == (openid if self.works(token) else 401)


def presenter(chain, who):
    return chain.client if who == "its own" else 1 - chain.client


def refused(reply, error):
    assert (reply.status, reply.json["error"]) == (400, error)
