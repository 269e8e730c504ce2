"""A model of the UMA grant: who shares what with whom, which tickets hold, who waits for whom."""

from itertools import product
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from fakeping.core.exchange import Reply
from tests.stateful.written_down import WrittenDown

OWNERS = ("alice", "bob")
PARTIES = ("bob", "carol")
SCOPES = ("view", "edit")
OWNER = st.sampled_from(OWNERS)
PARTY = st.sampled_from(PARTIES)
SOME = st.lists(st.sampled_from(SCOPES), unique=True, max_size=2).map(tuple)

ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken"
UMA_TICKET = "urn:ietf:params:oauth:grant-type:uma-ticket"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class UmaMachine(WrittenDown, RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom: in process, or over a socket."""

    server: Any = None

    #: Pairs of an id and its owner; triples of a ticket, what it asks for and of whom.
    photos = Bundle("photos")
    tickets = Bundle("tickets")
    rpts = Bundle("rpts")

    def ask(self, method, url, body=None, *, raw=None, token=None, headers=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(ids_seed=7)
        self.tenant.clock.freeze()
        self.am = self.tenant.pingam
        app = self.am.given.client("app")
        self.app = {"client_id": app.client_id, "client_secret": app.client_secret}
        self.pats = {each: self.am.pat(each, lifetime=10**9) for each in OWNERS}
        self.claims = {each: self.am.claim_token(each) for each in PARTIES}
        #: By id: its owner. By id and party: the scopes that are shared.
        self.owners = {}
        self.shared = {}
        #: The ids whose policy names clients, and not the one that asks.
        self.barred = set()
        #: What waits: the owner, the id, the party and the scopes.
        self.waiting = set()

    def teardown(self):
        try:
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()

    def own(self, owner, method, path, *body, headers=None):
        sent = {"iPlanetDirectoryPro": self.am.sso_token(owner), **(headers or {})}
        return self.ask(method, f"{self.am.json_url}/users/{owner}/{path}", *body, headers=sent)

    def post(self, path, form, token=None):
        return self.ask(
            "POST",
            f"{self.am.oauth2_url}/{path}",
            raw=urlencode(form).encode(),
            headers=FORM,
            token=token,
        )

    def may(self, party, wanted):
        return all(
            self.owners.get(id_) == party
            or (id_ not in self.barred and set(scopes) <= self.shared.get((id_, party), set()))
            if (id_, party) in self.shared or self.owners.get(id_) == party
            else False
            for id_, scopes in wanted
        )

    @initialize(target=photos, owner=OWNER)
    def start(self, owner):
        return self.register(owner)

    @rule(target=photos, owner=OWNER)
    def register(self, owner):
        body = {"resource_scopes": list(SCOPES)}
        id_ = self.ask("POST", self.am.resource_set_url, body, token=self.pats[owner]).json["_id"]
        self.owners[id_] = owner
        return id_

    @rule(
        id_=photos,
        party=PARTY,
        scopes=SOME,
        clients=st.sampled_from([None, [], ["other"], ["other", "app"]]),
    )
    def share(self, id_, party, scopes, clients):
        owner = self.owners.get(id_)
        body = {
            "policyId": id_,
            "permissions": [{"subject": party, "scopes": list(scopes)}],
        }
        if clients is not None:
            body["conditions"] = [{"type": "clientId", "clientIds": clients}]

        reply = self.own(owner or "alice", "PUT", f"uma/policies/{id_}", body)

        if owner is None:
            assert (reply.status, reply.json["message"]) == (400, "Invalid ResourceSet UID")
            return
        there = any(each == id_ for each, _ in self.shared)
        assert reply.status == (200 if there else 201)
        for each in PARTIES:
            self.shared.pop((id_, each), None)
        self.shared[id_, party] = set(scopes)
        self.barred.discard(id_)
        if clients is not None and "app" not in clients:
            self.barred.add(id_)

    @rule(id_=photos)
    def share_no_longer(self, id_):
        owner = self.owners.get(id_, "alice")
        there = [each for each in self.shared if each[0] == id_]

        reply = self.own(owner, "DELETE", f"uma/policies/{id_}")

        assert reply.status == (200 if there else 404)
        for each in there:
            del self.shared[each]
        self.barred.discard(id_)

    @rule(owner=OWNER)
    def share_nothing_any_longer(self, owner):
        reply = self.own(owner, "POST", "oauth2/resources/sets?_action=revokeAll")

        assert (reply.status, reply.json) == (200, {})
        self.shared = {
            each: scopes for each, scopes in self.shared.items() if self.owners[each[0]] != owner
        }

    @rule(id_=photos)
    def delete(self, id_):
        owner = self.owners.pop(id_, None)
        token = self.pats[owner or "alice"]

        reply = self.ask("DELETE", f"{self.am.resource_set_url}/{id_}", token=token)

        assert reply.status == (204 if owner else 404)
        self.shared = {each: scopes for each, scopes in self.shared.items() if each[0] != id_}
        self.barred.discard(id_)
        self.waiting = {each for each in self.waiting if each[1] != id_}

    @rule(target=tickets, id_=photos, scopes=SOME, asker=OWNER)
    def ask_for_a_ticket(self, id_, scopes, asker):
        body = {"resource_id": id_, "resource_scopes": list(scopes)}

        reply = self.ask(
            "POST", f"{self.am.uma_url}/permission_request", body, token=self.pats[asker]
        )

        if self.owners.get(id_) != asker:
            assert (reply.status, reply.json["error"]) == (400, "invalid_resource_id")
            return "nothing", (), 0.0
        assert reply.status == 201
        return reply.json["ticket"], ((id_, scopes),), self.tenant.clock.timestamp() + 120

    @rule(target=rpts, ticket=consumes(tickets), party=PARTY)
    def ask_for_an_rpt(self, ticket, party):
        value, wanted, until = ticket
        form = {
            "grant_type": UMA_TICKET,
            "ticket": value,
            "claim_token": self.claims[party],
            "claim_token_format": ID_TOKEN,
            **self.app,
        }

        reply = self.post("access_token", form)

        again = self.post("access_token", form)
        assert (again.status, again.json["error"]) == (400, "invalid_grant")
        now = self.tenant.clock.timestamp()
        if now >= until or any(id_ not in self.owners for id_, _ in wanted):
            assert (reply.status, reply.json["error"]) == (400, "invalid_grant")
            return "nothing", ()
        if not self.may(party, wanted):
            assert (reply.status, reply.json["error"]) == (403, "request_submitted")
            assert reply.json["ticket"] != value
            self.waiting |= {
                (self.owners[id_], id_, party, frozenset(scopes)) for id_, scopes in wanted
            }
            return "nothing", ()
        assert reply.status == 200
        return reply.json["access_token"], wanted

    @rule(rpt=rpts)
    def look_at_an_rpt(self, rpt):
        value, wanted = rpt

        seen = self.post("introspect", {"token": value}, token=self.pats["alice"]).json

        if not wanted:
            assert seen == {"active": False}
            return
        assert [(each["resource_id"], each["resource_scopes"]) for each in seen["permissions"]] == [
            (id_, list(scopes)) for id_, scopes in wanted if id_ in self.owners
        ]

    @rule(owner=OWNER, approves=st.booleans())
    def decide(self, owner, approves):
        found = self.own(owner, "GET", "uma/pendingrequests?_queryFilter=true").json["result"]
        mine = [each for each in self.waiting if each[0] == owner]
        assert len(found) == len(mine)
        if not found:
            return
        request = found[0]

        action = "approve" if approves else "deny"
        reply = self.own(owner, "POST", f"uma/pendingrequests/{request['_id']}?_action={action}")

        assert (reply.status, reply.json) == (200, {})
        said = (owner, request["resource"], request["user"], frozenset(request["permissions"]))
        self.waiting.remove(said)
        if approves:
            key = (request["resource"], request["user"])
            self.shared[key] = self.shared.get(key, set()) | said[3]

    @rule(seconds=st.sampled_from([1, 60, 119, 120]))
    def wait(self, seconds):
        self.tenant.clock.advance(seconds)
        # An ID token lasts an hour.
        self.claims = {each: self.am.claim_token(each) for each in PARTIES}

    @invariant()
    def each_owner_sees_their_own(self):
        for owner, what in product(OWNERS, ("uma/policies", "uma/pendingrequests")):
            found = self.own(owner, "GET", f"{what}?_queryFilter=true").json["result"]
            if what == "uma/policies":
                mine = {id_ for id_, _ in self.shared if self.owners[id_] == owner}
                assert {each["_id"] for each in found} == mine
            else:
                told = {
                    (each["resource"], each["user"], frozenset(each["permissions"]))
                    for each in found
                }
                assert told == {each[1:] for each in self.waiting if each[0] == owner}

    @invariant()
    def each_sees_what_is_shared(self):
        for user in OWNERS:
            url = "oauth2/resources/sets?_queryFilter=true"
            found = [each["_id"] for each in self.own(user, "GET", url).json["result"]]
            mine = {id_ for id_, owner in self.owners.items() if owner == user}
            theirs = {id_ for (id_, party), some in self.shared.items() if party == user and some}
            assert set(found) == mine | theirs
            assert len(found) == len(mine | theirs)
