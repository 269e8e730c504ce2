"""A model of an environment's resources and scopes: dicts of documents, and no cleverer."""

import sys
from datetime import UTC, datetime, timedelta

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

API = "https://api.pingone.com"
OPENID = "openid"

# Few, so that they clash.
NAMES = st.one_of(
    st.sampled_from(["photos", "albums", "Photos"]),
    st.sampled_from(["photos", "albums", OPENID, API, "фото 📷", 'a"b\\c', "x" * 256]),
)
SAID = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "description": st.sampled_from([None, "", "Photos and albums", "é\n\u2028"]),
        # What a client can't set, and what nobody knows.
        "id": st.just("00000000-0000-4000-8000-000000000000"),
        "type": st.just("PLATFORM"),
        "createdAt": st.just("1970-01-01T00:00:00.000Z"),
        "environment": st.just({"id": "elsewhere"}),
        "_links": st.just({}),
        "colour": st.just([1, 2.5, True]),
    },
)

# (body, code, details as (code, target))
BAD_BODIES = st.sampled_from(
    [
        ({}, "INVALID_DATA", [("REQUIRED_VALUE", "name")]),
        ({"description": "no name"}, "INVALID_DATA", [("REQUIRED_VALUE", "name")]),
        ({"name": ""}, "INVALID_DATA", [("EMPTY_VALUE", "name")]),
        ({"name": " \t\n"}, "INVALID_DATA", [("EMPTY_VALUE", "name")]),
        ({"name": "x" * 257}, "INVALID_DATA", [("INVALID_VALUE", "name")]),
        ({"name": None}, "INVALID_REQUEST", [("INVALID_VALUE", "name")]),
        ({"name": 5}, "INVALID_REQUEST", [("INVALID_VALUE", "name")]),
        ({"name": ["photos"]}, "INVALID_REQUEST", [("INVALID_VALUE", "name")]),
        (
            {"name": "photos", "description": 5},
            "INVALID_REQUEST",
            [("INVALID_VALUE", "description")],
        ),
        ([], "INVALID_REQUEST", [("INVALID_VALUE", None)]),
        ("photos", "INVALID_REQUEST", [("INVALID_VALUE", None)]),
    ]
)
STRANGERS = st.sampled_from(["none", "garbage", "another tenant's", "expired", "outlived"])
# Exact in binary, so that the model's clock and the fake's never differ by a rounding.
STEPS = st.sampled_from([0.125, 0.5, 1, 59, 3600, 86_400, -1])

NOBODY = "5c0de000-0000-4000-8000-000000000000"
UNKNOWN = st.sampled_from([NOBODY, "no-uuid", "%00", "a%2Fb"])
BUILT_IN = st.sampled_from([API, OPENID])
PLATFORM_SCOPES = st.sampled_from([(API, "p1:read:user"), (OPENID, "email")])


