"""The contract's machine of resource sets, with what only a fake lets one do."""

import re
import sys
from itertools import product
from typing import Any
from urllib.parse import unquote

from hypothesis import strategies as st
from hypothesis.stateful import rule

from fakeping import FakePing
from fakeping.contract.pingam import ResourceSetMachine
from fakeping.contract.pingam.driver import outcome_of
from fakeping.contract.pingam.machine import DESCRIPTIONS, OWNERS
from fakeping.contract.pingam.model import ModelCall
from fakeping.core.exchange import Reply
from tests.stateful.written_down import ReadBack

REALMS, PEOPLE, CLIENTS = ("own", "below"), ("alice", "bob"), ("photoz", "albumz")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[0-9]+")
ETAG = re.compile(r'W/"-?[0-9]+"')
UNKNOWN = st.sampled_from(["0", "%00", "a%2Fb"])
NO_MATCH = st.sampled_from(['W/"stale"', 'W/"{}"', "*"])
METHODS = st.sampled_from(["LIST", "POST", "GET", "PUT", "DELETE"])
#: Tokens that don't open a realm, and how each is issued.
STRANGERS: dict[str, dict[str, Any]] = {
    "none": {},
    "garbage": {},
    "another realm's": {},
    "another tenant's": {},
    "expired": {"expired": True},
    "outlived": {"lifetime": 60},
    "no scope": {"scopes": ["openid"]},
}


NO_SCOPE = (
    403,
    "insufficient_scope",
    "The resource requested requires scope: uma_protection",
)
NO_TOKEN = (
    401,
    "invalid_token",
    "The access token provided is expired, revoked, malformed, or invalid for other reasons.",
)


class Driver:
    """Asks for owners that are called `own/alice/photoz`."""

    conditional = True

    def __init__(self, ask, urls, tokens):
        self.ask, self.urls, self.tokens = ask, urls, tokens
        self.owners = tuple(tokens)

    def tell(self, owner, method, path="", *body, **conditions):
        sent = {each.replace("_", "-"): tag for each, tag in conditions.items() if tag}
        url = self.urls[owner.partition("/")[0]] + path
        return outcome_of(self.ask(method, url, *body, token=self.tokens[owner], headers=sent))

    def register(self, owner, said):
        return self.tell(owner, "POST", "", said)

    def list_ids(self, owner):
        return self.tell(owner, "GET")

    def read(self, owner, id_, *, if_none_match=None):
        return self.tell(owner, "GET", f"/{id_}", if_none_match=if_none_match)

    def update(self, owner, id_, said, *, if_match=None):
        return self.tell(owner, "PUT", f"/{id_}", said, if_match=if_match)

    def delete(self, owner, id_, *, if_match=None):
        return self.tell(owner, "DELETE", f"/{id_}", if_match=if_match)


class FakesResourceSets(ReadBack, ResourceSetMachine):
    """Two people of two realms, each through two clients; subclasses say how to `ask`."""

    server: FakePing

    def ask(self, method, url, body=None, *, token=None, headers=None) -> Reply:
        raise NotImplementedError

    def new_driver(self):
        self.tenant, self.stranger = (self.server.tenant(ids_seed=each) for each in (203, 204))
        self.tenant.clock.freeze()
        am = self.tenant.pingam
        self.realms = {"own": f"/{am.realm}", "below": am.given.realm("below")}
        above = am.resource_set_url.removesuffix("/resource_set")
        urls = {"own": am.resource_set_url, "below": f"{above}/realms/below/resource_set"}
        tokens = {
            f"{realm}/{person}/{client}": am.pat(
                person, client=client, realm=self.realms[realm], lifetime=10**9
            )
            for realm, person, client in product(REALMS, PEOPLE, CLIENTS)
        }
        return Driver(self.ask, urls, tokens)

    def person(self, owner):
        return owner.rpartition("/")[0]

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:  # one failure is enough
                self.check_everything()
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()
            self.stranger.drop()

    def registered(self, id_, outcome):
        super().registered(id_, outcome)
        realm = self.owner(id_).partition("/")[0]
        assert outcome.location == f"{self.driver.urls[realm]}/{id_}"
        assert ID.fullmatch(id_)
        assert ETAG.fullmatch(outcome.etag)
        share = f"{self.tenant.pingam.url}/XUI/?realm={self.realms[realm]}#uma/share/{id_}"
        assert outcome.document["user_access_policy_uri"] == share

    @rule(
        id_=ResourceSetMachine.ids, by=OWNERS, said=DESCRIPTIONS, tag=NO_MATCH, both=st.booleans()
    )
    def write_unless_it_is_held(self, id_, by, said, tag, both):
        tag, by = self.filled(tag, id_), self.through(by, id_)
        conditions = {"if_none_match": tag} | ({"if_match": self.state[id_].etag} if both else {})
        act = ModelCall(operation="update", owner=by, id=id_, said=said, **conditions)
        self.does(act, self.driver.tell(by, "PUT", f"/{id_}", said, **conditions))
        self.check(id_)

    @rule(id_=UNKNOWN, owner=OWNERS, said=DESCRIPTIONS)
    def look_for_what_never_was(self, id_, owner, said):
        for method, body in (("GET", ()), ("PUT", (said,)), ("DELETE", ())):
            outcome = self.driver.tell(owner, method, f"/{id_}", *body)
            self.model.step(self.state, ModelCall(operation="read", owner=owner, id=unquote(id_)))[
                1
            ].hold(outcome)

    @rule(method=METHODS, id_=ResourceSetMachine.ids, owner=OWNERS, said=DESCRIPTIONS)
    def come_without_a_token_of_this_realm(self, method, id_, owner, said):
        realm, person, client = owner.split("/")
        path = "" if method in {"LIST", "POST"} else f"/{id_}"
        body = [said] if method in {"POST", "PUT"} else []
        for who, how in STRANGERS.items():
            token = self.token_of(who, realm, person, client, how)
            url = self.driver.urls[realm] + path
            reply = self.ask(method.replace("LIST", "GET"), url, *body, token=token)
            status, error, sentence = NO_SCOPE if who == "no scope" else NO_TOKEN
            assert (reply.status, reply.json) == (
                status,
                {"error": error, "error_description": sentence},
            )

    def token_of(self, who, realm, person, client, how):
        if who == "none":
            return None
        if who == "another realm's":
            other = "below" if realm == "own" else "own"
            return self.driver.tokens[f"{other}/{person}/{client}"]
        if who == "another tenant's":
            return self.stranger.pingam.pat(person, client=client)
        token = self.tenant.pingam.pat(
            person, client=client, **{"realm": self.realms[realm], **how}
        )
        if who == "outlived":
            assert self.ask("GET", self.driver.urls[realm], token=token).status == 200
            self.tenant.clock.advance(60)
        return f"{token}x" if who == "garbage" else token

    @rule()
    def check_everything(self):
        super().check_everything()
        for person in PEOPLE:
            mine = [each for each in self.state if self.owner(each).split("/")[1] == person]
            assert [each.id for each in self.tenant.pingam.resource_sets(person)] == mine
