"""A tenant holds so many bytes and no more: what would add to them is 507, and changes nothing."""

import base64
import gc
import json
from urllib.parse import urlencode

import pytest

from fakeping import FakePing
from fakeping.core.counted import Counted, weight
from fakeping.core.document_errors import BadDocument
from fakeping.core.problem import Full
from fakeping.families import FAMILIES
from fakeping.families.pingam.operations import call
from fakeping.families.pingone import paging
from tests.drive import ask
from tests.engine.full import furnish

pytestmark = pytest.mark.slow

TEXT = "x" * 20_000
ID = "11111111-2222-4333-8444-555555555555"
OTHER = {"pingone": "p14c", "pingam": "openam"}
CURRENT = {"pingone": "current", "pingam": "8.1"}

ROLE = {"role": {"id": ID}, "scope": {"type": "ENVIRONMENT", "id": ID}}
APPLICATION = {
    "name": "a",
    "enabled": True,
    "type": "WEB_APP",
    "protocol": "OPENID_CONNECT",
    "tokenEndpointAuthMethod": "CLIENT_SECRET_BASIC",
}

#: A body that each operation takes which reads JSON; the others are asked with a form.
BODIES = {
    "pingone.resource.create": {"name": "a"},
    "pingone.resource.update": {"name": "a"},
    "pingone.scope.create": {"name": "a"},
    "pingone.scope.update": {"name": "a"},
    "pingone.attribute.create": {"name": "a", "value": "b"},
    "pingone.attribute.update": {"name": "a", "value": "b"},
    "pingone.application_attribute.create": {"name": "a", "value": "b", "required": False},
    "pingone.application_attribute.update": {"name": "a", "value": "b", "required": False},
    "pingone.secret.rotate": {},
    "pingone.environment.create": {
        "name": "a",
        "type": "SANDBOX",
        "region": "NA",
        "license": {"id": ID},
    },
    "pingone.environment.update": {
        "name": "a",
        "type": "SANDBOX",
        "region": "NA",
        "license": {"id": ID},
    },
    "pingone.environment.update_type": {"type": "SANDBOX"},
    "pingone.bill_of_materials.update": {"products": [{"type": "PING_ONE_BASE"}]},
    "pingone.population.create": {"name": "a"},
    "pingone.population.update": {"name": "a"},
    "pingone.user.create": {"username": "a", "email": "a@example.com"},
    "pingone.user.update": {"username": "a", "email": "a@example.com"},
    "pingone.user.update_enabled": {"enabled": True},
    "pingone.user.update_mfa_enabled": {"mfaEnabled": True},
    "pingone.user.update_population": {"id": ID},
    "pingone.password.update": {"value": "a"},
    "pingone.password.check": {"password": "a"},
    "pingone.application.create": APPLICATION,
    "pingone.application.update": APPLICATION,
    "pingone.grant.create": {"resource": {"id": ID}, "scopes": [{"id": ID}]},
    "pingone.grant.update": {"resource": {"id": ID}, "scopes": [{"id": ID}]},
    "pingone.sign_on_policy.create": {"name": "a"},
    "pingone.sign_on_policy.update": {"name": "a"},
    "pingone.sign_on_policy_action.create": {"type": "LOGIN", "priority": 1},
    "pingone.sign_on_policy_action.update": {"type": "LOGIN", "priority": 1},
    "pingone.sign_on_policy_assignment.create": {"signOnPolicy": {"id": ID}, "priority": 1},
    "pingone.sign_on_policy_assignment.update": {"signOnPolicy": {"id": ID}, "priority": 1},
    "pingone.application_role_assignment.create": ROLE,
    "pingone.user_role_assignment.create": ROLE,
    "pingam.resource_set.register": {"resource_scopes": ["a"], "scopes": ["a"], "name": "a"},
    "pingam.resource_set.update": {"resource_scopes": ["a"], "scopes": ["a"], "name": "a"},
    "pingam.permission_request": {"resource_id": ID, "resource_scopes": ["a"]},
    "pingam.policy.create": {"policyId": ID, "permissions": []},
    "pingam.policy.put": {"policyId": ID, "permissions": []},
    "pingam.owner_resource_set.update": {
        "labels": [],
        "name": "n",
        "scopes": [],
        "resource_scopes": [],
    },
    "pingam.label.create": {"name": "n", "type": "USER"},
    "pingam.label.put": {"name": "n", "type": "USER"},
    "pingam.pending_request.decide_all": None,
    "pingam.pending_request.decide": None,
    "pingam.authenticate": None,
}
NAME = "current"


