"""A model of labels: which there are, and which resource sets have them, through snapshots."""

from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)

from fakeping import FakePing
from tests.drive import ask
from tests.stateful.written_down import ReadBack

OWNERS = ("alice", "bob")
OWNER = st.sampled_from(OWNERS)
NAME = st.sampled_from(["photos", "2022/June", "é"])
TYPE = st.sampled_from(["USER", "STAR"])
CLIENT = "UMA-Resource-Server"


class LabelMachine(ReadBack, RuleBasedStateMachine):
    """Labels and resource sets of two owners, in process."""

    server = FakePing()
    labels = Bundle("labels")
    photos = Bundle("photos")

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(ids_seed=7)
        self.am = self.tenant.pingam
        #: By owner and id: the name and the type of a label.
        self.known = {}
        #: By owner and id: the resource server's labels, and the ids of the owner's.
        self.sets = {}
        self.kept = None

    def teardown(self):
        try:
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()

    def own(self, owner, method, path, **said):
        headers = {"iPlanetDirectoryPro": self.am.sso_token(owner)}
        url = f"{self.am.json_url}/users/{owner}/oauth2/resources/{path}"
        return ask(self.server, method, url, headers=headers, **said)

    def resource_set(self, owner, method, path, **said):
        url = f"{self.am.resource_set_url}{path}"
        return ask(self.server, method, url, token=self.am.pat(owner), **said)

    @initialize(target=photos, owner=OWNER)
    def start(self, owner):
        return self.register(owner, "photos")

    @rule(target=photos, owner=OWNER, name=NAME)
    def register(self, owner, name):
        body = {"resource_scopes": ["view"], "labels": [name]}
        id_ = self.resource_set(owner, "POST", "", body=body).json["_id"]
        self.sets[owner, id_] = ([name], [])
        return owner, id_

    @rule(target=labels, owner=OWNER, name=NAME, kind=TYPE)
    def create(self, owner, name, kind):
        reply = self.own(owner, "POST", "labels", body={"name": name, "type": kind})
        assert reply.status == 201
        assert (owner, reply.json["_id"]) not in self.known
        self.known[owner, reply.json["_id"]] = (name, kind)
        return owner, reply.json["_id"]

    @rule(photo=photos, some=st.lists(labels, max_size=3))
    def put(self, photo, some):
        owner, id_ = photo
        there = [each for each in some if each[0] == owner and each in self.known]
        body = {"resource_scopes": [], "labels": [each for _, each in some]}
        reply = self.own(owner, "PUT", f"sets/{id_}", body=body)
        if photo not in self.sets or len(there) < len(some):
            assert reply.status == 404
        else:
            assert reply.status == 200
            self.sets[photo] = (self.sets[photo][0], list(dict.fromkeys(id_ for _, id_ in some)))

    @rule(photo=photos)
    def read_and_put_back(self, photo):
        owner, id_ = photo
        read = self.own(owner, "GET", f"sets/{id_}")
        if photo in self.sets:
            assert self.own(owner, "PUT", f"sets/{id_}", body=read.json).json == read.json
        else:
            assert read.status == 404

    @rule(photo=photos, names=st.lists(NAME, unique=True, max_size=2))
    def update(self, photo, names):
        if photo in self.sets:
            body = {"resource_scopes": ["view"], "labels": names}
            assert self.resource_set(photo[0], "PUT", f"/{photo[1]}", body=body).status == 200
            self.sets[photo] = (names, self.sets[photo][1])

    @rule(photo=consumes(photos))
    def delete_a_set(self, photo):
        reply = self.resource_set(photo[0], "DELETE", f"/{photo[1]}")
        assert reply.status == (204 if self.sets.pop(photo, None) else 404)

    @rule(label=labels, by=OWNER)
    def delete(self, label, by):
        owner, id_ = label
        reply = self.own(by, "DELETE", f"labels/{quote(id_, safe='')}")
        if by != owner or label not in self.known:
            assert (reply.status, reply.json["message"]) == (400, "Error deleting label.")
            return
        assert reply.status == 200
        del self.known[label]
        for servers, owners in self.sets.values():
            owners[:] = [each for each in owners if each != id_]
            assert servers is not owners

    @rule()
    def keep(self):
        sets = {photo: (list(a), list(b)) for photo, (a, b) in self.sets.items()}
        self.kept = self.tenant.snapshot(), dict(self.known), sets

    @rule()
    def go_back(self):
        if self.kept is not None:
            taken, known, sets = self.kept
            self.tenant.reset(to=taken)
            self.known = dict(known)
            self.sets = {photo: (list(a), list(b)) for photo, (a, b) in sets.items()}

    @invariant()
    def each_owner_lists_their_own(self):
        for owner in OWNERS:
            found = self.own(owner, "GET", "labels?_queryFilter=true").json["result"]
            mine = {id_: said for (who, id_), said in self.known.items() if who == owner}
            names = {
                name for (who, _), (some, _) in self.sets.items() if who == owner for name in some
            }
            systems = {f"{CLIENT}/{name}": (name, "SYSTEM") for name in names}
            assert {each["_id"]: (each["name"], each["type"]) for each in found} == mine | systems
            assert len(found) == len(mine | systems)

    @invariant()
    def each_set_has_its_labels(self):
        for (owner, id_), (servers, owners) in self.sets.items():
            assert self.own(owner, "GET", f"sets/{id_}").json["labels"] == owners
            names = [*servers, *(self.known[owner, each][0] for each in owners)]
            seen = self.resource_set(owner, "GET", f"/{id_}")
            assert seen.json["labels"] == list(dict.fromkeys(names))
