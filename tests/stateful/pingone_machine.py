"""The contract's machine of resources and scopes, with what only a fake lets one do."""

import sys
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from fakeping import FakePing
from fakeping.contract.check import ABSENT
from fakeping.contract.pingone import Outcome, PingOneMachine
from fakeping.contract.pingone.driver import METHODS, body_of, path_of
from fakeping.contract.pingone.machine.base import valid_bodies
from fakeping.contract.pingone.model import ModelEntity
from fakeping.core.exchange import Reply
from tests.stateful.written_down import ReadBack

API, OPENID = "https://api.pingone.com", "openid"

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
UNKNOWN = st.sampled_from(["no-uuid", "%00", "a%2Fb"])
BUILT_IN = st.sampled_from(["api", "openid"])
RESOURCE = st.one_of(PingOneMachine.resources, PingOneMachine.gone, BUILT_IN)


class Driver:
    """`list_scopes(resource_id)` and the like, of an environment."""

    def __init__(self, mine, environment):
        self.mine, self.environment = mine, environment

    def __getattr__(self, name):
        operation, _, kind = name.partition("_")
        kind = f"{kind.removesuffix('s')}s"

        def asked(*ids_and_body):
            ids = [each for each in ids_and_body if isinstance(each, str)]
            inside = kind in {"scopes", "attributes"}
            path = ["resources", ids[0], kind, *ids[1:]] if inside else [kind, *ids]
            return self.asked(operation, "/".join(path), *ids_and_body[len(ids) :])

        return asked

    def call(self, act):
        within = self.environment
        if act.kind == "role":
            within = within.rpartition("/environments/")[0]
        return self.asked(act.operation, path_of(act), *body_of(act), within=within)

    def asked(self, operation, path, *body, within=None):
        method = METHODS.get(operation, "GET")
        reply = self.mine(method, f"{within or self.environment}/{path}", *body)
        document = reply.json if reply.body else None
        if operation == "list" and reply.status == 200:
            [document] = document["_embedded"].values()
        asked = f"{method} {path}"
        return Outcome(status=reply.status, document=document, headers=reply.headers, asked=asked)