def adding():
    for editions in (CURRENT, OTHER):
        for family in FAMILIES:
            edition = editions[family.name]
            for each in family.operations:
                if each.may_add() and edition in (each.editions or {edition}):
                    yield pytest.param(family, each, editions, id=f"{each.name}-{edition}")


def held_of(tenant):
    """Every dictionary of a tenant's that counts what it holds."""
    stored = tenant._state.stored
    gc.collect()
    for each in gc.get_objects():
        if isinstance(each, Counted):
            of = each._grew.__self__
            if of is stored or any(of is part for part in stored._parts.values()):
                yield each


def check_count(tenant):
    """Hold what is counted against what is held."""
    stored = tenant._state.stored
    all_ = list(held_of(tenant))
    for each in all_:
        assert each.size == sum(map(weight, each.values()))
    of_parts = sum(
        8_000 + weight(each.said) for each in tenant._state.stores["pingone"].environments()
    )
    assert stored.bytes == sum(each.size for each in all_) + of_parts


def path_of(family, operation, tenant):
    path = f"{family.mount}{operation.path}"
    realm = tenant.pingam.realm.strip("/")
    values = {"environment_id": tenant.pingone.environment_id, "user": "alice"}
    for name, value in {**values, "realm*": f"realms/root/realms/{realm}"}.items():
        path = path.replace(f"{{{name}}}", value)
    if operation.name == "pingam.login":
        path += f"?realm=/{realm}"
    if operation.name == "pingam.resource_set.update":
        path = path.replace("{id}", tenant.pingam.resource_sets("alice")[0].id)
    return path.replace("{", "").replace("}", "")


def asked(server, tenant, family, operation):
    """Ask for an operation, in a way that nothing is wrong with but what it is about."""
    known = tenant.pingam.credentials
    headers = {
        "Accept-API-Version": "resource=1.0",
        "If-Match": "*",
        "iPlanetDirectoryPro": tenant.pingam.sso_token("alice"),
    }
    url = server.tenants.base_url + path_of(family, operation, tenant)
    body = BODIES.get(operation.name, {})
    if operation.form or operation.query_or_form:
        one = tenant.pingone.credentials
        of = one if family.name == "pingone" else known
        pair = base64.b64encode(f"{of.client_id}:{of.client_secret}".encode()).decode()
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": f"Basic {pair}",
        }
        return ask(server, operation.method, url, raw=b"", headers=headers)
    token = tenant.pingone.token() if family.name == "pingone" else tenant.pingam.pat()
    raw = b"" if body is None else json.dumps(body).encode()
    if operation.media_types and operation.body_schema is None:
        headers["Content-Type"] = next(iter(operation.media_types))
    return ask(server, operation.method, url, raw=raw, token=token, headers=headers)


@pytest.mark.parametrize(("family", "operation", "editions"), list(adding()))
def test_where_nothing_more_fits_nothing_is_added(family, operation, editions):
    server = FakePing(ids_seed=1)
    tenant = server.tenant(edition=editions)
    furnish(server, tenant)
    before = tenant.snapshot()
    tenant._state.stored.most = 0

    reply = asked(server, tenant, family, operation)

    assert (reply.status, reply.rule) == (507, f"{family.name}.store.full"), reply.body
    del before["clock"]
    after = tenant.snapshot()
    # What `asked` signs in with is there since.
    assert after["pingone"] == before["pingone"]
    for name in (
        "resource_sets",
        "labels",
        "policies",
        "pending_requests",
        "users",
        "clients",
        "realms",
    ):
        assert after["pingam"].get(name) == before["pingam"].get(name)
    assert tenant.crashes == ()


