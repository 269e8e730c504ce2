"""What may stand once, twice: nobody acts on the first of two, whatever is asked for."""

import base64
import json
from urllib.parse import urlsplit

import pytest

from fakeping import FakePing, control
from fakeping.core.fields import ONCE
from fakeping.families import FAMILIES
from fakeping.families.pingam.sessions import SSO
from tests.wire import request, send

JSON = "Content-Type: application/json"

#: Two values of each field: one that would do, and one that would not.
PAIRS = {
    "authorization": ("Bearer {token}", "Bearer other"),
    "content-encoding": ("identity", "gzip"),
    "content-length": ("2", "3"),
    "cookie": (f"{SSO}={{sso}}", f"{SSO}=other"),
    "host": ("localhost", "evil.example"),
    "origin": ("http://localhost", "https://evil.example"),
    "sec-fetch-site": ("same-origin", "cross-site"),
    "transfer-encoding": ("chunked", "identity"),
}
OF_PINGAM = {
    "iplanetdirectorypro": ("{sso}", "other"),
    "x-openam-username": ("demo", "other"),
    "x-openam-password": ("demo", "other"),
    "accept-api-version": ("resource=1.0", "resource=9.0"),
}


@pytest.fixture(scope="module")
def world():
    """A server with a control key, one of its tenants, and what opens each family."""
    with FakePing(control_key="key") as server, server.tenant() as tenant:
        tenant.pingone.given.resource(name="kept")
        secrets = {
            "pingone": tenant.pingone.token(),
            "pingam": tenant.pingam.pat(),
            "control": "key",
            "sso": tenant.pingam.sso_token(),
        }
        yield server, tenant, secrets
        assert (tenant.crashes, server.crashes) == ((), ())


def path_of(family, operation, tenant):
    path = f"{family.mount}{operation.path}"
    values = {
        "environment_id": tenant.pingone.environment_id,
        "realm*": f"realms/root/realms/{tenant.pingam.realm.strip('/')}",
        "user": "alice",
        "tenant_id": tenant.id,
    }
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    return path.replace("{", "").replace("}", "")


def _operations():
    for family in (*FAMILIES, control.FAMILY):
        for operation in family.operations:
            for edition in operation.editions or (None,):
                if edition in {None, family.editions[0] if family.editions else None}:
                    yield pytest.param(family, operation, id=operation.name)


OPERATIONS = list(_operations())


def test_every_field_that_stands_once_is_tried():
    # Of several `Content-Type` the last counts, and nobody sees the others: `test_heads`.
    tried = {*PAIRS, *OF_PINGAM, "content-type"}
    assert tried == ONCE.union(*(each.once for each in FAMILIES))


@pytest.mark.parametrize(("family", "operation"), OPERATIONS)
def test_a_field_that_stands_twice_is_refused(world, family, operation):
    server, tenant, secrets = world
    path = path_of(family, operation, tenant)
    before = tenant.snapshot()

    for name, pair in (PAIRS | (OF_PINGAM if family.name == "pingam" else {})).items():
        good, bad = (each.format(token=secrets[family.name], sso=secrets["sso"]) for each in pair)
        rest = [f"Authorization: Bearer {secrets[family.name]}"] * (name != "authorization")
        rest.append(JSON)
        for pair_ in ((good, bad), (bad, good), (good, good)):
            twice = [f"{name}: {pair_[0]}", f"{name.title()}: {pair_[1]}"]
            head = request(operation.method, path, *rest, *twice)
            if name == "host":
                head = head.replace(b"Host: localhost\r\n", b"", 1)
            answer = send(server, head, b"{}" * (operation.method != "GET"))

            assert answer.status in {400, 401}, (name, pair_)
            assert (answer.status == 400) or name == "authorization"
    assert tenant.snapshot() == before


@pytest.mark.parametrize(
    "name", ["Accept", "X-Anything", "Via", "If-None-Match", "Accept-Language"]
)
def test_a_list_may_stand_in_several_lines(world, name):
    server, tenant, secrets = world
    path = f"/v1/environments/{tenant.pingone.environment_id}/resources"
    bearer = f"Authorization: Bearer {secrets['pingone']}"

    assert send(server, request("GET", path, bearer, f"{name}: a", f"{name}: b")).status == 200


