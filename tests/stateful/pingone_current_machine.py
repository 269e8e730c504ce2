"""A model of today's PingOne: dicts of documents, with settings, attributes, secrets and pages."""

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

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

from tests.stateful.pingone_machine import not_found, refused
from tests.stateful.written_down import ReadBack

API, OPENID = "PingOne API", "openid"
BUILT_IN = st.sampled_from([API, OPENID])
SCOPE_NAME = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
API_SCOPE_NAME = re.compile(r"p1:(read|update):user(:[\x21\x23-\x5B\x5D-\x7E]+)*")
RESERVED = {"sub", "aud"}

NAMES = st.sampled_from(["photos", "albums", "Photos", OPENID, API, "фото 📷", "x@y", "x" * 256])
DESCRIPTIONS = st.sampled_from([None, "", "Photos and albums", "é\n\u2028"])
SETTINGS = {
    "description": DESCRIPTIONS,
    "audience": st.sampled_from([None, "https://photos.example", "photos-1", "x@y", "a pingone"]),
    "accessTokenValiditySeconds": st.sampled_from([None, 300, 300.9, 2592000, 299, 2592001]),
    "introspectEndpointAuthMethod": st.sampled_from([None, "NONE", "CLIENT_SECRET_POST"]),
    "applicationPermissionsSettings": st.sampled_from([None, {}, {"claimEnabled": True}]),
    # What a client can't set, and what nobody knows.
    "id": st.just("00000000-0000-4000-8000-000000000000"),
    "createdAt": st.just("1970-01-01T00:00:00.000Z"),
    "_links": st.just({}),
    "colour": st.just([1, 2.5, True]),
}
SAID = st.fixed_dictionaries({"name": NAMES}, optional=SETTINGS)
SCOPES = st.fixed_dictionaries(
    {"name": st.sampled_from(["read", "write", "a b", "p1:read:user:x", "p1:read:user", "email"])},
    optional={
        "description": DESCRIPTIONS,
        "schemaAttributes": st.sampled_from([None, ["*"], ["email", "name.given"], ["*", "email"]]),
        "mappedClaims": st.sampled_from([None, [], ["claim"], ["core"]]),
    },
)
PLACES = st.sampled_from([None, True, False])
ATTRIBUTES = st.fixed_dictionaries(
    {"name": st.sampled_from(["size", "sub", "aud", "email"]), "value": st.sampled_from(["", "a"])},
    optional={"idToken": PLACES, "userInfo": PLACES},
)
# Exact in binary, so that the model's clock and the fake's never differ by a rounding.
STEPS = st.sampled_from([0.125, 1, 59, 3600, 86_400])
KEPT = st.sampled_from([59, 60, 3600, 30 * 86_400, 30 * 86_400 + 1])
LIMITS = st.integers(min_value=1, max_value=9)
PARTS = st.sampled_from(["p", "P", "o", "e", "alb", "фото", "nothing"])
OPERATORS = st.sampled_from(["eq", "ne", "sw", "ew", "co"])