def test_the_rule_says_which_operations_it_refuses():
    for family in FAMILIES:
        [rule] = [each for each in family.rules if each.name == f"{family.name}.store.full"]
        for each in family.operations:
            assert rule.refuses(each.name) == each.may_add(), each.name


# Asked again and again


class Filling:
    """Requests that each add something to a tenant, or put it in the place of something."""

    def __init__(self, server, tenant):
        self.server, self.tenant = server, tenant
        self.one, self.am = tenant.pingone, tenant.pingam
        self.here = f"{self.one.url}/environments/{self.one.environment_id}"
        self.token, self.pat = self.one.token(lifetime=1e6), self.am.pat(lifetime=1e6)
        self.resource = self.one.given.resource(name="kept", scopes=["r"])
        self.set = self.am.given.resource_set(resource_scopes=["view", TEXT[:500]], name="kept")
        self.application = self.one.given.application(redirect_uris=["https://app.example/"])
        self.one.given.grant(self.application, "openid")
        self.user = self.one.given.user(username="u")

    def put(self, method, path, body):
        return ask(self.server, method, f"{self.here}{path}", body, token=self.token)

    def form(self, url, members, **headers):
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return ask(self.server, "POST", url, raw=urlencode(members).encode(), headers=sent)

    def resources(self, n):
        return self.put("POST", "/resources", {"name": f"{n}", "description": TEXT})

    def resources_of_many_bytes_a_character(self, n):
        return self.put("POST", "/resources", {"name": f"{n}", "description": "\U0001f600" + TEXT})

    def one_resource(self, n):
        return self.put(
            "PUT", f"/resources/{self.resource.id}", {"name": "kept", "description": TEXT * (n % 9)}
        )

    def small_resources(self, n):
        return self.put("POST", "/resources", {"name": f"{n}"})

    def scopes(self, n):
        path = f"/resources/{self.resource.id}/scopes"
        return self.put("POST", path, {"name": f"s{n}", "description": TEXT})

    def attributes(self, n):
        path = f"/resources/{self.resource.id}/attributes"
        return self.put("POST", path, {"name": f"a{n}", "value": TEXT})

    def populations(self, n):
        return self.put("POST", "/populations", {"name": f"p{n}", "description": TEXT})

    def environments(self, n):
        body = BODIES["pingone.environment.create"] | {"name": f"e{n}", "description": TEXT}
        return ask(self.server, "POST", f"{self.one.url}/environments", body, token=self.token)

    def bills_of_materials(self, n):
        products = [{"type": "PING_ONE_BASE", "description": TEXT * (n % 9)}]
        return self.put("PUT", "/billOfMaterials", {"products": products})

    def secrets(self, n):
        created = self.small_resources(n)
        if created.status == 201:
            self.put("POST", f"/resources/{created.json['id']}/secret", {})
        return created

    def sign_on_pages(self, _):
        query = {
            "client_id": self.application.client_id,
            "response_type": "code",
            "redirect_uri": "https://app.example/",
            "scope": "openid",
            "state": TEXT,
        }
        return self.form(f"{self.one.auth_url}/authorize", query)

    def codes(self, n):
        if not n:
            self.one.given.sign_in(self.user)
        return self.sign_on_pages(n)

    def resource_sets(self, n):
        body = {"resource_scopes": [TEXT], "name": f"{n}"}
        return ask(self.server, "POST", self.am.resource_set_url, body, token=self.pat)

    def tickets(self, _):
        url = f"{self.am.url}/uma/realms/root/realms/{self.am.realm}/permission_request"
        body = [{"resource_id": self.set.id, "resource_scopes": ["view"] * 300}]
        return ask(self.server, "POST", url, body, token=self.pat)

    def access_tokens(self, _):
        known = self.am.credentials
        members = {
            "grant_type": "client_credentials",
            "client_id": known.client_id,
            "client_secret": known.client_secret,
            "scope": TEXT,
        }
        return self.form(f"{self.am.oauth2_url}/access_token", members)

    def sessions(self, _):
        known = self.am.credentials
        names = {"X-OpenAM-Username": known.username, "X-OpenAM-Password": known.password}
        url = f"{self.am.json_url}/authenticate"
        return ask(self.server, "POST", url, {}, headers=names)


