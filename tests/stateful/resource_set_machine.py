"""A model of registered resource sets: dicts. The fake may be no cleverer."""

import re
from itertools import product

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)

from fakeping.core.exchange import Reply

OWNERS = ("alice", "bob")
CLIENTS = ("photoz", "albumz")
BRANCHES = ("own", "below")
WHO = st.tuples(st.sampled_from(BRANCHES), st.sampled_from(OWNERS), st.sampled_from(CLIENTS))

_LABELS = st.lists(st.sampled_from(["3D", "VIP", "фото"]), max_size=3)
DESCRIPTIONS = st.fixed_dictionaries(
    {"resource_scopes": st.lists(st.sampled_from(["view", "edit", "http://s.test/p"]), max_size=3)},
    optional={
        "name": st.sampled_from([None, "Photo Album", "photo album", "", "Альбом 📷"]),
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
        (
            {"resource_scopes": None},
            "Required attribute, 'resource_scopes', must be an array of Strings.",
        ),
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
UNKNOWN = ("126615ba-b7fd-4660-b281-bae81aa45f7c999", "0", "%00", "a%2Fb")

# A condition of a write, and whether it lets the write through; `{}` is the current tag's number.
CONDITIONS = st.sampled_from(
    [
        ({}, True),
        ({"If-Match": 'W/"{}"'}, True),
        ({"If-Match": '"{}"'}, True),
        ({"If-Match": 'W/"stale", W/"{}"'}, True),
        ({"If-Match": "*"}, True),
        ({"If-Match": "unquoted"}, True),
        ({"If-Match": 'W/"stale"'}, False),
        ({"If-Match": 'W/"{}0"'}, False),
        ({"If-None-Match": 'W/"stale"'}, True),
        ({"If-None-Match": 'W/"{}"'}, False),
        ({"If-None-Match": "*"}, False),
        ({"If-Match": 'W/"{}"', "If-None-Match": 'W/"{}"'}, False),
    ]
)
SECONDS = st.sampled_from([1, 60, 3600])

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[0-9]+")
_ETAG = re.compile(r'W/"-?[0-9]+"')


class ResourceSetMachine(RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom: in process, or over a socket."""

    server = None

    ids = Bundle("ids")

    def ask(self, method, url, body=None, *, token=None, headers=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(seed=203)
        self.stranger = self.server.tenant(seed=204)
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
        #: By its id: whose each is, what it reads as, its tag, and the tags of its past.
        self.whose = {}
        self.documents = {}
        self.etags = {}

    def teardown(self):
        try:
            self.check_everything()
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()
            self.stranger.drop()

    def as_(self, who, method, path="", body=None, headers=None):
        url = self.urls[who[0]] + path
        return self.ask(method, url, body, token=self.tokens[who], headers=headers)

    def visible(self, id_, who):
        """In the same realm, and the same owner's: whichever client registered it."""
        return self.whose.get(id_, (None,))[:2] == who[:2]

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
    def nothing_is_registered(self):
        return multiple(*UNKNOWN)

    @rule(target=ids, who=WHO, said=DESCRIPTIONS)
    def register(self, who, said):
        reply = self.as_(who, "POST", body=said)

        name = said.get("name")
        taken = {self.documents[id_].get("name") for id_, of in self.whose.items() if of == who}
        if name is not None and name in taken:
            refused(reply, 400, "Bad Request", f"A shared item with the name '{name}' already exists")
            return multiple()
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

    @rule(id_=ids, who=WHO)
    def read(self, id_, who):
        reply = self.as_(who, "GET", f"/{id_}")

        if self.visible(id_, who):
            assert (reply.status, reply.json) == (200, self.documents[id_])
            assert reply.headers["ETag"] == self.etags[id_]
        else:
            assert reply.status == 404

    @rule(id_=ids, who=WHO)
    def read_unless_it_is_held(self, id_, who):
        for tag, status in (('W/"{}"', 304), ('W/"stale", W/"{}"', 304), ('W/"{}0"', 200), ("*", 200)):
            held = self.conditions({"If-None-Match": tag}, id_)
            reply = self.as_(who, "GET", f"/{id_}", headers=held)

            if not self.visible(id_, who):
                assert reply.status == 404
                continue
            body = b"" if status == 304 else reply.body
            assert (reply.status, reply.body) == (status, body)
            assert reply.headers["ETag"] == self.etags[id_]

    @rule(data=st.data(), id_=ids, who=WHO, said=DESCRIPTIONS, condition=CONDITIONS)
    def update(self, data, id_, who, said, condition):
        id_, who = self.some(data, id_, who)
        headers, lets = condition

        reply = self.as_(who, "PUT", f"/{id_}", said, self.conditions(headers, id_))

        if not self.visible(id_, who):
            self.not_found(reply, id_)
        elif not lets:
            assert (reply.status, reply.json) == (412, {"error": "precondition_failed"})
        else:
            before, tag = self.documents[id_], self.etags[id_]
            document = self.document(said, id_=id_, branch=who[0])
            assert (reply.status, reply.json) == (200, _reference(document))
            assert (reply.headers["ETag"] == tag) == (document == before)
            self.documents[id_] = document
            self.etags[id_] = reply.headers["ETag"]

    @rule(data=st.data(), id_=ids, who=WHO, condition=CONDITIONS)
    def delete(self, data, id_, who, condition):
        id_, who = self.some(data, id_, who)
        headers, lets = condition

        reply = self.as_(who, "DELETE", f"/{id_}", headers=self.conditions(headers, id_))

        if not self.visible(id_, who):
            self.not_found(reply, id_)
        elif not lets:
            assert (reply.status, reply.json) == (412, {"error": "precondition_failed"})
        else:
            assert (reply.status, reply.body) == (204, b"")
            del self.whose[id_], self.documents[id_], self.etags[id_]
            self.not_found(self.as_(who, "GET", f"/{id_}"), id_)

    def some(self, data, id_, who):
        """Who may and who may not: more of those who may than chance would bring."""
        mine = [(one, of) for one, of in self.whose.items()]
        theirs = [(one, (*of[:2], other)) for one, of in mine for other in CLIENTS]
        return data.draw(st.sampled_from([(id_, who), *mine, *theirs]), label="which, by whom")

    # Refusals, after which nothing may have changed.

    @rule(bad=BAD_BODIES, id_=ids, who=WHO)
    def send_a_bad_body(self, bad, id_, who):
        body, sentence = bad
        said = f"Invalid Resource Set Description. {sentence}"

        refused(self.as_(who, "POST", body=body), 400, "bad_request", said)
        refused(self.as_(who, "PUT", f"/{id_}", body), 400, "bad_request", said)

    @rule(id_=ids, who=WHO, said=DESCRIPTIONS)
    def come_without_a_token_of_this_realm(self, id_, who, said):
        branch, owner, client = who
        elsewhere = "below" if branch == "own" else "own"
        am = self.tenant.pingam
        realm = self.realms[branch]
        for token in (
            None,
            "garbage",
            self.tokens[elsewhere, owner, client],
            self.stranger.pingam.pat(owner, client=client),
            am.pat(owner, client=client, realm=realm, expired=True),
        ):
            for method, path, body in (
                ("GET", "", None),
                ("POST", "", said),
                ("GET", f"/{id_}", None),
                ("PUT", f"/{id_}", said),
                ("DELETE", f"/{id_}", None),
            ):
                unauthenticated(self.ask(method, self.urls[branch] + path, body, token=token))

    @rule(who=WHO, id_=ids)
    def come_without_the_scope(self, who, id_):
        branch, owner, client = who
        realm = self.realms[branch]
        token = self.tenant.pingam.pat(owner, client=client, realm=realm, scopes=["openid"])

        reply = self.ask("DELETE", f"{self.urls[branch]}/{id_}", token=token)

        sentence = "The resource requested requires scope: uma_protection"
        refused(reply, 403, "insufficient_scope", sentence)

    @rule(who=WHO, lifetime=SECONDS)
    def outlive_a_token(self, who, lifetime):
        branch, owner, client = who
        realm = self.realms[branch]
        token = self.tenant.pingam.pat(owner, client=client, realm=realm, lifetime=lifetime)
        assert self.ask("GET", self.urls[branch], token=token).status == 200

        self.tenant.clock.advance(lifetime)

        unauthenticated(self.ask("GET", self.urls[branch], token=token))

    # What always holds.

    @invariant()
    def each_lists_exactly_its_own(self):
        for who in self.tokens:
            mine = [id_ for id_, of in self.whose.items() if of == who]
            reply = self.as_(who, "GET")
            assert (reply.status, reply.json) == (200, mine)

    @rule()
    def check_everything(self):
        for id_, who in self.whose.items():
            self.read(id_, who)
        for owner in OWNERS:
            mine = [id_ for id_, of in self.whose.items() if of[1] == owner]
            assert [each.id for each in self.tenant.pingam.resource_sets(owner)] == mine

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
