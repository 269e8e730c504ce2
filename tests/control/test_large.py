"""Documents that are larger than any entity may be: what is read can be put back."""

import pytest

import fakeping
from fakeping import FakePing, control
from fakeping.core.exchange import encoded
from tests.over_http import Connection
from tests.wire import request, send

JSON = "Content-Type: application/json"
MANY = 8_000


@pytest.fixture(scope="module")
def full():
    """A state document of more bytes than a request of anybody's may have."""
    tenant = FakePing().tenant()
    for each in range(MANY):
        tenant.pingone.given.resource(name=f"resource {each}", description="some words of it")
    document = tenant.snapshot()
    assert len(encoded(document)) > 1024 * 1024
    return document


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "state"), ("PATCH", "state"), ("POST", "reset")]
)
def test_a_large_state_can_be_restored_over_http(listening, full, method, path):
    tenant = listening.tenant(environment_id=None)
    own = {**full, "pingone": {**full["pingone"], "name": "another"}}
    with Connection(listening.url) as http:
        put = http.ask(method, f"/__fakeping/tenants/{tenant.id}/{path}", own)
        got = http.ask("GET", f"/__fakeping/tenants/{tenant.id}/state")

        assert put.status == 204
        assert got.json["pingone"]["resources"] == full["pingone"]["resources"]
    tenant.drop()


def test_a_tenant_is_made_of_it(listening, full):
    with Connection(listening.url) as http:
        made = http.ask("POST", "/__fakeping/tenants", {"seed": full})

        assert made.status == 201
        assert len(listening.tenants.get(made.json["id"]).pingone.resources()) == MANY + 2
    listening.tenants.drop(made.json["id"])


def test_another_process_puts_its_snapshot_back(listening, full):
    with fakeping.connect(listening.url) as server, server.tenant(seed=full) as tenant:
        snapshot = tenant.snapshot()
        tenant.reset("empty")

        tenant.reset(to=snapshot)

        assert tenant.snapshot() == snapshot


def test_a_deeply_nested_state_can_be_restored(listening):
    deep: object = 1
    for _ in range(98):
        deep = [deep]
    tenant = listening.tenant()
    with Connection(listening.url) as http:
        body = {"resource_scopes": [], "name": "deep", "x": deep}
        assert http.ask("POST", tenant.pingam.resource_set_url, body, token=tenant.pingam.pat())
        document = http.ask("GET", f"/__fakeping/tenants/{tenant.id}/state").json

        put = http.ask("PUT", f"/__fakeping/tenants/{tenant.id}/state", document)

        assert document["pingam"]["resource_sets"][0]["x"] == deep
        assert put.status == 204
    tenant.drop()


def test_a_body_over_the_limit_is_413(listening):
    tenant = listening.tenant()
    length = f"Content-Length: {control.MAX_BODY + 1}"

    answer = send(listening, request("PUT", f"/__fakeping/tenants/{tenant.id}/state", JSON, length))

    assert answer.status == 413
    assert answer.header("Content-Type") == "application/problem+json"
    tenant.drop()


def test_without_the_key_no_more_is_read_than_of_anybody():
    with FakePing(control_key="k") as server:
        path = f"/__fakeping/tenants/{server.tenant().id}/state"
        length = f"Content-Length: {2 * 1024 * 1024}"

        without = send(server, request("PUT", path, JSON, length))
        wrong = send(server, request("PUT", path, JSON, length, "Authorization: Bearer x"))

        assert (without.status, wrong.status) == (401, 401)
        assert without.raw.count(b"HTTP/1.1") == 1
        body = b" " * (2 * 1024 * 1024) + b"{}"
        right = send(server, request("PUT", path, JSON, "Authorization: Bearer k", body=body))
        assert right.status == 204


def test_the_families_take_no_more_than_before(listening):
    tenant = listening.tenant()
    path = f"/v1/environments/{tenant.pingone.environment_id}/resources"
    bearer = f"Authorization: Bearer {tenant.pingone.token()}"

    answer = send(listening, request("POST", path, JSON, bearer, body=b" " * (1024 * 1024 + 1)))

    assert answer.status == 413
    tenant.drop()
