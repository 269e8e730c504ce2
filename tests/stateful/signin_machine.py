"""A model of sign-in: which codes, refresh tokens and access tokens still work."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from fakeping.core.exchange import Reply

CODE_LIFETIME = 60
TOKEN_LIFETIME = 3600
REFRESH_LIFETIME = 10_000
BACK = "https://example.com/back"
#: Scopes of two resources, and of OpenID Connect.
SCOPES = {"photos:read": "photos", "photos:edit": "photos", "albums:read": "albums"}
ASKED = st.lists(st.sampled_from([*SCOPES, "openid", "nonsense"]), unique=True, max_size=3)
STEPS = st.sampled_from([1, 30, 59, 60, 3599, 3600, 9999])


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

    server = None

    codes = Bundle("codes")
    refresh_tokens = Bundle("refresh_tokens")

    def ask(self, method, url, form=None, *, basic=None, token=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(edition={"pingone": "current"})
        self.tenant.clock.freeze()
        self.now = 0
        given = self.tenant.pingone.given
        self.user = given.user(username="alice")
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

    @rule(target=codes, client=st.sampled_from([0, 1]), scopes=ASKED)
    def authorize(self, client, scopes):
        query = {
            "response_type": "code",
            "client_id": self.clients[client].client_id,
            "redirect_uri": BACK,
            "scope": " ".join(scopes),
        }
        reply = self.ask("GET", f"{self.url}/authorize?{urlencode(query)}")

        assert reply.status == 302
        found = dict(parse_qsl(urlsplit(reply.headers["Location"]).query))
        resources = {SCOPES[each] for each in scopes if each in SCOPES}
        if "nonsense" in scopes or len(resources) > 1:
            assert found["error"] == "invalid_scope"
            return multiple()
        chain = Chain(scopes=scopes or ["openid"], client=client)
        self.sent[found["code"]] = [chain, self.now + CODE_LIFETIME, False]
        return found["code"]

    @rule(target=refresh_tokens, code=codes, client=st.sampled_from([0, 1]))
    def exchange(self, code, client):
        chain, until, spent = self.sent[code]

        reply = self.post(
            "token", client, grant_type="authorization_code", code=code, redirect_uri=BACK
        )

        if client != chain.client or spent or self.now >= until:
            refused(reply, "invalid_grant")
            if spent and client == chain.client:
                chain.ended = True
            return multiple()
        self.sent[code][2] = True
        return self.note(chain, reply)

    @rule(target=refresh_tokens, token=refresh_tokens, client=st.sampled_from([0, 1]))
    def refresh(self, token, client):
        chain = self.handed[token]

        reply = self.post("token", client, grant_type="refresh_token", refresh_token=token)

        works = token == chain.refresh and self.now < chain.refresh_until and not chain.ended
        if client != chain.client or not works:
            refused(reply, "invalid_grant")
            if client == chain.client and token != chain.refresh:
                chain.ended = True
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

    # Revocation, and time.

    @rule(data=st.data(), client=st.sampled_from([0, 1]))
    def revoke_an_access_token(self, data, client):
        token = data.draw(st.sampled_from([*self.issued, "garbage"]), label="token")

        assert self.post("revoke", client, token=token).status == 200

        if token in self.issued and self.issued[token][0].client == client and self.works(token):
            self.revoked.add(token)

    @rule(token=refresh_tokens, client=st.sampled_from([0, 1]))
    def revoke_a_refresh_token(self, token, client):
        chain = self.handed[token]

        assert self.post("revoke", client, token=token).status == 200

        works = token == chain.refresh and self.now < chain.refresh_until
        if chain.client == client and works:
            chain.ended = True

    @rule(seconds=STEPS)
    def let_time_pass(self, seconds):
        self.tenant.clock.advance(seconds)
        self.now += seconds

    # What always holds.

    @invariant()
    def a_token_works_while_the_model_says_so(self):
        for token, (chain, _) in list(self.issued.items())[-5:]:
            reply = self.post("introspect", chain.client, token=token)
            assert reply.json["active"] is self.works(token)
            status = self.ask("GET", f"{self.url}/userinfo", token=token).status
            openid = 200 if "openid" in chain.scopes else 403
            assert status == (openid if self.works(token) else 401)


def refused(reply, error):
    assert (reply.status, reply.json["error"]) == (400, error)
