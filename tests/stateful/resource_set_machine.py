"""A model of registered resource sets: dicts of documents, and no cleverer."""

import re
import sys
from itertools import product

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)

from fakeping import FakePing
from fakeping.core.exchange import Reply
from tests.stateful.written_down import ReadBack

OWNERS = ("alice", "bob")
CLIENTS = ("photoz", "albumz")
BRANCHES = ("own", "below")
CLIENT = st.sampled_from(CLIENTS)
# One of them more often than the others, so that it clashes with itself.
ALICE = ("own", "alice", "photoz")
WHO = st.one_of(
    st.just(ALICE), st.tuples(st.sampled_from(BRANCHES), st.sampled_from(OWNERS), CLIENT)
)

_LABELS = st.lists(st.sampled_from(["3D", "VIP", "фото"]), max_size=3)
DESCRIPTIONS = st.fixed_dictionaries(
    {"resource_scopes": st.lists(st.sampled_from(["view", "edit", "http://s.test/p"]), max_size=3)},
    optional={
        "name": st.sampled_from([None, "Photo Album", "photo album", "Photo Album", ""]),
        "type": st.sampled_from([None, "http://photoz.example.com/dev/rtypes/photoalbum"]),
        "description": st.sampled_from(["Photos", "Albums"]),
        "icon_uri": st.sampled_from([None, "http://photoz.example.com/icons/flower.png"]),
        "labels": st.one_of(st.none(), _LABELS),
        # Unknown members are kept.
        "uri": st.sampled_from(["http://photoz.example.com/album/1", None]),
        "colours": st.sampled_from([[1, 2.5, {"deep": [None, True]}], {"é": "\u2028"}]),
        # These are the server's to say.
        "_id": st.just("chosen"),
        "user_access_policy_uri": st.just("http://elsewhere.test/"),
    },
)

# (body, what is said of it)
BAD_BODIES = st.sampled_from(
    [
        ({}, "Missing required attribute, 'resource_scopes'."),
        ({"name": "n"}, "Missing required attribute, 'resource_scopes'."),
        (
            {"resource_scopes": "view"},
            "Required attribute, 'resource_scopes', must be an array of Strings.",
        ),
        (
            {"resource_scopes": ["view", 1]},
            "Required attribute, 'resource_scopes', must be an array of Strings.",
        ),
        ({"resource_scopes": None}, "Missing required attribute, 'resource_scopes'."),
        ({"resource_scopes": [], "name": 5}, "Attribute, 'name', must be a String."),
        ({"resource_scopes": 1, "name": 5}, "Attribute, 'name', must be a String."),
        ({"resource_scopes": [], "type": []}, "Attribute, 'type', must be a String."),
        ({"resource_scopes": [], "icon_uri": "a b"}, "Attribute, 'icon_uri', must be a valid URI."),
        (
            {"resource_scopes": [], "labels": "VIP"},
            "Optional attribute, 'labels', must be an array of Strings.",
        ),
    ]
)
UNKNOWN = st.sampled_from(["126615ba-b7fd-4660-b281-bae81aa45f7c999", "0", "%00", "a%2Fb"])

# A condition of a write, and whether it lets the write through; `{}` is the current tag's number.
CURRENT = {"If-Match": 'W/"{}"'}
CONDITIONS = st.sampled_from(
    [
        ({}, True),
        (CURRENT, True),
        ({"If-Match": '"{}"'}, True),
        ({"If-Match": 'W/"stale", W/"{}"'}, True),
        ({"If-Match": "*"}, True),
        ({"If-Match": 'W/"stale"'}, False),
        ({"If-Match": 'W/"{}0"'}, False),
        ({"If-None-Match": 'W/"stale"'}, True),
        ({"If-None-Match": 'W/"{}"'}, False),
        ({"If-None-Match": "*"}, False),
        ({"If-Match": 'W/"{}"', "If-None-Match": 'W/"{}"'}, False),
    ]
)
UNCONDITIONAL = st.just(({}, True))
METHODS = st.sampled_from(["LIST", "POST", "GET", "PUT", "DELETE"])
STRANGERS = (
    "none",
    "garbage",
    "another realm's",
    "another tenant's",
    "expired",
    "outlived",
    "no scope",
)

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[0-9]+")
_ETAG = re.compile(r'W/"-?[0-9]+"')


