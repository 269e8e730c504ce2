"""A model of an environment's resources and scopes: dicts of documents. The fake may be no cleverer."""

from datetime import UTC, datetime, timedelta

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

API = "https://api.pingone.com"
OPENID = "openid"

NAMES = st.sampled_from(
    ["photos", "Photos", "albums", " photos", "фото 📷", 'a"b\\c', "x" * 256, OPENID, API, "email"]
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
STRANGERS = st.sampled_from(["none", "garbage", "another tenant's", "expired"])
# Exact in binary, so that the model's clock and the fake's never differ by a rounding.
STEPS = st.sampled_from([0.125, 0.5, 1, 59, 3600, 86_400, -1])
SECONDS = st.sampled_from([1, 60, 3600])

UNKNOWN = ("5c0de000-0000-4000-8000-000000000000", "not-a-uuid", "%00", "a%2Fb")


class PingOneMachine(RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom: in process, or over a socket."""

    server = None

    resources = Bundle("resources")
    scopes = Bundle("scopes")

    def ask(self, method, url, body=None, *, token=None) -> Reply:
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(seed=201)
        self.stranger = self.server.tenant(seed=202)
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.tenant.clock.freeze()
        self.tenant.clock.set(self.now)
        self.environment_id = self.tenant.pingone.environment_id
        self.environment = f"{self.tenant.pingone.url}/environments/{self.environment_id}"
        self.token = self.tenant.pingone.token(lifetime=10**9)
        #: Each resource's document, and the documents of its scopes, by their ids.
        self.model = {}
        self.scopes_of = {}

    def teardown(self):
        try:
            if self.model:
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

    def is_platform(self, resource_id):
        return self.model[resource_id]["type"] == "PLATFORM"

    # What a new environment has.

    @initialize(target=resources)
    def built_ins(self):
        found = self.mine("GET", f"{self.environment}/resources").json["_embedded"]["items"]
        assert [each["name"] for each in found] == [API, OPENID]
        created_at = self.mine("GET", self.environment).json["createdAt"]
        for each in found:
            document = self.mine("GET", each["_links"]["self"]["href"]).json
            assert (document["type"], document["createdAt"]) == ("PLATFORM", created_at)
            self.model[each["id"]] = document
            scopes = self.mine("GET", f"{self.resource_url(each['id'])}/scopes").json
            self.scopes_of[each["id"]] = {one["id"]: one for one in scopes["_embedded"]["items"]}
        self.platform_scopes = {id_: tuple(of) for id_, of in self.scopes_of.items()}
        return multiple(*self.model, *UNKNOWN)

    @initialize(target=scopes)
    def no_such_scope(self):
        return multiple(*UNKNOWN)

    # Resources.

    @rule(target=resources, said=SAID)
    def create_resource(self, said):
        reply = self.mine("POST", f"{self.environment}/resources", said)

        if self.named(said["name"]):
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
            return multiple()
        id_ = reply.json["id"]
        assert id_ not in self.model
        document = self.resource_document(id_, said, created_at=self.date)
        assert (reply.status, reply.json) == (201, document)
        assert reply.headers["Location"] == document["_links"]["self"]["href"]
        self.model[id_] = document
        self.scopes_of[id_] = {}
        return id_

    @rule(id_=resources)
    def read_resource(self, id_):
        reply = self.mine("GET", self.resource_url(id_))

        if id_ in self.model:
            assert (reply.status, reply.json) == (200, self.model[id_])
        else:
            not_found(reply)

    @rule(id_=resources, said=SAID)
    def update_resource(self, id_, said):
        reply = self.mine("PUT", self.resource_url(id_), said)

        if id_ not in self.model:
            not_found(reply)
        elif self.is_platform(id_):
            refused(reply, "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])
        elif self.named(said["name"]) - {id_}:
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
        else:
            created_at = self.model[id_]["createdAt"]
            self.model[id_] = self.resource_document(id_, said, created_at=created_at)
            assert (reply.status, reply.json) == (200, self.model[id_])

    @rule(id_=resources)
    def delete_resource(self, id_):
        reply = self.mine("DELETE", self.resource_url(id_))

        if id_ not in self.model:
            not_found(reply)
        elif self.is_platform(id_):
            refused(reply, "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])
        else:
            assert (reply.status, reply.body) == (204, b"")
            del self.model[id_]
            for scope_id in self.scopes_of.pop(id_):
                not_found(self.mine("GET", self.scope_url(id_, scope_id)))

    # Scopes.

    @rule(target=scopes, resource_id=resources, said=SAID)
    def create_scope(self, resource_id, said):
        reply = self.mine("POST", f"{self.resource_url(resource_id)}/scopes", said)

        if resource_id not in self.model:
            not_found(reply)
            return multiple()
        if self.scope_named(resource_id, said["name"]):
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
            return multiple()
        id_ = reply.json["id"]
        assert not any(id_ in each for each in self.scopes_of.values())
        document = self.scope_document(resource_id, id_, said, created_at=self.date)
        assert (reply.status, reply.json) == (201, document)
        assert reply.headers["Location"] == document["_links"]["self"]["href"]
        self.scopes_of[resource_id][id_] = document
        return id_

    @rule(data=st.data(), resource_id=resources, id_=scopes)
    def read_scope(self, data, resource_id, id_):
        resource_id, id_ = self.some_scope(data, resource_id, id_)

        reply = self.mine("GET", self.scope_url(resource_id, id_))

        if id_ in self.scopes_of.get(resource_id, {}):
            assert (reply.status, reply.json) == (200, self.scopes_of[resource_id][id_])
        else:
            not_found(reply)

    @rule(data=st.data(), resource_id=resources, id_=scopes, said=SAID)
    def update_scope(self, data, resource_id, id_, said):
        resource_id, id_ = self.some_scope(data, resource_id, id_)

        reply = self.mine("PUT", self.scope_url(resource_id, id_), said)

        if id_ not in self.scopes_of.get(resource_id, {}):
            not_found(reply)
        elif id_ in self.platform_scopes.get(resource_id, ()):
            refused(reply, "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])
        elif self.scope_named(resource_id, said["name"]) - {id_}:
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
        else:
            created_at = self.scopes_of[resource_id][id_]["createdAt"]
            document = self.scope_document(resource_id, id_, said, created_at=created_at)
            self.scopes_of[resource_id][id_] = document
            assert (reply.status, reply.json) == (200, document)

    @rule(data=st.data(), resource_id=resources, id_=scopes)
    def delete_scope(self, data, resource_id, id_):
        resource_id, id_ = self.some_scope(data, resource_id, id_)

        reply = self.mine("DELETE", self.scope_url(resource_id, id_))

        if id_ not in self.scopes_of.get(resource_id, {}):
            not_found(reply)
        elif id_ in self.platform_scopes.get(resource_id, ()):
            refused(reply, "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])
        else:
            assert (reply.status, reply.body) == (204, b"")
            del self.scopes_of[resource_id][id_]
            not_found(self.mine("GET", self.scope_url(resource_id, id_)))

    def some_scope(self, data, resource_id, id_):
        """One that is there, more often than pairs drawn apart from each other would be."""
        there = [(of, one) for of, each in self.scopes_of.items() for one in each]
        return data.draw(st.sampled_from([(resource_id, id_), *reversed(there)]), label="scope")

    # Refusals, after which nothing may have changed.

    @rule(bad=BAD_BODIES, id_=resources, place=st.sampled_from(["all", "one", "scopes"]))
    def send_a_bad_body(self, bad, id_, place):
        body, code, details = bad
        method, url = {
            "all": ("POST", f"{self.environment}/resources"),
            "one": ("PUT", self.resource_url(id_)),
            "scopes": ("POST", f"{self.resource_url(id_)}/scopes"),
        }[place]

        refused(self.mine(method, url, body), code, details)

    @rule(who=STRANGERS, id_=resources, said=SAID)
    def come_without_a_token_of_ours(self, who, id_, said):
        token = {
            "none": None,
            "garbage": "e30.e30.e30",
            "another tenant's": self.stranger.pingone.token(),
            "expired": self.tenant.pingone.token(expired=True),
        }[who]
        for method, url, body in (
            ("GET", f"{self.environment}/resources", None),
            ("POST", f"{self.environment}/resources", said),
            ("PUT", self.resource_url(id_), said),
            ("DELETE", self.resource_url(id_), None),
            ("POST", f"{self.resource_url(id_)}/scopes", {}),
        ):
            unauthenticated(self.ask(method, url, body, token=token))

    @rule(lifetime=SECONDS)
    def outlive_a_token(self, lifetime):
        token = self.tenant.pingone.token(lifetime=lifetime)
        assert self.ask("GET", self.environment, token=token).status == 200

        self.let_time_pass(lifetime)

        unauthenticated(self.ask("GET", self.environment, token=token))

    @rule(said=SAID)
    def look_for_another_environment(self, said):
        elsewhere = f"{self.tenant.pingone.url}/environments/{UNKNOWN[0]}/resources"
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

    @invariant()
    def what_was_added_reads_as_it_was_written(self):
        for id_, document in list(self.model.items())[2:]:
            assert self.mine("GET", self.resource_url(id_)).json == document
            url = f"{self.resource_url(id_)}/scopes"
            expected = _collection(url, list(self.scopes_of[id_].values()))
            assert self.mine("GET", url).json == expected

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


def refused(reply, code, details, *, status=400):
    found = reply.json
    pairs = [(each["code"], each.get("target")) for each in found.get("details", ())]
    assert (reply.status, found["code"], pairs) == (status, code, details)


def not_found(reply):
    refused(reply, "NOT_FOUND", [], status=404)


def unauthenticated(reply):
    detail = ("INVALID_TOKEN", "Authentication Credentials")
    refused(reply, "ACCESS_FAILED", [detail], status=401)