FILLINGS = [
    name for name in vars(Filling) if not name.startswith("_") and name not in {"put", "form"}
]
LIMIT = 300_000


@pytest.mark.parametrize("name", FILLINGS)
def test_whatever_is_asked_again_and_again_a_tenant_stays_as_small(name):
    server = FakePing(ids_seed=1, edition={"pingone": "current"}, max_stored=LIMIT)
    tenant = server.tenant()
    tenant.clock.freeze()
    filling = Filling(server, tenant)
    add = getattr(filling, name)

    statuses = []
    for n in range(3_000):
        statuses.append(add(n).status)
        assert tenant._state.stored.bytes < LIMIT * 17 / 16 + 120_000
        if statuses.count(507) > 3:
            break

    assert not {each for each in statuses if each >= 500} - {507}, statuses[-1]
    assert statuses[0] < 400
    check_count(tenant)
    listed = ask(server, "GET", f"{filling.here}/resources", token=filling.token)
    assert (listed.status, tenant.crashes) == (200, ())


@pytest.mark.parametrize("name", ["sign_on_pages", "tickets", "access_tokens", "sessions"])
def test_what_has_expired_makes_room(name):
    server = FakePing(ids_seed=1, edition={"pingone": "current"}, max_stored=LIMIT)
    tenant = server.tenant()
    tenant.clock.freeze()
    add = getattr(Filling(server, tenant), name)
    n = 0
    while add(n).status != 507:
        n += 1

    tenant.clock.advance(10_000)

    assert add(n).status < 400


def test_deleting_makes_room_again_and_reading_goes_on():
    server = FakePing(ids_seed=1, max_stored=LIMIT)
    tenant = server.tenant()
    url = f"{tenant.pingone.url}/environments/{tenant.pingone.environment_id}/resources"
    token = tenant.pingone.token()
    made = []
    while (
        reply := ask(
            server, "POST", url, {"name": f"{len(made)}", "description": TEXT}, token=token
        )
    ).status == 201:
        made.append(reply.json["id"])

    assert reply.status == 507
    assert {key: value for key, value in reply.json.items() if key != "id"} == {
        "code": "REQUEST_FAILED",
        "message": "The request could not be completed. There is no room for more.",
        "details": [
            {
                "code": "QUOTA_EXCEEDED",
                "message": f"The tenant holds {tenant._state.stored.bytes:,} bytes of at most"
                " 300,000: delete something, reset it, or let it hold more with --max-stored.",
            }
        ],
    }
    assert ask(server, "GET", f"{url}/{made[0]}", token=token).status == 200
    assert ask(server, "DELETE", f"{url}/{made[0]}", token=token).status == 204
    assert ask(server, "POST", url, {"name": "a", "description": TEXT}, token=token).status == 201
    tenant.reset()
    assert ask(server, "POST", url, {"name": "a", "description": TEXT}, token=token).status == 201


def test_a_document_that_is_too_large_is_refused_whole():
    server = FakePing(ids_seed=1, max_stored=LIMIT)
    tenant = server.tenant(seed={"pingone": {"resources": [{"name": "kept"}]}})
    document = {
        "pingone": {"resources": [{"name": f"{n}", "description": TEXT} for n in range(20)]}
    }
    before = tenant.snapshot()

    with pytest.raises(BadDocument, match="The tenant holds"):
        tenant.reset(to=document)
    with pytest.raises(BadDocument, match="The tenant holds"):
        server.tenant(seed=document)
    url = f"{server.tenants.base_url}/__fakeping/tenants/{tenant.id}/state"
    reply = ask(server, "PUT", url, document)

    assert (reply.status, tenant.snapshot()) == (422, before)
    check_count(tenant)