class ResourceSetMachine(ReadBack, RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom: in process, or over a socket."""

    server: FakePing

    #: The ids of what is registered, and of what is no more.
    ids = Bundle("ids")
    gone = Bundle("gone")

    def ask(self, method, url, body=None, *, token=None, headers=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(ids_seed=203)
        self.stranger = self.server.tenant(ids_seed=204)
        self.tenant.clock.freeze()
        am = self.tenant.pingam
        below = am.given.realm("below")
        self.realms = {"own": f"/{am.realm}", "below": below}
        self.urls = {
            "own": am.resource_set_url,
            "below": am.resource_set_url.removesuffix("/resource_set")
            + "/realms/below/resource_set",
        }
        self.tokens = {
            (branch, owner, client): am.pat(
                owner, client=client, realm=self.realms[branch], lifetime=10**9
            )
            for branch, owner, client in product(BRANCHES, OWNERS, CLIENTS)
        }
        #: By its id: whose each is, what it reads as, and its tag.
        self.whose = {}
        self.documents = {}
        self.etags = {}

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:  # one failure is enough
                self.check_everything()
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()
            self.stranger.drop()

    def as_(self, who, method, path="", body=None, headers=None):
        url = self.urls[who[0]] + path
        return self.ask(method, url, body, token=self.tokens[who], headers=headers)

    def document(self, said, *, id_, branch):
        members = {name: value for name, value in said.items() if value is not None}
        return members | {
            "_id": id_,
            "user_access_policy_uri": (
                f"{self.tenant.pingam.url}/XUI/?realm={self.realms[branch]}#uma/share/{id_}"
            ),
            "labels": list(dict.fromkeys(said.get("labels") or ())),
        }

    def conditions(self, headers, id_):
        number = self.etags.get(id_, 'W/"0"').removeprefix('W/"').removesuffix('"')
        return {name: value.format(number) for name, value in headers.items()}

    @initialize(target=ids)
    def start(self):
        named = {"resource_scopes": [], "name": "Photo Album"}
        others = [
            ("below", "alice", "photoz"),
            ("own", "bob", "photoz"),
            ("own", "alice", "albumz"),
        ]
        return multiple(
            self.add(ALICE, named),
            self.add(ALICE, {"resource_scopes": ["view"], "name": None}),
            *[self.add(who, named) for who in others],
        )

    @initialize(target=gone, id_=UNKNOWN)
    def nothing_is_gone(self, id_):
        return id_

    @rule(target=ids, who=WHO, said=DESCRIPTIONS)
    def register(self, who, said):
        return self.add(who, said) or multiple()

    def add(self, who, said):
        reply = self.as_(who, "POST", body=said)

        name = said.get("name")
        taken = {self.documents[id_].get("name") for id_, of in self.whose.items() if of == who}
        if name is not None and name in taken:
            refused(
                reply, 400, "Bad Request", f"A shared item with the name '{name}' already exists"
            )
            return None
        id_ = reply.json["_id"]
        assert _ID.fullmatch(id_)
        assert id_ not in self.documents
        document = self.document(said, id_=id_, branch=who[0])
        assert (reply.status, reply.json) == (201, _reference(document))
        assert reply.headers["Location"] == f"{self.urls[who[0]]}/{id_}"
        assert _ETAG.fullmatch(reply.headers["ETag"])
        self.whose[id_] = who
        self.documents[id_] = document
        self.etags[id_] = reply.headers["ETag"]
        return id_

    @rule(id_=ids, client=CLIENT, said=DESCRIPTIONS, condition=st.one_of(UNCONDITIONAL, CONDITIONS))
    def update(self, id_, client, said, condition):
        headers, lets = condition
        headers = self.conditions(headers, id_)

        reply = self.as_(self.through(client, id_), "PUT", f"/{id_}", said, headers)

        if not lets:
            assert (reply.status, reply.json) == (412, {"error": "precondition_failed"})
            reply = self.as_(self.whose[id_], "DELETE", f"/{id_}", headers=headers)
            assert (reply.status, reply.json) == (412, {"error": "precondition_failed"})
        else:
            document = self.document(said, id_=id_, branch=self.whose[id_][0])
            assert (reply.status, reply.json) == (200, _reference(document))
            changed = document != self.documents[id_]
            assert (reply.headers["ETag"] != self.etags[id_]) == changed
            self.documents[id_] = document
            self.etags[id_] = reply.headers["ETag"]
        self.check(id_)

    @rule(target=gone, id_=consumes(ids), client=CLIENT)
    def delete(self, id_, client):
        who = self.through(client, id_)
        reply = self.as_(who, "DELETE", f"/{id_}", headers=self.conditions(CURRENT, id_))

        assert (reply.status, reply.body) == (204, b"")
        del self.whose[id_], self.documents[id_], self.etags[id_]
        self.not_found(self.as_(who, "GET", f"/{id_}"), id_)
        return id_

    @rule(target=ids, id_=consumes(ids), said=DESCRIPTIONS)
    def replace_by_another_of_that_name(self, id_, said):
        who, name = self.whose[id_], self.documents[id_].get("name")
        self.delete(id_, who[2])
        return self.add(who, said | {"name": name}) or multiple()

    @rule(id_=ids, client=CLIENT)
    def read_unless_it_is_held(self, id_, client):
        who = self.through(client, id_)
        for tag, status in (
            ('W/"{}"', 304),
            ('W/"stale", W/"{}"', 304),
            ('"{}"', 200),
            ('W/"{}0"', 200),
            ("*", 200),
        ):
            headers = self.conditions({"If-None-Match": tag}, id_)
            reply = self.as_(who, "GET", f"/{id_}", headers=headers)

            document = None if status == 304 else self.documents[id_]
            assert (reply.status, reply.json) == (status, document)
            assert reply.headers["ETag"] == self.etags[id_]

    def through(self, client, id_):
        """The same owner, whichever client the owner uses now."""
        return (*self.whose[id_][:2], client)

    @rule(id_=st.one_of(ids, ids, gone), client=CLIENT, said=DESCRIPTIONS, condition=CONDITIONS)
    def meddle(self, id_, client, said, condition):
        """What an owner can't see does not exist: neither do its preconditions."""
        branch, owner, _ = self.whose.get(id_, ALICE)
        (other_branch,) = {*BRANCHES} - {branch}
        (other_owner,) = {*OWNERS} - {owner}
        headers = self.conditions(condition[0], id_)
        for who in ((other_branch, owner, client), (branch, other_owner, client)):
            self.not_found(self.as_(who, "GET", f"/{id_}", headers=headers), id_)
            self.not_found(self.as_(who, "PUT", f"/{id_}", said, headers), id_)
            self.not_found(self.as_(who, "DELETE", f"/{id_}", headers=headers), id_)

    @rule(id_=gone, who=WHO, said=DESCRIPTIONS)
    def look_for_what_is_gone(self, id_, who, said):
        for method, body in (("GET", None), ("PUT", said), ("DELETE", None)):
            self.not_found(self.as_(who, method, f"/{id_}", body), id_)

    # Refusals, after which nothing may have changed.

    @rule(bad=BAD_BODIES, id_=st.one_of(ids, gone), who=WHO)
    def send_a_bad_body(self, bad, id_, who):
        body, sentence = bad
        said = f"Invalid Resource Set Description. {sentence}"

        refused(self.as_(who, "POST", body=body), 400, "bad_request", said)
        refused(self.as_(who, "PUT", f"/{id_}", body), 400, "bad_request", said)

    @rule(method=METHODS, id_=st.one_of(ids, gone), who=WHO, said=DESCRIPTIONS)
    def come_without_a_token_of_this_realm(self, method, id_, who, said):
        url = self.urls[who[0]] + ("" if method in {"LIST", "POST"} else f"/{id_}")
        body = said if method in {"POST", "PUT"} else None
        for stranger in STRANGERS:
            token = self.token_of(stranger, *who)
            reply = self.ask(method.replace("LIST", "GET"), url, body, token=token)
            if stranger == "no scope":
                sentence = "The resource requested requires scope: uma_protection"
                refused(reply, 403, "insufficient_scope", sentence)
            else:
                unauthenticated(reply)

    def token_of(self, stranger, branch, owner, client):
        if stranger == "none":
            return None
        if stranger == "another realm's":
            return self.tokens["below" if branch == "own" else "own", owner, client]
        if stranger == "another tenant's":
            return self.stranger.pingam.pat(owner, client=client)
        shape = {
            "garbage": {},
            "expired": {"expired": True},
            "outlived": {"lifetime": 60},
            "no scope": {"scopes": ["openid"]},
        }[stranger]
        token = self.tenant.pingam.pat(
            owner, client=client, **{"realm": self.realms[branch], **shape}
        )
        if stranger == "outlived":
            assert self.ask("GET", self.urls[branch], token=token).status == 200
            self.tenant.clock.advance(60)
        return f"{token}x" if stranger == "garbage" else token

    # What always holds.

    @invariant()
    def each_lists_exactly_its_own(self):
        for who in dict.fromkeys(self.whose.values()):
            self.check_list(who)

    def check_list(self, who):
        mine = [id_ for id_, of in self.whose.items() if of == who]
        reply = self.as_(who, "GET")
        assert (reply.status, reply.json) == (200, mine)

    @rule()
    def check_everything(self):
        for who in self.tokens:
            self.check_list(who)
        for id_ in self.whose:
            self.check(id_)
        for owner in OWNERS:
            mine = [id_ for id_, of in self.whose.items() if of[1] == owner]
            assert [each.id for each in self.tenant.pingam.resource_sets(owner)] == mine

    def check(self, id_):
        reply = self.as_(self.whose[id_], "GET", f"/{id_}")
        assert (reply.status, reply.json) == (200, self.documents[id_])
        assert reply.headers["ETag"] == self.etags[id_]

    def not_found(self, reply, id_):
        known = {"%00": "\0", "a%2Fb": "a/b"}
        refused(
            reply, 404, "not_found", f"Resource set does not exist with id {known.get(id_, id_)}"
        )


def _reference(document):
    return {name: document[name] for name in ("_id", "user_access_policy_uri")}


def refused(reply, status, error, sentence):
    assert (reply.status, reply.json) == (status, {"error": error, "error_description": sentence})


def unauthenticated(reply):
    refused(
        reply,
        401,
        "invalid_token",
        "The access token provided is expired, revoked, malformed, or invalid for other reasons.",
    )