class CurrentMachine(ReadBack, RuleBasedStateMachine):
    """Subclasses say how to `ask`, and whom: in process, or over a socket."""

    server: Any = None

    #: Ids of custom resources; pairs of a resource's id and a scope's, and an attribute's.
    resources = Bundle("resources")
    scopes = Bundle("scopes")
    attributes = Bundle("attributes")
    environments = Bundle("environments")

    def ask(self, method, url, *body, token=None):
        raise NotImplementedError

    def __init__(self):
        super().__init__()
        self.tenant = self.server.tenant(ids_seed=301, edition={"pingone": "current"})
        self.now = datetime(2030, 1, 1, tzinfo=UTC)
        self.tenant.clock.freeze()
        self.tenant.clock.set(self.now)
        self.root = f"{self.tenant.pingone.url}/environments"
        self.environment_id = self.tenant.pingone.environment_id
        self.environment = f"{self.root}/{self.environment_id}"
        self.token = self.tenant.pingone.token(lifetime=10**9)
        #: Documents by id; those of scopes and attributes by their resource's id, then their own.
        self.model = {}
        self.scopes_of = {}
        self.attributes_of = {}
        #: A resource's secret, the one before, and until when that holds.
        self.secret_of: dict[str, Any] = {}
        self.names_of_environments = {}
        self.built_in = {}

    def teardown(self):
        try:
            if self.model and sys.exc_info()[0] is None:
                self.check_everything()
            assert self.tenant.crashes == ()
        finally:
            self.tenant.drop()

    # How to name things.

    def url(self, resource_id, *parts):
        return "/".join([self.environment, "resources", resource_id, *parts])

    def mine(self, method, url, *body):
        return self.ask(method, url, *body, token=self.token)

    def entities(self, url, embedded):
        reply = self.mine("GET", url)
        assert reply.status == 200
        return {each["id"]: each for each in reply.json["_embedded"][embedded]}

    @property
    def date(self):
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def one_of(self, of):
        return self.built_in.get(of, of)

    def type_of(self, resource_id):
        return self.model[resource_id]["type"]

    def links(self, url, **others):
        return {name: {"href": each} for name, each in {"self": url, **others}.items()}

    def resource_document(self, id_, said, *, created_at):
        url = self.url(id_)
        parts = {each: f"{url}/{each}" for each in ("scopes", "attributes", "secret")}
        permissions = said.get("applicationPermissionsSettings") or {}
        return {
            "_links": self.links(url, environment=self.environment, **parts),
            "id": id_,
            "environment": {"id": self.environment_id},
            "name": said["name"],
            **_set(description=said.get("description")),
            "type": "CUSTOM",
            "audience": said.get("audience") or said["name"],
            "accessTokenValiditySeconds": int(said.get("accessTokenValiditySeconds") or 3600),
            "introspectEndpointAuthMethod": said.get("introspectEndpointAuthMethod")
            or "CLIENT_SECRET_BASIC",
            "applicationPermissionsSettings": {
                "claimEnabled": permissions.get("claimEnabled", False)
            },
            "createdAt": created_at,
            "updatedAt": self.date,
        }

    def part_document(self, resource_id, kind, id_, members, *, created_at):
        resource = self.url(resource_id)
        others = {} if kind == "scopes" else {"environment": self.environment}
        return {
            "_links": self.links(self.url(resource_id, kind, id_), resource=resource, **others),
            "id": id_,
            "environment": {"id": self.environment_id},
            "resource": {"id": resource_id},
            **members,
            "createdAt": created_at,
            "updatedAt": self.date,
        }

    # What a new environment has, and a little more, so that there is something to clash with.

    @initialize(target=resources)
    def start(self):
        found = self.entities(f"{self.environment}/resources", "resources")
        assert [each["name"] for each in found.values()] == [API, OPENID]
        for id_, document in found.items():
            self.model[id_] = document
            self.built_in[document["name"]] = id_
            self.scopes_of[id_] = self.entities(self.url(id_, "scopes"), "scopes")
            self.attributes_of[id_] = self.entities(self.url(id_, "attributes"), "attributes")
        return multiple(self.add_resource({"name": "photos"}), self.add_resource({"name": "p"}))

    @initialize(target=attributes, _after=resources)
    def start_with_a_claim(self, _after):
        openid = self.built_in[OPENID]
        return openid, self.add_attribute(openid, {"name": "shoes", "value": "42"})

    # Resources.

    def resource_faults(self, said):
        seconds = said.get("accessTokenValiditySeconds")
        if seconds in {299, 2592001}:
            yield "OUT_OF_RANGE", "accessTokenValiditySeconds"

    def audience_faults(self, said):
        if said.get("audience") in {"x@y", "a pingone"} - {said["name"]}:
            yield "INVALID_VALUE", "audience"

    def clash(self, documents, said, id_=None):
        return any(one["name"] == said["name"] and one["id"] != id_ for one in documents.values())

    @rule(target=resources, said=SAID)
    def create_resource(self, said):
        return self.add_resource(said) or multiple()

    def add_resource(self, said):
        reply = self.mine("POST", f"{self.environment}/resources", said)

        if self.resource_is_refused(reply, said):
            return None
        id_ = reply.json["id"]
        document = self.resource_document(id_, said, created_at=self.date)
        assert (reply.status, reply.json) == (201, document)
        assert reply.headers["Location"] == self.url(id_)
        self.model[id_] = document
        self.scopes_of[id_] = {}
        self.attributes_of[id_] = self.entities(self.url(id_, "attributes"), "attributes")
        assert [(each["name"], each["type"]) for each in self.attributes_of[id_].values()] == [
            ("sub", "CORE")
        ]
        return id_

    def resource_is_refused(self, reply, said, id_=None):
        faults = list(self.resource_faults(said))
        if not faults:
            taken = self.clash(self.model, said, id_)
            faults = [("UNIQUENESS_VIOLATION", "name")] if taken else []
            faults += self.audience_faults(said)
        if faults:
            refused(reply, "INVALID_DATA", faults)
        return bool(faults)

    @rule(id_=resources, said=SAID)
    def update_resource(self, id_, said):
        reply = self.mine("PUT", self.url(id_), said)

        if not self.resource_is_refused(reply, said, id_):
            created_at = self.model[id_]["createdAt"]
            self.model[id_] = self.resource_document(id_, said, created_at=created_at)
            assert (reply.status, reply.json) == (200, self.model[id_])

    @rule(id_=consumes(resources), said=SCOPES)
    def delete_resource(self, id_, said):
        reply = self.mine("DELETE", self.url(id_))

        assert (reply.status, reply.body) == (204, b"")
        for held in (self.model, self.scopes_of, self.attributes_of):
            del held[id_]
        self.secret_of.pop(id_, None)
        for part in ("scopes", "attributes", "secret"):
            not_found(self.mine("GET", self.url(id_, part)))
        not_found(self.mine("POST", self.url(id_, "scopes"), said))

    @rule(of=BUILT_IN)
    def tamper_with_a_built_in_resource(self, of):
        url = self.url(self.built_in[of])
        fixed = ("REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])
        refused(self.mine("PUT", url, {"name": "mine"}), *fixed)
        refused(self.mine("DELETE", url), *fixed)
        for method in ("GET", "POST", "DELETE"):
            not_found(self.mine(method, f"{url}/secret"))

    # Scopes.

    def mapped(self, said):
        """What was said, with the ids of attributes where it names them."""
        attributes = self.attributes_of[self.built_in[OPENID]].values()
        ids = {
            "claim": [each["id"] for each in attributes if each["type"] == "CUSTOM"],
            "core": [next(each["id"] for each in attributes if each["name"] == "email")],
        }
        claims = said.get("mappedClaims")
        if not claims:
            return said
        return said | {"mappedClaims": [id_ for each in claims for id_ in ids[each]]}

    def scope_faults(self, resource_id, said, id_=None):
        type_ = self.type_of(resource_id)
        form = API_SCOPE_NAME if type_ == "PINGONE_API" else SCOPE_NAME
        if not form.fullmatch(said["name"]):
            yield "INVALID_VALUE", "name"
        if self.clash(self.scopes_of[resource_id], said, id_):
            yield "UNIQUENESS_VIOLATION", "name"
        yield from self.mapping_faults(resource_id, said)

    def mapping_faults(self, resource_id, said):
        type_ = self.type_of(resource_id)
        attributes = said.get("schemaAttributes")
        if attributes is not None and (type_ != "PINGONE_API" or "*" in attributes[:-1]):
            yield "INVALID_VALUE", "schemaAttributes"
        claims = said.get("mappedClaims")
        held = self.attributes_of.get(resource_id, {})
        good = all(held.get(each, {}).get("type") == "CUSTOM" for each in claims or ())
        if claims is not None and not (type_ != "PINGONE_API" and good):
            yield "INVALID_VALUE", "mappedClaims"

    @staticmethod
    def scope_members(said):
        return {
            "name": said["name"],
            **_set(
                description=said.get("description"),
                schemaAttributes=said.get("schemaAttributes"),
                mappedClaims=said.get("mappedClaims"),
            ),
        }

    @rule(target=scopes, of=st.one_of(resources, BUILT_IN, BUILT_IN), said=SCOPES)
    def create_scope(self, of, said):
        resource_id, said = self.one_of(of), self.mapped(said)

        reply = self.mine("POST", self.url(resource_id, "scopes"), said)

        if faults := list(self.scope_faults(resource_id, said)):
            refused(reply, "INVALID_DATA", faults)
            return multiple()
        id_, members = reply.json["id"], self.scope_members(said)
        document = self.part_document(resource_id, "scopes", id_, members, created_at=self.date)
        assert (reply.status, reply.json) == (201, document)
        self.scopes_of[resource_id][id_] = document
        return resource_id, id_

    @rule(ids=scopes, said=SCOPES)
    def update_scope(self, ids, said):
        resource_id, id_ = ids
        said = self.mapped(said)

        reply = self.mine("PUT", self.url(resource_id, "scopes", id_), said)

        if id_ not in self.scopes_of.get(resource_id, {}):
            not_found(reply)
        elif faults := list(self.scope_faults(resource_id, said, id_)):
            refused(reply, "INVALID_DATA", faults)
        else:
            kept = self.scopes_of[resource_id]
            document = self.part_document(
                resource_id,
                "scopes",
                id_,
                self.scope_members(said),
                created_at=kept[id_]["createdAt"],
            )
            kept[id_] = document
            assert (reply.status, reply.json) == (200, document)

    @rule(ids=scopes)
    def delete_scope(self, ids):
        resource_id, id_ = ids
        reply = self.mine("DELETE", self.url(resource_id, "scopes", id_))

        if self.scopes_of.get(resource_id, {}).pop(id_, None):
            assert (reply.status, reply.body) == (204, b"")
        else:
            not_found(reply)

    @rule(of=BUILT_IN, place=st.integers(0, 30), said=SCOPES, rename=st.booleans())
    def change_a_platform_scope(self, of, place, said, rename):
        resource_id = self.built_in[of]
        platforms = [
            each
            for each in self.scopes_of[resource_id].values()
            if each["createdAt"] == self.model[resource_id]["createdAt"]
        ]
        before = platforms[place % len(platforms)]
        url = self.url(resource_id, "scopes", before["id"])
        said = self.mapped(said if rename else said | {"name": before["name"]})
        fixed = of == API and before["name"] not in {"p1:read:user", "p1:update:user"}

        reply = self.mine("PUT", url, said)

        if fixed or said["name"] != before["name"]:
            refused(reply, "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])
        elif faults := list(self.mapping_faults(resource_id, said)):
            refused(reply, "INVALID_DATA", faults)
        else:
            expected = before | self.scope_members(said) | {"updatedAt": self.date}
            if of == API:
                expected["schemaAttributes"] = said.get("schemaAttributes") or ["*"]
            elif "mappedClaims" not in self.scope_members(said):
                expected.pop("mappedClaims", None)
            expected["description"] = before["description"]
            assert (reply.status, reply.json) == (200, expected)
            self.scopes_of[resource_id][before["id"]] = expected
        refused(self.mine("DELETE", url), "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])

    # Attributes.

    def attribute_faults(self, resource_id, said, before=None):
        openid = self.type_of(resource_id) == "OPENID_CONNECT"
        if before and before["type"] != "CUSTOM":
            if said["name"] != before["name"]:
                yield "INVALID_VALUE", "name"
        else:
            if openid and said["name"] in RESERVED:
                yield "INVALID_VALUE", "name"
            if self.clash(self.attributes_of[resource_id], said, before and before["id"]):
                yield "UNIQUENESS_VIOLATION", "name"
            if not said["value"]:
                yield "EMPTY_VALUE", "value"
        places = [(name, said.get(name)) for name in ("idToken", "userInfo")]
        if openid:
            if all(value is False for _, value in places):
                yield "INVALID_VALUE", "idToken"
        else:
            yield from [("INVALID_VALUE", name) for name, value in places if value is not None]

    def attribute_document(self, resource_id, id_, said, *, type_, created_at):
        members = {"name": said["name"], "value": said["value"], "type": type_}
        if self.type_of(resource_id) == "OPENID_CONNECT":
            members |= {each: said.get(each) is not False for each in ("idToken", "userInfo")}
        return self.part_document(resource_id, "attributes", id_, members, created_at=created_at)

    @rule(target=attributes, of=st.one_of(resources, BUILT_IN), said=ATTRIBUTES)
    def create_attribute(self, of, said):
        resource_id = self.one_of(of)
        if of == API:
            reply = self.mine("POST", self.url(resource_id, "attributes"), said)
            refused(reply, "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])
            return multiple()
        id_ = self.add_attribute(resource_id, said)
        return (resource_id, id_) if id_ else multiple()

    def add_attribute(self, resource_id, said):
        reply = self.mine("POST", self.url(resource_id, "attributes"), said)

        if faults := list(self.attribute_faults(resource_id, said)):
            refused(reply, "INVALID_DATA", faults)
            return None
        id_ = reply.json["id"]
        document = self.attribute_document(
            resource_id, id_, said, type_="CUSTOM", created_at=self.date
        )
        assert (reply.status, reply.json) == (201, document)
        self.attributes_of[resource_id][id_] = document
        return id_

    @rule(ids=attributes, said=ATTRIBUTES)
    def update_attribute(self, ids, said):
        resource_id, id_ = ids
        self.put_attribute(resource_id, id_, said)

    @rule(of=st.one_of(resources, st.just(OPENID)), said=ATTRIBUTES)
    def update_a_built_in_attribute(self, of, said):
        resource_id = self.one_of(of)
        first = next(iter(self.attributes_of[resource_id]))
        self.put_attribute(resource_id, first, said)
        reply = self.mine("DELETE", self.url(resource_id, "attributes", first))
        refused(reply, "REQUEST_FAILED", [("CONSTRAINT_VIOLATION", None)])

    def put_attribute(self, resource_id, id_, said):
        before = self.attributes_of.get(resource_id, {}).get(id_)
        reply = self.mine("PUT", self.url(resource_id, "attributes", id_), said)

        if before is None:
            not_found(reply)
        elif faults := list(self.attribute_faults(resource_id, said, before)):
            refused(reply, "INVALID_DATA", faults)
        else:
            document = self.attribute_document(
                resource_id, id_, said, type_=before["type"], created_at=before["createdAt"]
            )
            assert (reply.status, reply.json) == (200, document)
            self.attributes_of[resource_id][id_] = document

    @rule(ids=attributes)
    def delete_attribute(self, ids):
        resource_id, id_ = ids
        reply = self.mine("DELETE", self.url(resource_id, "attributes", id_))

        if not self.attributes_of.get(resource_id, {}).pop(id_, None):
            not_found(reply)
            return
        assert (reply.status, reply.body) == (204, b"")
        for scope in self.scopes_of[resource_id].values():
            if "mappedClaims" in scope:
                scope["mappedClaims"] = [each for each in scope["mappedClaims"] if each != id_]

    # Secrets.

    @rule(id_=resources)
    def read_a_secret(self, id_):
        reply = self.mine("GET", self.url(id_, "secret"))

        secret, previous, until = self.secret_of.get(id_) or (reply.json["secret"], None, None)
        alive = until is not None and self.now < until
        expected = {"secret": secret} | (
            {"previous": {"secret": previous, "expiresAt": _text(until)}} if alive else {}
        )
        found = {name: reply.json[name] for name in ("secret", "previous") if name in reply.json}
        assert (reply.status, found) == (200, expected)
        self.secret_of[id_] = (secret, previous, until) if alive else (secret, None, None)

    @rule(id_=resources, keep=st.one_of(st.none(), KEPT))
    def rotate_a_secret(self, id_, keep):
        self.read_a_secret(id_)
        old, _, _ = self.secret_of[id_]
        until = keep and self.now + timedelta(seconds=keep)
        body = {"previous": {"expiresAt": _text(until)}} if keep else {}

        reply = self.mine("POST", self.url(id_, "secret"), body)

        if keep in {59, 30 * 86_400 + 1}:
            refused(reply, "INVALID_DATA", [("INVALID_VALUE", "previous.expiresAt")])
        else:
            assert (reply.status, reply.json["secret"] != old) == (200, True)
            self.secret_of[id_] = (reply.json["secret"], old if keep else None, until)
        self.read_a_secret(id_)

    @rule(id_=resources)
    def forget_a_previous_secret(self, id_):
        self.read_a_secret(id_)

        assert self.mine("DELETE", self.url(id_, "secret")).status == 204

        self.secret_of[id_] = (self.secret_of[id_][0], None, None)
        self.read_a_secret(id_)

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

    @rule(id_=environments, said=SAID)
    def use_an_environment(self, id_, said):
        url = f"{self.root}/{id_}/resources"
        before = self.entities(url, "resources")
        assert [each["name"] for each in before.values()][:2] == [API, OPENID]

        reply = self.mine("POST", url, said)

        added = reply.status == 201
        assert len(self.entities(url, "resources")) == len(before) + added

    @rule(id_=consumes(environments))
    def delete_environment(self, id_):
        assert self.mine("DELETE", f"{self.root}/{id_}").status == 204

        del self.names_of_environments[id_]
        not_found(self.mine("GET", f"{self.root}/{id_}"))
        not_found(self.mine("GET", f"{self.root}/{id_}/resources"))

    # Pages and filters.

    def walk(self, url):
        while url:
            page = self.mine("GET", url).json
            [items] = page["_embedded"].values()
            assert page["size"] == len(items)
            yield from [(page["count"], each) for each in items]
            url = page["_links"].get("next", {}).get("href")

    @rule(of=st.one_of(resources, BUILT_IN), limit=LIMITS)
    def walk_through_pages(self, of, limit):
        id_ = self.one_of(of)
        for url, held in (
            (f"{self.environment}/resources", self.model),
            (self.url(id_, "scopes"), self.scopes_of[id_]),
            (self.url(id_, "attributes"), self.attributes_of[id_]),
        ):
            walked = list(self.walk(f"{url}?limit={limit}"))
            assert walked == [(len(held), each) for each in held.values()]

    @rule(operator=OPERATORS, part=PARTS, limit=LIMITS, of=st.one_of(resources, BUILT_IN))
    def filter_by_name(self, operator, part, limit, of):
        id_, condition = self.one_of(of), quote(f'name {operator} "{part}"')
        for url, held in (
            (f"{self.environment}/resources", self.model),
            (self.url(id_, "scopes"), self.scopes_of[id_]),
        ):
            chosen = [each for each in held.values() if _fits(each["name"], operator, part)]
            walked = [each for _, each in self.walk(f"{url}?filter={condition}&limit={limit}")]
            assert walked == chosen

    @rule(seconds=STEPS)
    def let_time_pass(self, seconds):
        self.tenant.clock.advance(seconds)
        self.now += timedelta(seconds=seconds)

    # What always holds.

    @invariant()
    def the_list_is_the_model(self):
        if self.model:
            assert self.entities(f"{self.environment}/resources", "resources") == self.model

    @rule()
    def check_everything(self):
        for id_, document in self.model.items():
            assert self.mine("GET", self.url(id_)).json == document
            assert self.entities(self.url(id_, "scopes"), "scopes") == self.scopes_of[id_]
            found = self.entities(self.url(id_, "attributes"), "attributes")
            assert found == self.attributes_of[id_]
        found = self.entities(self.root, "environments")
        names = {id_: each["name"] for id_, each in found.items() if id_ != self.environment_id}
        assert names == self.names_of_environments


def _set(**members):
    return {name: value for name, value in members.items() if value is not None}


def _text(instant):
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _fits(name, operator, part):
    name, part = name.casefold(), part.casefold()
    return {
        "eq": name == part,
        "ne": name != part,
        "sw": name.startswith(part),
        "ew": name.endswith(part),
        "co": part in name,
    }[operator]
