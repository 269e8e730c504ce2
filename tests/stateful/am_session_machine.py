"""A model of PingAM's sessions: which last, how long they idled, and what properties they have."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from fakeping.core.exchange import Reply
from tests.stateful.written_down import ReadBack

LONGEST = 7200
IDLE = 1800
USERS = ("alice", "bob")
NAMES = ("Place", "Theme")


class SessionMachine(ReadBack, RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom."""

    server: Any = None

    sessions = Bundle("sessions")

    def ask(self, method, url, body=None, *, headers=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(ids_seed=7)
        # At a whole second: a document says milliseconds, and a rest would be lost in one.
        self.tenant.clock.freeze("2030-06-01T12:00:00Z")
        self.am = self.tenant.pingam
        for each in NAMES:
            self.am.given.session_property(each)
        #: By token: the user, when it began, when it was used, and its properties.
        self.known = {}

    def teardown(self):
        try:
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()

    @property
    def now(self):
        return self.tenant.clock.timestamp()

    def lasts(self, token):
        if token not in self.known:
            return False
        _, began, used, _ = self.known[token]
        return self.now < min(began + LONGEST, used + IDLE)

    def use(self, token):
        user, began, _, properties = self.known[token]
        self.known[token] = (user, began, self.now, properties)

    def act(self, action, token, body=None):
        url = f"{self.am.json_url}/sessions?_action={action}"
        return self.ask("POST", url, body or {}, headers={"iPlanetDirectoryPro": token})

    @rule(target=sessions, user=st.sampled_from(USERS))
    def begin(self, user):
        token = self.am.sso_token(user)
        self.known[token] = (user, self.now, self.now, dict.fromkeys(NAMES, ""))
        return token

    @rule(token=sessions, refresh=st.booleans())
    def validate(self, token, refresh):
        reply = self.act("validate" if refresh else "validate&refresh=false", token)

        assert reply.status == 200
        if not self.lasts(token):
            assert reply.json == {"valid": False}
            return
        user = self.known[token][0]
        assert (reply.json["uid"], reply.json["realm"]) == (user, f"/{self.am.realm}")
        if refresh:
            self.use(token)

    @rule(token=sessions, action=st.sampled_from(["refresh", "getSessionInfoAndResetIdleTime"]))
    def reset_idle_time(self, token, action):
        reply = self.act(action, token)

        assert reply.status == (200 if self.lasts(token) else 401)
        if self.lasts(token):
            self.use(token)
            user, began, _, _ = self.known[token]
            if action == "refresh":
                assert (reply.json["uid"], reply.json["idletime"]) == (user, 0)
                assert reply.json["maxtime"] == int(round(began + LONGEST - self.now, 3))
            else:
                assert reply.json["username"] == user

    @rule(token=sessions, name=st.sampled_from([*NAMES, "AuthLevel"]), value=st.text(max_size=3))
    def set_a_property(self, token, name, value):
        reply = self.act("updateSessionProperties", token, {name: value})

        if not self.lasts(token):
            assert reply.status == 401
        elif name not in NAMES:
            assert reply.status == 403
        else:
            self.known[token][3][name] = value
            assert (reply.status, reply.json) == (200, self.known[token][3])

    @rule(token=consumes(sessions))
    def log_out(self, token):
        reply = self.act("logout", token)

        said = "Successfully logged out" if self.lasts(token) else "Token has expired"
        assert (reply.status, reply.json) == (200, {"result": said})
        self.known.pop(token, None)

    @rule(token=sessions)
    def log_out_everywhere(self, token):
        there = self.lasts(token)
        user = self.known[token][0] if token in self.known else "alice"

        reply = self.act("logoutByUser", token, {"username": user})

        assert reply.status == (200 if there else 401)
        if there:
            self.known = {each: of for each, of in self.known.items() if of[0] != user}

    @rule(seconds=st.sampled_from([1, 900, 1799, 1800]))
    def wait(self, seconds):
        self.tenant.clock.advance(seconds)

    @invariant()
    def what_lasts_is_told(self):
        for token, (_, _, _, properties) in self.known.items():
            reply = self.act("getSessionProperties", token)
            if self.lasts(token):
                assert (reply.status, reply.json) == (200, properties)
            else:
                assert reply.status == 401