class FakesPingOne(ReadBack, PingOneMachine):
    """What is built in is in the model too; subclasses say how to `ask`."""

    server: FakePing
    #: The parts of a resource, and the links of each kind beside `self` and that to its resource.
    parts = ("scope",)
    links: ClassVar = {"resource": ("environment",), "scope": ("environment",)}

    def ask(self, method, url, *body, token=None) -> Reply:
        raise NotImplementedError

    def new_driver(self):
        self.tenant, self.stranger = (
            self.server.tenant(ids_seed=each, edition={"pingone": self.edition})
            for each in (201, 202)
        )
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.tenant.clock.freeze()
        self.tenant.clock.set(self.now)
        self.here = {"id": self.tenant.pingone.environment_id}
        self.root = f"{self.tenant.pingone.url}/environments"
        self.environment = f"{self.root}/{self.here['id']}"
        self.url = f"{self.environment}/resources"
        self.token = self.tenant.pingone.token(lifetime=10**9)
        self.updated = {}
        return Driver(self.mine, self.environment)

    def mine(self, method, url, *body):
        return self.ask(method, url, *body, token=self.token)

    def named(self, body):
        # What a client can't set, and what nobody knows.
        return body | {"id": NOBODY, "createdAt": "1970-01-01T00:00:00.000Z", "colour": [1, 2.5]}

    def look_around(self):
        super().look_around()
        edition = self.model.edition
        api, openid = edition.api[0], edition.openid[0]
        assert list(self.built_in) == [api, openid]
        self.roles = {"api": self.built_in[api], "openid": self.built_in[openid]}
        self.model = type(self.model)(edition=edition)  # nothing is another's
        self.platforms = {}
        for role, id_ in self.roles.items():
            self.found("resource", "", self.driver.read_resource(id_).document)
            for part in self.parts:
                for each in getattr(self.driver, f"list_{part}s")(id_).document:
                    self.found(part, id_, each)
            self.platforms[role] = list(self.of("scope", id_))

    def found(self, kind, within, document):
        entity = ModelEntity(kind=kind, within=within, document=document)
        self.state = self.state.put(document["id"], entity)

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:  # one failure is enough
                self.check_everything()
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()
            self.stranger.drop()

    # Every member of every document.

    def does(self, act, outcome):
        super().does(act, outcome)
        if act.operation in {"create", "update"} and outcome.status in {200, 201}:
            self.updated[outcome.document["id"]] = self.date
        if act.operation == "create" and outcome.status == 201:
            if act.kind != "user_role_assignment":  # which has no dates
                assert outcome.document["createdAt"] == self.date
            links = outcome.document["_links"]
            assert outcome.headers["Location"] == links["self"]["href"]
        if act.kind in self.links and outcome.status in {200, 201} and act.operation != "list":
            assert outcome.document == self.whole(outcome.document["id"])
        return outcome

    def whole(self, id_):
        entity = self.state[id_]
        document = entity.document
        if "_links" in document:  # as it was found
            return document
        url = f"{self.url}/{entity.within or id_}"
        links = {"self": url}
        if entity.within:
            links = {"self": f"{url}/{entity.kind}s/{id_}", "resource": url}
        for each in self.links[entity.kind]:
            links[each] = self.environment if each == "environment" else f"{url}/{each}"
        return {name: value for name, value in document.items() if value is not ABSENT} | {
            "_links": {name: {"href": each} for name, each in links.items()},
            "environment": self.here,
            "updatedAt": self.updated[id_],
        }

    @property
    def date(self):
        return text(self.now)

    # What is not there.

    @initialize(target=PingOneMachine.gone, id_=UNKNOWN)
    def nothing_is_gone(self, id_):
        return id_

    @rule(body=valid_bodies("resource.create"))
    def look_for_another_environment(self, body):
        elsewhere = f"{self.root}/{NOBODY}/resources"
        not_found(self.mine("GET", elsewhere))
        not_found(self.mine("POST", elsewhere, body))

    # Refusals, after which nothing may have changed.

    @rule(bad=BAD_BODIES, of=RESOURCE)
    def send_a_bad_body(self, bad, of):
        (body, code, details), url = bad, f"{self.url}/{self.roles.get(of, of)}"
        for method, where in (("POST", self.url), ("PUT", url), ("POST", f"{url}/scopes")):
            refused(self.mine(method, where, body), code, details)

    @rule(who=STRANGERS, of=RESOURCE, body=valid_bodies("resource.create"))
    def come_without_a_token_of_ours(self, who, of, body):
        token, url = self.token_of(who), f"{self.url}/{self.roles.get(of, of)}"
        for method, where, *sent in (
            ("GET", self.url),
            ("POST", self.url, body),
            ("PUT", url, body),
            ("DELETE", url),
            ("POST", f"{url}/scopes", {}),
        ):
            unauthenticated(self.ask(method, where, *sent, token=token))

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
        self.wait(59)
        return token

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)
        self.tenant.clock.set(self.now)  # which may be back

    @rule()
    def check_everything(self):
        resources = self.of("resource")
        for id_ in resources:
            self.read_resource(id_)
            for part in self.parts:
                self.lists(part, id_)
                for each in list(self.of(part, id_))[-3:]:
                    read = getattr(self.driver, f"read_{part}")(id_, each).document
                    assert read == self.whole(each)
            scopes = [each.id for each in self.tenant.pingone.scopes(id_)]
            assert scopes == list(self.of("scope", id_))
        assert [each.id for each in self.tenant.pingone.resources()] == list(resources)


class FakesCustomers(FakesPingOne):
    """PingOne for Customers: what is built in is fixed."""

    names = ("photos", "albums", "Photos", OPENID, API, "фото 📷", 'a"b\\c', "x" * 256)

    @rule(target=PingOneMachine.scopes, of=BUILT_IN, body=valid_bodies("scope.create"))
    def create_scope_in_what_is_built_in(self, of, body):
        return self.add("scope", self.roles[of], self.named(body))

    @rule(of=BUILT_IN, place=st.integers(0, 30), body=valid_bodies("scope.update"))
    def tamper_with_what_is_built_in(self, of, place, body):
        url = f"{self.url}/{self.roles[of]}"
        for each in (url, f"{url}/scopes/{self.platforms[of][place % len(self.platforms[of])]}"):
            refused(self.mine("PUT", each, body), *FIXED)
            refused(self.mine("DELETE", each), *FIXED)

    @rule(seconds=STEPS)
    def let_time_pass(self, seconds):
        self.wait(seconds)

    @rule()
    def list_with_scopes(self):
        collection = self.mine("GET", f"{self.url}?expand=scopes").json
        listed = {each["id"]: each for each in collection["_embedded"]["items"]}
        assert collection["_links"] == {"self": {"href": self.url}}
        assert collection["count"] == collection["size"] == len(listed)
        assert list(listed) == list(self.of("resource"))
        for id_ in listed:
            scopes = self.driver.list_scopes(id_).document
            assert listed[id_]["_embedded"] == {"scopes": scopes}


def text(instant):
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
