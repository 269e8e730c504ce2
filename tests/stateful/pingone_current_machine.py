"""The contract's machine of today's PingOne, with what only a fake lets one do."""

from datetime import timedelta
from typing import ClassVar
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, consumes, initialize, multiple, rule

from fakeping.contract.check import ABSENT
from fakeping.contract.pingone import PingOneMachine
from fakeping.contract.pingone.machine.base import valid_bodies
from fakeping.contract.pingone.model import ModelCall, secrets
from fakeping.contract.pingone.model.entities import changed, without
from tests.stateful.pingone_machine import BUILT_IN, FakesPingOne, not_found, refused, text

RESERVED = {"sub", "aud"}
FIXED = ("REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])

SCOPES = st.fixed_dictionaries(
    {"name": st.sampled_from(["read", "a b", "p1:read:user", "email"])},
    optional={
        "description": st.sampled_from([None, "", "Photos and albums", "é\n\u2028"]),
        "schemaAttributes": st.sampled_from([None, ["*"], ["email", "name.given"], ["*", "email"]]),
        "mappedClaims": st.sampled_from([None, [], ["claim"], ["core"]]),
    },
)
PLACES = st.sampled_from([None, True, False])
CLAIMS = st.fixed_dictionaries(
    {"name": st.sampled_from(["size", "sub", "aud", "email"]), "value": st.sampled_from(["", "a"])},
    optional={"idToken": PLACES, "userInfo": PLACES},
)
# Exact in binary, so that the model's clock and the fake's never differ by a rounding.
STEPS = st.sampled_from([0.125, 1, 59, 3600, 86_400])
KEPT = st.sampled_from([59, 60, 3600, 30 * 86_400, 30 * 86_400 + 1])
POLICIES = ModelCall(operation="list", kind="sign_on_policy")
LIMITS = st.integers(min_value=1, max_value=9)
PARTS = st.sampled_from(["p", "P", "o", "e", "alb", "фото", "nothing"])
OPERATORS = st.sampled_from(["eq", "ne", "sw", "ew", "co"])
OWNERS = st.one_of(PingOneMachine.resources, PingOneMachine.applications)


class FakesToday(FakesPingOne):
    """What is built in can be changed here and there; time passes; environments come and go."""

    edition = "current"
    names = ("photos", "albums", "Photos", "openid", "x@y", "p1:read:user:x")
    parts = ("scope", "attribute")
    links: ClassVar = {
        "resource": ("environment", "scopes", "attributes", "secret"),
        "scope": (),
        "attribute": ("environment",),
    }

    environments = Bundle("environments")
    #: Ids of custom attributes of openid.
    claims = Bundle("claims")

    def __init__(self):
        super().__init__()
        self.names_of_environments = {}

    def url_of(self, id_):
        entity = self.state[id_]
        inside = f"{entity.within}/{entity.kind}s/" if entity.within else ""
        return f"{self.url}/{inside}{id_}"

    # Scopes and attributes of what is built in.

    @rule(target=PingOneMachine.scopes, body=valid_bodies("scope.create"))
    def create_scope_of_openid(self, body):
        return self.add("scope", self.roles["openid"], self.named(body))

    @rule(body=valid_bodies("scope.create"))
    def create_scope_of_the_api(self, body):
        name = f"p1:read:user:{body['name']}"
        self.add("scope", self.roles["api"], self.named(body | {"name": name}))

    @rule(of=BUILT_IN, place=st.integers(0, 30), said=SCOPES, rename=st.booleans())
    def change_a_platform_scope(self, of, place, said, rename):
        id_ = self.platforms[of][place % len(self.platforms[of])]
        before, url = self.state[id_].document, self.url_of(id_)
        said = self.mapped(said if rename else said | {"name": before["name"]})
        open_ = of == "openid" or before["name"] in {"p1:read:user", "p1:update:user"}

        reply = self.mine("PUT", url, said)

        if not open_ or said["name"] != before["name"]:
            refused(reply, *FIXED)
        elif faults := list(self.mapping_faults(of, said)):
            refused(reply, "INVALID_DATA", faults)
        else:
            expected = before | {"updatedAt": self.date}
            for member in ("schemaAttributes", "mappedClaims"):
                expected.pop(member, None)
                if said.get(member) is not None:
                    expected[member] = said[member]
            if of == "api":
                expected["schemaAttributes"] = said.get("schemaAttributes") or ["*"]
            assert (reply.status, reply.json) == (200, expected)
            self.found("scope", self.roles[of], expected)
        refused(self.mine("DELETE", url), *FIXED)

    def mapped(self, said):
        """What was said, with the ids of attributes where it names them."""
        documents = [each.document for each in self.of("attribute", self.roles["openid"]).values()]
        ids = {
            "claim": [each["id"] for each in documents if each["type"] == "CUSTOM"],
            "core": [next(each["id"] for each in documents if each["name"] == "email")],
        }
        claims = said.get("mappedClaims")
        if not claims:
            return said
        return said | {"mappedClaims": [id_ for each in claims for id_ in ids[each]]}

    def mapping_faults(self, of, said):
        attributes = said.get("schemaAttributes")
        if attributes is not None and (of != "api" or "*" in attributes[:-1]):
            yield "INVALID_VALUE", "schemaAttributes"
        claims = said.get("mappedClaims")
        good = all(self.state[each].document["type"] == "CUSTOM" for each in claims or ())
        if claims is not None and (of == "api" or not good):
            yield "INVALID_VALUE", "mappedClaims"

    @initialize(target=claims)
    def start_with_a_claim(self):
        return self.create_claim({"name": "shoes", "value": "42"})

    @rule(target=claims, said=CLAIMS)
    def create_claim(self, said):
        openid = self.roles["openid"]
        reply = self.mine("POST", f"{self.url}/{openid}/attributes", said)

        if faults := list(self.claim_faults(said)):
            refused(reply, "INVALID_DATA", faults)
            return multiple()
        assert (reply.status, reply.json) == (201, reply.json | self.claim(said))
        assert reply.json["createdAt"] == reply.json["updatedAt"] == self.date
        self.found("attribute", openid, reply.json)
        return reply.json["id"]

    @rule(id_=claims, said=CLAIMS)
    def update_claim(self, id_, said):
        self.replace_claim(id_, said)

    @rule(place=st.integers(0, 9), said=CLAIMS)
    def update_a_built_in_claim(self, place, said):
        id_ = list(self.of("attribute", self.roles["openid"]))[place]
        if self.state[id_].document["type"] != "CUSTOM":
            self.replace_claim(id_, said)
            refused(self.mine("DELETE", self.url_of(id_)), *FIXED)

    def replace_claim(self, id_, said):
        before = self.state[id_].document
        reply = self.mine("PUT", self.url_of(id_), said)

        if faults := list(self.claim_faults(said, before)):
            refused(reply, "INVALID_DATA", faults)
        else:
            expected = before | self.claim(said) | {"updatedAt": self.date}
            assert (reply.status, reply.json) == (200, expected)
            self.found("attribute", self.roles["openid"], expected)

    def claim_faults(self, said, before=None):
        if before and before["type"] != "CUSTOM":
            if said["name"] != before["name"]:
                yield "INVALID_VALUE", "name"
        else:
            attributes = [
                each.document for each in self.of("attribute", self.roles["openid"]).values()
            ]
            others = [
                each["name"] for each in attributes if not before or each["id"] != before["id"]
            ]
            if said["name"] in RESERVED:
                yield "INVALID_VALUE", "name"
            if said["name"] in others:
                yield "UNIQUENESS_VIOLATION", "name"
            if not said["value"]:
                yield "EMPTY_VALUE", "value"
        if said.get("idToken") is said.get("userInfo") is False:
            yield "INVALID_VALUE", "idToken"

    @staticmethod
    def claim(said):
        places = {each: said.get(each) is not False for each in ("idToken", "userInfo")}
        return {"name": said["name"], "value": said["value"]} | places

    @rule(id_=consumes(claims))
    def delete_claim(self, id_):
        assert self.mine("DELETE", self.url_of(id_)).status == 204
        self.state = without(self.state, id_)

    def keep_attribute(self, resource_id, document):
        if document["updatedAt"] is str:  # it was changed
            document = document | {"updatedAt": self.date}
        super().keep_attribute(resource_id, document)

    @rule(of=BUILT_IN)
    def tamper_with_a_built_in(self, of):
        url = f"{self.url}/{self.roles[of]}"
        refused(self.mine("DELETE", url), *FIXED)
        for method in ("GET", "POST", "DELETE"):
            not_found(self.mine(method, f"{url}/secret"))
        if of == "api":
            said = {"name": "size", "value": "a"}
            refused(self.mine("POST", f"{url}/attributes", said), *FIXED)

    # Time, and secrets that expire.

    @rule(seconds=STEPS)
    def let_time_pass(self, seconds):
        self.wait(seconds)

    def wait(self, seconds):
        super().wait(seconds)
        self.state = secrets.expire(self.state, self.now)

    def hour_later(self, id_):
        del id_
        return text(self.now + timedelta(hours=1))

    @rule(id_=OWNERS, keep=KEPT)
    def rotate_a_secret_for_a_while(self, id_, keep):
        until = text(self.now + timedelta(seconds=keep))
        if keep in {60, 3600, 30 * 86_400}:
            self.rotate(id_, until)
        else:
            kind = f"{self.state[id_].kind}s"
            body = {"previous": {"expiresAt": until}}
            reply = self.mine("POST", f"{self.environment}/{kind}/{id_}/secret", body)
            refused(reply, "INVALID_DATA", [("INVALID_VALUE", "previous.expiresAt")])

    # The policy of applications that have none assigned.

    @rule(id_=PingOneMachine.policies)
    def make_a_policy_the_default(self, id_):
        name = self.state[id_].document["name"]
        policies = f"{self.environment}/signOnPolicies"
        [first] = [each["id"] for each in self.driver.call(POLICIES).document if each["default"]]
        said = {"name": name, "default": True}
        assert self.mine("PUT", f"{policies}/{id_}", said).json["default"] is True
        detail = ("CONSTRAINT_VIOLATION", None)
        refused(self.mine("DELETE", f"{policies}/{id_}"), "REQUEST_FAILED", [detail])
        before = next(each for each in self.driver.call(POLICIES).document if each["id"] == first)
        assert before["default"] is (first == id_)
        restored = {"name": before["name"], "default": True}
        assert self.mine("PUT", f"{policies}/{first}", restored).status == 200
        self.state = self.state.put(id_, changed(self.state[id_], description=ABSENT))

    # Environments.

    @rule(target=environments, name=st.sampled_from(["staging", "test"]))
    def create_environment(self, name):
        body = {"name": name, "type": "SANDBOX", "region": "NA", "license": {"id": "mine"}}
        reply = self.mine("POST", self.root, body)

        if name in self.names_of_environments.values():
            refused(reply, "INVALID_DATA", [("UNIQUENESS_VIOLATION", "name")])
            return multiple()
        assert reply.status == 201
        self.names_of_environments[reply.json["id"]] = name
        return reply.json["id"]

    @rule(id_=environments, said=valid_bodies("resource.create"))
    def use_an_environment(self, id_, said):
        url = f"{self.root}/{id_}/resources"
        before = self.entities(url, "resources")
        assert [each["name"] for each in before.values()][:2] == list(self.built_in)

        reply = self.mine("POST", url, said)

        added = reply.status == 201
        assert len(self.entities(url, "resources")) == len(before) + added

    @rule(id_=consumes(environments))
    def delete_environment(self, id_):
        assert self.mine("DELETE", f"{self.root}/{id_}").status == 204

        del self.names_of_environments[id_]
        not_found(self.mine("GET", f"{self.root}/{id_}"))
        not_found(self.mine("GET", f"{self.root}/{id_}/resources"))

    def entities(self, url, embedded):
        reply = self.mine("GET", url)
        assert reply.status == 200
        return {each["id"]: each for each in reply.json["_embedded"][embedded]}

    # Pages and filters.

    def walk(self, url):
        while url:
            page = self.mine("GET", url).json
            [items] = page["_embedded"].values()
            assert page["size"] == len(items)
            yield from [(page["count"], each) for each in items]
            url = page["_links"].get("next", {}).get("href")

    @rule(of=st.one_of(PingOneMachine.resources, BUILT_IN), limit=LIMITS)
    def walk_through_pages(self, of, limit):
        of = self.roles.get(of, of)
        for url, held in (
            (self.url, self.of("resource")),
            (f"{self.url}/{of}/scopes", self.of("scope", of)),
            (f"{self.url}/{of}/attributes", self.of("attribute", of)),
        ):
            walked = list(self.walk(f"{url}?limit={limit}"))
            assert walked == [(len(held), self.whole(each)) for each in held]

    @rule(
        operator=OPERATORS,
        part=PARTS,
        limit=LIMITS,
        of=st.one_of(PingOneMachine.resources, BUILT_IN),
    )
    def filter_by_name(self, operator, part, limit, of):
        of, condition = self.roles.get(of, of), quote(f'name {operator} "{part}"')
        for url, held in (
            (self.url, self.of("resource")),
            (f"{self.url}/{of}/scopes", self.of("scope", of)),
        ):
            names = {id_: each.document["name"] for id_, each in held.items()}
            chosen = [id_ for id_ in held if _fits(names[id_], operator, part)]
            walked = [each for _, each in self.walk(f"{url}?filter={condition}&limit={limit}")]
            assert walked == [self.whole(each) for each in chosen]

    @rule()
    def check_other_kinds(self):
        for kind in ("application", "sign_on_policy", "user"):
            self.lists(kind)
        for id_ in self.of("application"):
            self.lists("grant", id_)
            self.lists("sign_on_policy_assignment", id_)
        for id_ in self.of("user"):
            self.lists("user_role_assignment", id_)
        found = self.entities(self.root, "environments")
        names = {id_: each["name"] for id_, each in found.items() if id_ != self.here["id"]}
        assert names == self.names_of_environments


def _fits(name, operator, part):
    name, part = name.casefold(), part.casefold()
    return {
        "eq": name == part,
        "ne": name != part,
        "sw": name.startswith(part),
        "ew": name.endswith(part),
        "co": part in name,
    }[operator]