def test_the_tags_of_several_lines_are_one_list(world):
    server, tenant, secrets = world
    am = tenant.pingam
    id_ = am.given.resource_set(resource_scopes=["view"]).id
    path = urlsplit(f"{am.resource_set_url}/{id_}").path
    bearer = f"Authorization: Bearer {secrets['pingam']}"
    tag = send(server, request("GET", path, bearer)).header("ETag")

    def put(*tags):
        fields = (bearer, JSON, *(f"If-Match: {each}" for each in tags))
        return send(server, request("PUT", path, *fields, body=b'{"resource_scopes": ["view"]}'))

    assert put('"1"', '"2"').status == 412
    assert put('"1"', tag).status == 200
    read = request("GET", path, bearer, 'If-None-Match: W/"1"', f"If-None-Match: {tag}")
    assert send(server, read).status == 304


# Parameters


@pytest.mark.parametrize(("family", "operation"), OPERATIONS)
def test_a_parameter_that_stands_twice_is_refused(world, family, operation):
    server, tenant, secrets = world
    path = path_of(family, operation, tenant)
    bearer = f"Authorization: Bearer {secrets[family.name]}"
    sso = f"{SSO}: {tenant.pingam.sso_token('alice')}"
    names = {*operation.query, *operation.secret_query, *family.query}

    for name in names:
        realm = tenant.pingam.realm if name == "realm" else "1"
        path_ = f"{path}?{name}={realm}&x=1&{name}={realm}"
        head = request(operation.method, path_, bearer, sso, JSON, body=b"{}")
        answer = send(server, head)
        # Editions that never take the method refuse it before all else.
        assert answer.status in {400, 401, 403, 404, 405, 415}, name
        assert operation.public or answer.status != 200


@pytest.mark.parametrize("path", ["as/token", "as/introspect", "as/revoke"])
@pytest.mark.parametrize("twice", ["token", "grant_type", "client_id", "scope", "x"])
def test_a_form_has_each_parameter_once(world, path, twice):
    server, tenant, _ = world
    one = tenant.pingone
    basic = base64.b64encode(
        f"{one.credentials.client_id}:{one.credentials.client_secret}".encode()
    ).decode()
    body = f"grant_type=client_credentials&token=x&{twice}=a&{twice}=a".encode()
    fields = (f"Authorization: Basic {basic}", "Content-Type: application/x-www-form-urlencoded")

    answer = send(server, request("POST", f"/{one.environment_id}/{path}", *fields, body=body))

    assert (answer.status, answer.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("path", ["access_token", "introspect", "token/revoke"])
def test_a_form_of_pingam_has_each_parameter_once(world, path):
    server, tenant, _ = world
    am = tenant.pingam
    basic = base64.b64encode(
        f"{am.credentials.client_id}:{am.credentials.client_secret}".encode()
    ).decode()
    fields = (f"Authorization: Basic {basic}", "Content-Type: application/x-www-form-urlencoded")
    body = b"grant_type=client_credentials&token=x&x=a&x=b"
    url = urlsplit(f"{am.oauth2_url}/{path}").path

    assert send(server, request("POST", url, *fields, body=body)).status == 400


@pytest.mark.parametrize(
    "twice", ["client_id=a&client_id=b", "scope=openid&scope=x", "state=1&state=1"]
)
def test_authorize_has_each_parameter_once(world, twice):
    server, tenant, _ = world
    one = urlsplit(f"{tenant.pingone.auth_url}/authorize").path
    am = urlsplit(f"{tenant.pingam.oauth2_url}/authorize").path

    for path in (one, am):
        answer = send(server, request("GET", f"{path}?response_type=code&{twice}"))
        assert (answer.status, answer.header("Location")) == (400, None)


def test_a_cookie_that_says_two_things_says_nothing(world):
    server, tenant, _ = world
    am = tenant.pingam
    path = urlsplit(
        f"{am.url}/json/realms/root/realms/{am.realm.strip('/')}/users/alice/uma/policies"
    ).path
    path += "?_queryFilter=true"
    good = tenant.pingam.sso_token("alice")

    def ask(cookie):
        return send(server, request("GET", path, f"Cookie: {cookie}")).status

    assert ask(f"{SSO}={good}") == 200
    assert ask(f"a=b; {SSO}={good}; {SSO}={good}") == 200
    assert ask(f"{SSO}={good}; {SSO}=other") == 400
    assert ask(f"{SSO}=other; {SSO}={good}") == 400


def test_a_key_is_a_bearer_token(world):
    server, _, _ = world
    statuses = [
        send(server, request("GET", "/__fakeping/tenants", f"Authorization: {each}")).status
        for each in ("Bearer key", "bearer key", "Basic key", "key", "Bearer key, Bearer other")
    ]

    assert statuses == [200, 200, 401, 401, 401]
    assert json.loads(send(server, request("GET", "/__fakeping/health")).body)