def test_what_is_counted_is_what_is_held_whatever_becomes_of_it():
    server = FakePing(ids_seed=1)
    tenant = server.tenant(
        edition={"pingone": "current"}, seed={"pingone": {"resources": [{"name": "s"}]}}
    )
    birth = tenant._state.stored.bytes
    furnish(server, tenant)
    check_count(tenant)
    full = tenant.snapshot()
    url = f"{tenant.pingone.url}/environments"
    token = tenant.pingone.token()
    for each in ask(server, "GET", url, token=token).json["_embedded"]["environments"][1:]:
        assert ask(server, "DELETE", f"{url}/{each['id']}", token=token).status == 204
    check_count(tenant)
    for each in tenant.pingone.resources():
        ask(
            server,
            "DELETE",
            f"{url}/{tenant.pingone.environment_id}/resources/{each.id}",
            token=token,
        )
    check_count(tenant)
    for to in (full, "seed", full, "empty", full):
        tenant.reset(to=to)
        check_count(tenant)
    with pytest.raises(BadDocument):
        tenant.reset(to=full | {"pingone": {"resources": [{"name": "x"}, {"name": "x"}]}})
    check_count(tenant)
    assert birth > 0


def test_each_tenant_has_room_of_its_own_for_what_is_given_too():
    server = FakePing(ids_seed=1, max_stored=LIMIT)
    one, other = server.tenant(), server.tenant()
    for n in range(15):
        one.pingone.given.resource(name=f"{n}", description=TEXT)

    with pytest.raises(Full):
        one.pingone.given.population(name="a")
    with pytest.raises(Full):
        one.pingam.given.user("a")
    members = {"family": "pingone", "kind": "population", "members": {"name": "a"}}
    url = f"{server.tenants.base_url}/__fakeping/tenants/{one.id}/given"
    assert ask(server, "POST", url, members).status == 422
    assert other.pingone.given.resource(name="a").name == "a"


def test_what_is_built_in_must_fit():
    with pytest.raises(ValueError, match="max_stored is at least 100,000 bytes"):
        FakePing(max_stored=99_999)

    FakePing(max_stored=100_000).default_tenant()


# Lists


@pytest.mark.parametrize("query", ["", "?expand=scopes"])
@pytest.mark.parametrize("what", ["entities", "bytes"])
def test_a_list_without_pages_is_whole_or_refused(monkeypatch, query, what):
    server = FakePing(ids_seed=1)
    tenant = server.tenant(edition=OTHER)
    one = tenant.pingone
    url, token = f"{one.url}/environments/{one.environment_id}/resources", one.token()
    monkeypatch.setattr(paging, "MAX_WHOLE", 40 if what == "entities" else 10_000)
    monkeypatch.setattr(paging, "MAX_BYTES", 200_000)
    first = one.given.resource(name="first")
    while (reply := ask(server, "GET", url + query, token=token)).status == 200:
        count = reply.json["size"]
        text = None if what == "entities" else TEXT
        one.given.resource(name=f"{count}", description=text)

    assert (count == 40) if what == "entities" else (count < 15)
    assert (reply.status, reply.rule) == (400, "pingone.collection.whole")
    assert ask(server, "GET", f"{url}/{first.id}", token=token).status == 200
    assert tenant.crashes == ()


@pytest.mark.parametrize("kind", ["uma/policies", "uma/pendingrequests", "oauth2/resources/sets"])
def test_a_query_looks_at_so_many_and_no_more(monkeypatch, kind):
    server = FakePing(ids_seed=1)
    tenant = server.tenant()
    monkeypatch.setattr(call, "MAX_LISTED", 2)
    furnish(server, tenant)
    headers = {"iPlanetDirectoryPro": tenant.pingam.sso_token("alice")}
    url = f"{tenant.pingam.json_url}/users/alice/{kind}?_queryFilter=true"
    assert ask(server, "GET", url, headers=headers).status == 200

    monkeypatch.setattr(call, "MAX_LISTED", 0)
    reply = ask(server, "GET", url, headers=headers)

    assert (reply.status, reply.rule) == (400, "pingam.query.whole")
    assert (reply.json["reason"], tenant.crashes) == ("Bad Request", ())