class PingOneMachine(ReadBack, RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom: in process, or over a socket."""

    server: FakePing

    #: Ids of resources that were added, and of those that were deleted since.
    resources = Bundle("resources")
    gone = Bundle("gone")
    #: Pairs of a resource's id and a scope's.
    scopes = Bundle("scopes")
    gone_scopes = Bundle("gone scopes")

    def ask(self, method, url, body=None, *, token=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(ids_seed=201)
        self.stranger = self.server.tenant(ids_seed=202)
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.tenant.clock.freeze()
        self.tenant.clock.set(self.now)
        self.environment_id = self.tenant.pingone.environment_id
        self.environment = f"{self.tenant.pingone.url}/environments/{self.environment_id}"
        self.token = self.tenant.pingone.token(lifetime=10**9)
        #: Each resource's document, and the documents of its scopes, by their ids.
        self.model = {}
        self.scopes_of = {}
        #: The ids of what is built in, by its name; a scope's is a pair.
        self.built_in = {}

    def teardown(self):
        try:
            if self.model and sys.exc_info()[0] is None:  # one failure is enough
                self.check_everything()
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()
            self.stranger.drop()

    # How to name things.

    def resource_url(self, resource_id):
        return f"{self.environment}/resources/{resource_id}"

    def scope_url(self, resource_id, scope_id):
        return f"{self.resource_url(resource_id)}/scopes/{scope_id}"

    def mine(self, method, url, body=None):
        return self.ask(method, url, body, token=self.token)

    @property
    def date(self):
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def resource_document(self, id_, said, *, created_at):
        url = self.resource_url(id_)
        return {
            "_links": {"self": {"href": url}, "environment": {"href": self.environment}},
            "id": id_,
            "environment": {"id": self.environment_id},
            "name": said["name"],
            **_description(said),
            "type": "CUSTOM",
            "createdAt": created_at,
            "updatedAt": self.date,
        }

    def scope_document(self, resource_id, id_, said, *, created_at):
        return {
            "_links": {
                "self": {"href": self.scope_url(resource_id, id_)},
                "resource": {"href": self.resource_url(resource_id)},
                "environment": {"href": self.environment},
            },
            "id": id_,
            "environment": {"id": self.environment_id},
            "resource": {"id": resource_id},
            "name": said["name"],
            **_description(said),
            "createdAt": created_at,
            "updatedAt": self.date,
        }

    def named(self, name):
        return {id_ for id_, each in self.model.items() if each["name"] == name}

    def scope_named(self, resource_id, name):
        return {id_ for id_, each in self.scopes_of[resource_id].items() if each["name"] == name}

    # What a new environment has, and a little more, so that there is something to clash with.

    @initialize(target=resources)
    def start(self):
        found = self.mine("GET", f"{self.environment}/resources").json["_embedded"]["items"]
        assert [each["name"] for each in found] == [API, OPENID]
        created_at = self.mine("GET", self.environment).json["createdAt"]
        for each in found:
            document = self.mine("GET", each["_links"]["self"]["href"]).json
            assert (document["type"], document["createdAt"]) == ("PLATFORM", created_at)
            self.model[each["id"]] = document
            scopes = self.mine("GET", f"{self.resource_url(each['id'])}/scopes").json
            self.scopes_of[each["id"]] = {one["id"]: one for one in scopes["_embedded"]["items"]}
            self.built_in[each["name"]] = each["id"]
            for id_, one in self.scopes_of[each["id"]].items():
                self.built_in[each["name"], one["name"]] = id_
        return multiple(*[self.add_resource({"name": each}) for each in ("photos", "albums")])

    @initialize(target=scopes, resource_id=resources)
    def start_with_scopes(self, resource_id):
        return multiple(
            *[self.add_scope(resource_id, {"name": each}) for each in ("photos", "albums")]
        )

    @initialize(target=gone, id_=UNKNOWN)
    def nothing_is_gone(self, id_):
        return id_

    @initialize(target=gone_scopes, resource_id=resources, id_=UNKNOWN)
    def no_scope_is_gone(self, resource_id, id_):
        return resource_id, id_

    # Resources.

    @rule(target=resources, said=SAID)
    def create_resource(self, said):
        return self.add_resource(said) or multiple()

    def add_resource(self, said):
        reply = self.mine("POST", f"{self.environment}/resources", said)

        if self.named(said["name"]):
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
            return None
        id_ = reply.json["id"]
        assert id_ not in self.model
        document = self.resource_document(id_, said, created_at=self.date)
        assert (reply.status, reply.json) == (201, document)
        assert reply.headers["Location"] == document["_links"]["self"]["href"]
        self.model[id_] = document
        self.scopes_of[id_] = {}
        return id_

    @rule(id_=resources, said=SAID)
    def update_resource(self, id_, said):
        reply = self.mine("PUT", self.resource_url(id_), said)

        if self.named(said["name"]) - {id_}:
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
        else:
            created_at = self.model[id_]["createdAt"]
            self.model[id_] = self.resource_document(id_, said, created_at=created_at)
            assert (reply.status, reply.json) == (200, self.model[id_])
        assert self.mine("GET", self.resource_url(id_)).json == self.model[id_]

    @rule(target=gone, id_=consumes(resources))
    def delete_resource(self, id_):
        reply = self.mine("DELETE", self.resource_url(id_))

        assert (reply.status, reply.body) == (204, b"")
        del self.model[id_]
        for scope_id in self.scopes_of.pop(id_):
            not_found(self.mine("GET", self.scope_url(id_, scope_id)))
        return id_

    @rule(id_=gone, said=SAID)
    def look_for_a_resource_that_is_gone(self, id_, said):
        url = self.resource_url(id_)
        not_found(self.mine("GET", url))
        not_found(self.mine("PUT", url, said))
        not_found(self.mine("DELETE", url))
        not_found(self.mine("GET", f"{url}/scopes"))
        not_found(self.mine("POST", f"{url}/scopes", said))

    @rule(name=BUILT_IN, said=SAID)
    def tamper_with_a_built_in_resource(self, name, said):
        url = self.resource_url(self.built_in[name])
        refused(self.mine("PUT", url, said), *FIXED)
        refused(self.mine("DELETE", url), *FIXED)

    # Scopes.

    @rule(target=scopes, of=st.one_of(resources, resources, BUILT_IN), said=SAID)
    def create_scope(self, of, said):
        return self.add_scope(self.built_in.get(of, of), said) or multiple()

    def add_scope(self, resource_id, said):
        reply = self.mine("POST", f"{self.resource_url(resource_id)}/scopes", said)

        if self.scope_named(resource_id, said["name"]):
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
            return None
        id_ = reply.json["id"]
        assert not any(id_ in each for each in self.scopes_of.values())
        document = self.scope_document(resource_id, id_, said, created_at=self.date)
        assert (reply.status, reply.json) == (201, document)
        assert reply.headers["Location"] == document["_links"]["self"]["href"]
        self.scopes_of[resource_id][id_] = document
        return resource_id, id_

    @rule(ids=scopes, said=SAID)
    def update_scope(self, ids, said):
        resource_id, id_ = ids
        reply = self.mine("PUT", self.scope_url(*ids), said)

        if resource_id not in self.model:
            not_found(reply)
            return
        if self.scope_named(resource_id, said["name"]) - {id_}:
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
        else:
            created_at = self.scopes_of[resource_id][id_]["createdAt"]
            document = self.scope_document(resource_id, id_, said, created_at=created_at)
            self.scopes_of[resource_id][id_] = document
            assert (reply.status, reply.json) == (200, document)
        read = self.mine("GET", self.scope_url(*ids)).json
        assert read == self.scopes_of[resource_id][id_]

    @rule(target=gone_scopes, ids=consumes(scopes))
    def delete_scope(self, ids):
        resource_id, id_ = ids
        reply = self.mine("DELETE", self.scope_url(*ids))

        if resource_id in self.model:
            assert (reply.status, reply.body) == (204, b"")
            del self.scopes_of[resource_id][id_]
        else:
            not_found(reply)
        return ids

    @rule(ids=gone_scopes, said=SAID)
    def look_for_a_scope_that_is_gone(self, ids, said):
        resource_id, id_ = ids
        self.miss_scope(resource_id, id_, said)

    @rule(ids=scopes, of=st.one_of(resources, BUILT_IN), said=SAID)
    def look_for_a_scope_in_another_resource(self, ids, of, said):
        resource_id = self.built_in.get(of, of)
        if resource_id != ids[0]:
            self.miss_scope(resource_id, ids[1], said)

    def miss_scope(self, resource_id, id_, said):
        url = self.scope_url(resource_id, id_)
        not_found(self.mine("GET", url))
        not_found(self.mine("PUT", url, said))
        not_found(self.mine("DELETE", url))

    @rule(names=PLATFORM_SCOPES, said=SAID)
    def tamper_with_a_platform_scope(self, names, said):
        url = self.scope_url(self.built_in[names[0]], self.built_in[names])
        refused(self.mine("PUT", url, said), *FIXED)
        refused(self.mine("DELETE", url), *FIXED)

    # Refusals, after which nothing may have changed.

    @rule(bad=BAD_BODIES, of=st.one_of(resources, gone, BUILT_IN))
    def send_a_bad_body(self, bad, of):
        body, code, details = bad
        url = self.resource_url(self.built_in.get(of, of))

        refused(self.mine("POST", f"{self.environment}/resources", body), code, details)
        refused(self.mine("PUT", url, body), code, details)
        refused(self.mine("POST", f"{url}/scopes", body), code, details)

    @rule(who=STRANGERS, of=st.one_of(resources, gone, BUILT_IN), said=SAID)
    def come_without_a_token_of_ours(self, who, of, said):
        token = self.token_of(who)
        url = self.resource_url(self.built_in.get(of, of))
        for method, where, body in (
            ("GET", f"{self.environment}/resources", None),
            ("POST", f"{self.environment}/resources", said),
            ("PUT", url, said),
            ("DELETE", url, None),
            ("POST", f"{url}/scopes", {}),
        ):
            unauthenticated(self.ask(method, where, body, token=token))

    def token_of(self, who):
        match who:
            case "none":
                return None
            case "garbage":
                return "e30.e30.e30"
            case "another tenant's":
                return self.stranger.pingone.token()
            case "expired":
                return self.tenant.pingone.token(expired=True)
        token = self.tenant.pingone.token(lifetime=59)
        assert self.ask("GET", self.environment, token=token).status == 200
        self.let_time_pass(59)
        return token

    @rule(said=SAID)
    def look_for_another_environment(self, said):
        elsewhere = f"{self.tenant.pingone.url}/environments/{NOBODY}/resources"
        not_found(self.mine("GET", elsewhere))
        not_found(self.mine("POST", elsewhere, said))

    @rule(seconds=STEPS)
    def let_time_pass(self, seconds):
        self.tenant.clock.advance(seconds)
        self.now += timedelta(seconds=seconds)

    # What always holds.

    @invariant()
    def the_list_is_the_model(self):
        if not self.model:
            return
        url = f"{self.environment}/resources"
        items = [_listed(each) for each in self.model.values()]
        assert self.mine("GET", url).json == _collection(url, items)

    @rule()
    def check_everything(self):
        url = f"{self.environment}/resources"
        expanded = [
            _listed(each) | {"_embedded": {"scopes": list(self.scopes_of[id_].values())}}
            for id_, each in self.model.items()
        ]
        collection = self.mine("GET", f"{url}?expand=scopes").json
        assert collection == _collection(url, expanded)
        for item in collection["_embedded"]["items"]:
            href = item["_links"]["self"]["href"]
            assert self.mine("GET", href).json == self.model[item["id"]]
            scopes = list(self.scopes_of[item["id"]].values())
            assert self.mine("GET", f"{href}/scopes").json == _collection(f"{href}/scopes", scopes)
            for each in scopes[-3:]:
                assert self.mine("GET", each["_links"]["self"]["href"]).json == each
        assert [each.id for each in self.tenant.pingone.resources()] == list(self.model)
        for id_, of in self.scopes_of.items():
            assert [each.id for each in self.tenant.pingone.scopes(id_)] == list(of)


def _description(said):
    text = said.get("description")
    return {} if text is None else {"description": text}


def _listed(document):
    return {
        name: value
        for name, value in document.items()
        if name in {"_links", "id", "name", "description"}
    }


def _collection(url, items):
    return {
        "_links": {"self": {"href": url}},
        "_embedded": {"items": items},
        "count": len(items),
        "size": len(items),
    }


#: What refuses whoever would change what is the platform's.
FIXED = ("REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])


def refused(reply, code, details, *, status=400):
    found = reply.json
    pairs = [(each["code"], each.get("target")) for each in found.get("details", ())]
    assert (reply.status, found["code"], pairs) == (status, code, details)


def not_found(reply):
    refused(reply, "NOT_FOUND", [], status=404)


def unauthenticated(reply):
    detail = ("INVALID_TOKEN", "Authentication Credentials")
    refused(reply, "ACCESS_FAILED", [detail], status=401)
